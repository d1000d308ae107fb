package dev.reckon.sql.function;

import dev.reckon.storage.type.Value;
import java.util.Optional;
import java.util.OptionalLong;

/// What a session of the database does, as `pg_stat_activity` shows it. Times are microseconds
/// since 2000-01-01 00:00 UTC. Immutable.
///
/// @param user who logged in
/// @param client where the client is; empty for one in this process
/// @param beganMicros when the session began
/// @param transactionMicros when the transaction began that is open now
/// @param transactionId the number of that transaction, as [dev.reckon.storage.LockView] has it;
///   empty where nothing was read or written yet
/// @param queryMicros when the query began; empty before the first
/// @param changeMicros since when the state is as it is
/// @param query the text that runs or ran last, or its beginning
public record SessionActivity(
        int processId,
        String user,
        String applicationName,
        Optional<Client> client,
        long beganMicros,
        OptionalLong transactionMicros,
        OptionalLong transactionId,
        OptionalLong queryMicros,
        long changeMicros,
        State state,
        String query) {

    /// A client's end of its connection.
    public record Client(Value.Inet address, int port) {}

    /// What a session may be at, with PostgreSQL's word for it.
    public enum State {
        ACTIVE("active"),
        IDLE("idle"),
        IDLE_IN_TRANSACTION("idle in transaction"),
        IDLE_IN_FAILED_TRANSACTION("idle in transaction (aborted)");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
