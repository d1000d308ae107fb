package dev.reckon.server.pgwire;

import dev.reckon.server.access.AccessPolicy;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.server.tls.ServerTls;
import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Serves the PostgreSQL protocol on a port. Safe for use by many threads; owned by who started it.
///
/// Each client has a thread: a platform thread while clients are few, since a switch between those
/// is cheap and a reply takes one; a virtual thread when they are many, since memory counts then.
public final class PgServer implements AutoCloseable, Startup.Canceller {
    private static final System.Logger LOG = System.getLogger(PgServer.class.getName());

    /// PostgreSQL's default is as large; the system's limit caps it.
    private static final int BACKLOG = 1024;

    /// More clients than these get virtual threads.
    private static final int PLATFORM_THREAD_COUNT_MAX = 64;

    /// Connections beyond the maximum that may wait to be told so; more are cut without a word.
    private static final int REFUSAL_COUNT_MAX = 64;

    private static final long STOP_TIMEOUT_MILLIS = 5_000;
    private static final long STOP_STEP_MILLIS = 20;
    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Database database;
    private final PgOptions options;
    private final Optional<ServerTls> tls;
    private final ServerMetrics metrics;
    private final Authentication authentication;
    private final MessageLimits limits;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor alarms;
    private final Map<PgConnection, Thread> connections = new ConcurrentHashMap<>();
    private volatile boolean isStopping;

    private PgServer(
            Database database,
            AccessPolicy policy,
            PgOptions options,
            Optional<ServerTls> tls,
            ServerMetrics metrics)
            throws IOException {
        this.database = database;
        this.options = options;
        this.tls = tls;
        this.metrics = metrics;
        this.authentication = new Authentication(policy, tls, metrics);
        this.limits = new MessageLimits(options.messageByteCountMax());
        this.alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("pg-alarm").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        this.listener = new ServerSocket();
        this.acceptor = Thread.ofPlatform().name("pg-acceptor").unstarted(this::accept);
    }

    /// Begins to accept connections.
    ///
    /// @throws IOException when the address is taken or not this machine's
    public static PgServer start(
            Database database,
            AccessPolicy policy,
            PgOptions options,
            Optional<ServerTls> tls,
            ServerMetrics metrics)
            throws IOException {
        var server = new PgServer(database, policy, options, tls, metrics);
        try {
            server.listener.setReuseAddress(true);
            server.listener.bind(options.address(), BACKLOG);
        } catch (IOException e) {
            server.alarms.shutdownNow();
            server.listener.close();
            throw e;
        }
        server.acceptor.start();
        return server;
    }

    /// Returns where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /// Returns the number of connections that are open now, those not yet let in included.
    public int connectionCount() {
        return connections.size();
    }

    /// Stops accepting, cancels what runs, tells the clients (57P01) and waits for their sessions
    /// to end; after some seconds it cuts them.
    @Override
    public void close() {
        isStopping = true;
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing the listener failed", e);
        }
        join(acceptor, STOP_TIMEOUT_MILLIS);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_TIMEOUT_MILLIS);
        while (!connections.isEmpty() && System.nanoTime() < end) {
            // Again and again: a statement may begin right after it was to be cancelled.
            connections.keySet().forEach(PgConnection::stop);
            for (Thread thread : connections.values()) {
                join(thread, STOP_STEP_MILLIS);
            }
        }
        connections.keySet().forEach(PgConnection::cut);
        alarms.shutdownNow();
    }

    @Override
    public void cancel(int processId, int secretKey) {
        for (PgConnection connection : connections.keySet()) {
            if (connection.cancel(processId, secretKey)) {
                return;
            }
        }
    }

    Database database() {
        return database;
    }

    Optional<ServerTls> tls() {
        return tls;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    Authentication authentication() {
        return authentication;
    }

    MessageLimits limits() {
        return limits;
    }

    int newSecretKey() {
        return random.nextInt();
    }

    /// @throws DatabaseException 53300
    void checkConnectionCount() {
        if (connections.size() > options.connectionCountMax()) {
            metrics.pgConnectionRefused();
            throw new DatabaseException(
                    SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
    }

    /// Cuts a connection unless the returned future is cancelled in time.
    Future<?> cutLater(PgConnection connection) {
        return alarms.schedule(
                connection::cut, options.authenticationTimeoutMillis(), TimeUnit.MILLISECONDS);
    }

    /// Watches over a client; the caller closes the watch.
    ClientWatch watch(ClientSocket client, Session session) {
        return new ClientWatch(client, session, alarms);
    }

    void closed(PgConnection connection) {
        connections.remove(connection);
        metrics.pgConnectionClosed();
    }

    private void accept() {
        while (!isStopping) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                if (!isStopping) {
                    LOG.log(System.Logger.Level.WARNING, "accepting a connection failed", e);
                    // No file handle free, say: trying again at once would only burn the processor.
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        if (connections.size() >= options.connectionCountMax() + REFUSAL_COUNT_MAX) {
            metrics.pgConnectionRefused();
            socket.close();
            return;
        }
        ClientSocket client;
        try {
            client = new ClientSocket(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var connection = new PgConnection(this, client);
        Thread.Builder builder =
                connections.size() < PLATFORM_THREAD_COUNT_MAX
                        ? Thread.ofPlatform().daemon()
                        : Thread.ofVirtual();
        Thread thread = builder.name("pg-session").unstarted(connection);
        connections.put(connection, thread);
        metrics.pgConnectionOpened();
        thread.start();
    }

    private static void join(Thread thread, long timeoutMillis) {
        try {
            thread.join(timeoutMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
