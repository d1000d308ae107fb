package dev.reckon.sql.function;

/// The advisory locks of a session. For the session's thread and the workers of its query.
///
/// Behaviour: PostgreSQL's chapter "Advisory Lock Functions".
public interface AdvisoryLocking {
    /// What is locked: a number of 64 bits, or two of 32, which are kept apart from it.
    ///
    /// @param number the number, or the first of two in the upper half and the second in the lower
    record Key(long number, boolean isPair) {}

    /// Until when a lock is held, and how it is taken.
    ///
    /// @param shared whether others may have it shared too
    /// @param untilCommit whether it ends with the transaction, not by unlocking
    /// @param waits whether others are waited for
    record Mode(boolean shared, boolean untilCommit, boolean waits) {}

    /// Locks a key; returns false when it cannot be had without waiting and the mode does not wait.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 40P01, 55P03, 57014
    boolean lock(Key key, Mode mode);

    /// Unlocks once what the session holds; says false, with a warning, when it does not hold it.
    boolean unlock(Key key, boolean shared);

    /// Unlocks all that does not end with the transaction.
    void unlockAll();
}
