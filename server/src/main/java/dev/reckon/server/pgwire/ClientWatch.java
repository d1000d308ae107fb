package dev.reckon.server.pgwire;

import dev.reckon.sql.ConnectionSettings;
import dev.reckon.sql.Session;
import dev.reckon.sql.TransactionStatus;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Sees to what a session's settings say of its connection: ends the statement of a client that has
/// gone away (`client_connection_check_interval`), says how long a client may say nothing
/// (`idle_session_timeout`, `idle_in_transaction_session_timeout`), and how the system finds out
/// that its machine is gone (`tcp_keepalives_…`). For the connection's thread.
final class ClientWatch implements AutoCloseable {
    private final ClientSocket client;
    private final Session session;
    private final ScheduledExecutorService alarms;
    private ConnectionSettings followed = ConnectionSettings.NONE;
    private Future<?> looks = java.util.concurrent.CompletableFuture.completedFuture("");

    /// @param alarms runs what takes no time
    ClientWatch(ClientSocket client, Session session, ScheduledExecutorService alarms) {
        this.client = client;
        this.session = session;
        this.alarms = alarms;
    }

    /// Does what the settings say from now on: called before each message's work, as they may have
    /// changed with the last one's.
    @SuppressWarnings("ReferenceEquality") // The same object until a setting changes.
    void follow() throws IOException {
        ConnectionSettings now = session.connectionSettings();
        if (now == followed) {
            return;
        }
        looks.cancel(false);
        if (now.checkMillis() > 0) {
            looks =
                    alarms.scheduleWithFixedDelay(
                            this::lookSoon,
                            now.checkMillis(),
                            now.checkMillis(),
                            TimeUnit.MILLISECONDS);
        }
        client.keepAlive(
                now.keepaliveIdleSeconds(), now.keepaliveIntervalSeconds(), now.keepaliveCount());
        followed = now;
    }

    /// A look waits a moment, and all connections share the alarms.
    private void lookSoon() {
        Thread.ofVirtual().name("client-look").start(this::look);
    }

    private void look() {
        if (client.look()) {
            session.cancel();
        }
    }

    /// Returns how long the client, which was told that it may go on, may say nothing:
    /// milliseconds; 0 for ever.
    long idleMillis() {
        ConnectionSettings now = session.connectionSettings();
        return session.transactionStatus() == TransactionStatus.IDLE
                ? now.idleMillis()
                : now.idleInTransactionMillis();
    }

    /// Returns why a client is thrown out that has said nothing for [#idleMillis].
    FatalException idle() {
        return new FatalException(
                session.transactionStatus() == TransactionStatus.IDLE
                        ? new DatabaseException(
                                SqlState.IDLE_SESSION_TIMEOUT,
                                "terminating connection due to idle-session timeout")
                        : new DatabaseException(
                                SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
                                "terminating connection due to idle-in-transaction timeout"));
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
