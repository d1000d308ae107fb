package dev.reckon.sql.function;

import dev.reckon.storage.LockView;
import java.util.List;

/// What a session may do to the others, and how they stand in each other's way. For the session's
/// thread and the workers of its query.
///
/// Behaviour: PostgreSQL's chapter "System Administration Functions", section "Server Signaling
/// Functions".
public interface SessionControl {
    /// Cancels what a session does; says false, with a warning, when there is no such session.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42501
    boolean cancel(int processId);

    /// Ends a session.
    ///
    /// @param timeoutMillis how long to wait until it has ended; 0 not to wait
    /// @return false, with a warning, when there is no such session, or when it has not ended in
    ///   time
    /// @throws dev.reckon.storage.error.DatabaseException 42501, 22003
    boolean terminate(int processId, long timeoutMillis);

    /// Returns the sessions that a session waits for, each as often as it is in the way.
    List<Integer> blockers(int processId);

    /// Returns all locks that sessions hold and wait for; those of background work have the session
    /// 0.
    List<LockView> locks();
}
