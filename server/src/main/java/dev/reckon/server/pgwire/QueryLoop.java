package dev.reckon.server.pgwire;

import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.sql.Notification;
import dev.reckon.sql.Session;
import dev.reckon.sql.TransactionStatus;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The conversation after the opening: reads a message, does it, answers, until the client leaves.
/// For one thread.
final class QueryLoop {
    private static final System.Logger LOG = System.getLogger(QueryLoop.class.getName());

    /// How long a notification may wait.
    private static final int NOTIFICATION_PERIOD_MILLIS = 50;

    private final ClientSocket client;
    private final MessageReader in;
    private final BackendMessages out;
    private final Session session;
    private final MessageLimits limits;
    private final ServerMetrics metrics;
    private final CurrentStatement current = new CurrentStatement();
    private final ResultWriter results;
    private final SimpleQuery simple;
    private final ExtendedQuery extended;
    private final FunctionCall calls;
    private final ClientWatch watch;

    /// Whether the client was told that it may go on, and has said nothing since.
    private boolean isReady;

    /// After an error in the extended protocol, until Sync.
    private boolean isSkipping;

    private long errorCount;
    private long countedErrors;
    private long countedStatements;
    private long countedBytes;

    QueryLoop(
            ClientSocket client,
            Session session,
            ClientWatch watch,
            MessageLimits limits,
            ServerMetrics metrics) {
        this.watch = watch;
        this.client = client;
        this.in = client.in();
        this.out = client.out();
        this.session = session;
        this.limits = limits;
        this.metrics = metrics;
        this.results = new ResultWriter(out, session);
        this.simple = new SimpleQuery(client, session, results, current, limits);
        this.calls = new FunctionCall(client, session, current);
        this.extended = new ExtendedQuery(client, session, results, current, limits);
    }

    /// Runs until the client says Terminate or is gone.
    ///
    /// @throws FatalException when the connection can't go on
    void run() throws IOException {
        ready();
        while (!client.isGone()) {
            watch.follow();
            awaitMessage();
            isReady = false;
            int type = in.start(limits);
            if (type == FrontendMessage.TERMINATE || type == MessageReader.END_OF_STREAM) {
                return;
            }
            if (isSkipping && type != FrontendMessage.SYNC) {
                continue;
            }
            try {
                handle(type);
            } catch (FatalException fatal) {
                throw fatal;
            } catch (RuntimeException | Error failure) {
                fail(failure);
                if (type == FrontendMessage.QUERY || type == FrontendMessage.FUNCTION_CALL) {
                    sync();
                } else {
                    isSkipping = true;
                }
            }
            current.clear();
        }
    }

    /// Returns the portals that are open.
    List<OpenCursor> portals() {
        return extended.portals();
    }

    /// A client that listens to a channel is told of notifications while it says nothing, outside
    /// transactions, as PostgreSQL does. Others just wait for their next message.
    ///
    /// @throws FatalException when it may not say nothing for so long
    private void awaitMessage() throws IOException {
        long idleMillis = isReady ? watch.idleMillis() : 0;
        boolean isListening =
                session.isListening() && session.transactionStatus() == TransactionStatus.IDLE;
        if (idleMillis == 0 && !isListening) {
            return;
        }
        long end = System.nanoTime() + idleMillis * 1_000_000;
        while (true) {
            long restMillis =
                    idleMillis == 0
                            ? Integer.MAX_VALUE
                            : (end - System.nanoTime() + 999_999) / 1_000_000;
            if (restMillis <= 0) {
                throw watch.idle();
            }
            long waitMillis =
                    isListening ? Math.min(restMillis, NOTIFICATION_PERIOD_MILLIS) : restMillis;
            if (client.awaitMessage((int) waitMillis)) {
                return;
            }
            if (isListening) {
                notifications();
                out.flush();
            }
        }
    }

    private void notifications() throws IOException {
        for (Notification notification : session.takeNotifications()) {
            out.notificationResponse(
                    notification.processId(), notification.channel(), notification.payload());
        }
    }

    private void handle(int type) throws IOException {
        switch (type) {
            case FrontendMessage.QUERY -> {
                in.load();
                var query = FrontendMessage.Query.read(in);
                extended.closeUnnamed();
                simple.run(query.text());
                sync();
            }
            case FrontendMessage.PARSE -> {
                in.load();
                extended.parse();
            }
            case FrontendMessage.BIND -> {
                in.load();
                extended.bind();
            }
            case FrontendMessage.DESCRIBE -> {
                in.load();
                extended.describe();
            }
            case FrontendMessage.EXECUTE -> {
                in.load();
                extended.execute();
            }
            case FrontendMessage.CLOSE -> {
                in.load();
                extended.close();
            }
            case FrontendMessage.FLUSH -> out.flush();
            case FrontendMessage.SYNC -> {
                isSkipping = false;
                sync();
            }
            case FrontendMessage.FUNCTION_CALL -> {
                in.load();
                calls.run();
                sync();
            }
            case FrontendMessage.COPY_DATA,
                    FrontendMessage.COPY_DONE,
                    FrontendMessage.COPY_FAIL -> {
                // What a client still sent after a COPY had failed.
            }
            default ->
                    throw new FatalException(
                            new DatabaseException(
                                    SqlState.PROTOCOL_VIOLATION,
                                    "invalid frontend message type " + type));
        }
    }

    /// Ends an implicit transaction and tells the client that it may go on.
    private void sync() throws IOException {
        try {
            session.endImplicit();
        } catch (RuntimeException | Error failure) {
            fail(failure);
            session.endImplicit();
        }
        ready();
    }

    private void ready() throws IOException {
        results.notices();
        for (Map.Entry<String, String> setting : session.takeChangedParameters().entrySet()) {
            out.parameterStatus(setting.getKey(), setting.getValue());
        }
        TransactionStatus status = session.transactionStatus();
        if (status == TransactionStatus.IDLE) {
            notifications();
            extended.closePortals();
        }
        out.readyForQuery(status);
        out.flush();
        isReady = true;
        count();
    }

    /// @throws FatalException when the connection is to end
    private void fail(Throwable failure) throws IOException {
        if (client.isInputEnded()) {
            throw new FatalException(PgConnection.shutdown());
        }
        DatabaseException error = ErrorMessages.of(failure);
        if (error.sqlState() == SqlState.INTERNAL_ERROR) {
            metrics.internalError();
            LOG.log(System.Logger.Level.ERROR, "internal error in: " + current.text(), failure);
        }
        errorCount++;
        session.fail();
        results.notices();
        ErrorMessages.error(out, error, current.text(), current.offset());
    }

    private void count() {
        long statements = results.statementCount();
        long bytes = out.sentByteCount();
        metrics.pgSession(
                statements - countedStatements, errorCount - countedErrors, bytes - countedBytes);
        countedStatements = statements;
        countedErrors = errorCount;
        countedBytes = bytes;
    }
}
