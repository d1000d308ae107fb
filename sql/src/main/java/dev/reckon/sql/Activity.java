package dev.reckon.sql;

import dev.reckon.sql.function.SessionActivity;
import dev.reckon.sql.function.SessionActivity.State;
import dev.reckon.storage.type.Value;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;

/// What a session does, for others to see: told by the session's thread, read by any thread. Each
/// change is one immutable value in a volatile, so that no reader sees half of it and the session
/// never waits.
final class Activity {
    /// How much of a long text is shown, and kept once it has run: an idle session must not hold
    /// megabytes of an INSERT.
    private static final int QUERY_LENGTH_MAX = 1024;

    private final int processId;
    private final String user;
    private final SessionEnvironment environment;
    private final long beganMicros;

    private volatile Optional<SessionActivity.Client> client = Optional.empty();
    private volatile Moment moment;

    /// Whether the text is a whole simple query, which stays while its statements run in turn.
    private boolean isWhole;

    /// @param transactionMicros when the transaction began; 0 for none
    /// @param queryMicros when the query began; 0 before the first
    private record Moment(
            State state,
            String query,
            long transactionMicros,
            long queryMicros,
            long changeMicros) {}

    Activity(int processId, String user, SessionEnvironment environment) {
        this.processId = processId;
        this.user = user;
        this.environment = environment;
        this.beganMicros = environment.clockTimestamp();
        this.moment = new Moment(State.IDLE, "", 0, 0, beganMicros);
    }

    void cameFrom(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        client =
                Optional.of(
                        new SessionActivity.Client(
                                new Value.Inet(bytes, bytes.length * Byte.SIZE), port));
    }

    /// Notes the text of a simple query, which may have many statements.
    ///
    /// @param transactionMicros as in [#run]
    void runWhole(String text, long transactionMicros) {
        isWhole = false;
        run(text, transactionMicros);
        isWhole = true;
    }

    /// Notes that a statement runs: its text is shown, or that of the simple query that it is in.
    ///
    /// @param transactionMicros when the transaction began, perhaps just now
    void run(String text, long transactionMicros) {
        Moment now = moment;
        boolean isActive = now.state == State.ACTIVE;
        String query = isWhole ? now.query : text;
        if (isActive && now.transactionMicros == transactionMicros && now.query.equals(query)) {
            return;
        }
        long time = environment.clockTimestamp();
        boolean isSameQuery = isActive && isWhole;
        moment =
                new Moment(
                        State.ACTIVE,
                        query,
                        transactionMicros,
                        isSameQuery ? now.queryMicros : time,
                        isActive ? now.changeMicros : time);
    }

    private static String shortened(String text) {
        return text.length() <= QUERY_LENGTH_MAX ? text : text.substring(0, QUERY_LENGTH_MAX);
    }

    /// Notes that the client has its answer.
    ///
    /// @param transactionMicros when the transaction began; 0 for none
    void rest(TransactionStatus status, long transactionMicros) {
        isWhole = false;
        Moment now = moment;
        if (now.state != State.ACTIVE) {
            return;
        }
        State state =
                switch (status) {
                    case IDLE -> State.IDLE;
                    case IN_TRANSACTION -> State.IDLE_IN_TRANSACTION;
                    case FAILED -> State.IDLE_IN_FAILED_TRANSACTION;
                };
        moment =
                new Moment(
                        state,
                        shortened(now.query),
                        transactionMicros,
                        now.queryMicros,
                        environment.clockTimestamp());
    }

    /// Returns what the session does now. Safe to call from any thread.
    ///
    /// @param transactionId the number of the transaction that is open now
    SessionActivity seen(OptionalLong transactionId) {
        Moment now = moment;
        return new SessionActivity(
                processId,
                user,
                environment.applicationName(),
                client,
                beganMicros,
                known(now.transactionMicros),
                transactionId,
                known(now.queryMicros),
                now.changeMicros,
                now.state,
                shortened(now.query));
    }

    /// Returns the text of the query that runs, as the client sent it.
    String query() {
        return moment.query;
    }

    private static OptionalLong known(long micros) {
        return micros == 0 ? OptionalLong.empty() : OptionalLong.of(micros);
    }
}
