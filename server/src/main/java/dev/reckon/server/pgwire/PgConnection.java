package dev.reckon.server.pgwire;

import dev.reckon.sql.ClientConnection;
import dev.reckon.sql.Notice;
import dev.reckon.sql.Session;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/// One client's connection, from its first byte to its last, on a thread of its own. Owns the
/// socket and the session.
final class PgConnection implements Runnable, ClientConnection {
    private static final System.Logger LOG = System.getLogger(PgConnection.class.getName());

    private final PgServer server;
    private final ClientSocket client;

    private volatile Optional<Session> session = Optional.empty();
    private volatile int secretKey;
    private volatile boolean isStopping;

    /// For the connection's thread.
    private Optional<QueryLoop> loop = Optional.empty();

    PgConnection(PgServer server, ClientSocket client) {
        this.server = server;
        this.client = client;
    }

    @Override
    public void run() {
        try (client) {
            try {
                serve();
            } catch (FatalException fatal) {
                tell(fatal.error());
            } catch (RuntimeException | Error failure) {
                DatabaseException error = ErrorMessages.of(failure);
                if (error.sqlState() == SqlState.INTERNAL_ERROR) {
                    server.metrics().internalError();
                    LOG.log(System.Logger.Level.ERROR, "internal error", failure);
                }
                tell(error);
            } catch (IOException clientIsGone) {
                if (isStopping) {
                    tell(shutdown());
                }
            }
        } finally {
            server.closed(this);
        }
    }

    /// Ends the connection soon: its statement is cancelled and the client told. Safe to call from
    /// any thread.
    void stop() {
        isStopping = true;
        client.endInput();
        session.ifPresent(Session::cancel);
    }

    /// Ends the connection because its session was told to end.
    @Override
    public void end() {
        isStopping = true;
        client.endInput();
    }

    @Override
    public void tell(Notice notice) {
        try {
            ErrorMessages.notice(client.out(), notice);
            client.out().flush();
        } catch (IOException clientIsGone) {
            // The next answer fails, too.
        }
    }

    @Override
    public List<OpenCursor> portals() {
        return loop.map(QueryLoop::portals).orElse(List.of());
    }

    /// Closes the socket under the connection's thread. Safe to call from any thread.
    void cut() {
        client.close();
    }

    /// Cancels the running statement if the key is the right one. Safe to call from any thread.
    ///
    /// @return whether the process is this connection's
    boolean cancel(int processId, int key) {
        Optional<Session> target = session;
        if (target.isEmpty() || target.get().processId() != processId) {
            return false;
        }
        if (key == secretKey) {
            target.get().cancel();
        }
        return true;
    }

    private void serve() throws IOException {
        Future<?> alarm = server.cutLater(this);
        Optional<StartupPacket.StartupMessage> startup;
        try {
            startup = letIn();
        } finally {
            alarm.cancel(false);
        }
        if (startup.isPresent()) {
            converse(user(startup.get()), startup.get().parameters());
            if (isStopping) {
                throw shutdown();
            }
        }
    }

    /// Opens the conversation; empty when it ends before it has begun.
    private Optional<StartupPacket.StartupMessage> letIn() throws IOException {
        Optional<StartupPacket.StartupMessage> startup = Startup.read(client, server.tls(), server);
        if (startup.isPresent()) {
            Map<String, String> parameters = startup.get().parameters();
            String user = user(startup.get());
            if (!parameters.getOrDefault("replication", "false").matches("(?i)false|off|no|0")) {
                throw DatabaseException.notSupported(
                        "the replication protocol",
                        "Connect without the parameter \"replication\".");
            }
            server.checkConnectionCount();
            String database = parameters.getOrDefault("database", "");
            server.authentication()
                    .authenticate(client, user, database.isEmpty() ? user : database);
        }
        return startup;
    }

    private static String user(StartupPacket.StartupMessage startup) {
        String user = startup.parameters().getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        return user;
    }

    private void converse(String user, Map<String, String> parameters) throws IOException {
        try (Session opened = server.database().logIn(user)) {
            opened.cameFrom(client.peer(), client.peerPort());
            for (Setting setting : settings(parameters)) {
                opened.set(setting.name(), setting.value());
            }
            secretKey = server.newSecretKey();
            session = Optional.of(opened);
            if (isStopping) {
                throw shutdown();
            }
            client.out().backendKeyData(opened.processId(), secretKey);
            try (ClientWatch watch = server.watch(client, opened)) {
                var conversation =
                        new QueryLoop(client, opened, watch, server.limits(), server.metrics());
                loop = Optional.of(conversation);
                opened.heldBy(this);
                conversation.run();
            }
        } finally {
            session = Optional.empty();
        }
    }

    private record Setting(String name, String value) {}

    /// Returns the settings of a startup message: those in `options` first, so that the others win.
    private static List<Setting> settings(Map<String, String> parameters) {
        List<Setting> settings = new ArrayList<>();
        String options = parameters.getOrDefault("options", "");
        if (!options.isEmpty()) {
            StartupOptions.parse(options)
                    .forEach((name, value) -> settings.add(new Setting(name, value)));
        }
        parameters.forEach((name, value) -> {
            switch (name) {
                case "user", "database", "options", "replication" -> {}
                default -> {
                    if (!name.startsWith("_pq_.")) {
                        settings.add(new Setting(name, value));
                    }
                }
            }
        });
        return settings;
    }

    static DatabaseException shutdown() {
        return new DatabaseException(
                SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }

    private void tell(DatabaseException error) {
        try {
            ErrorMessages.fatal(client.out(), error);
            client.out().flush();
            client.linger();
        } catch (IOException clientIsGone) {
            // There is nobody to tell.
        }
    }
}
