package dev.reckon.storage;

/// Isolation levels, as PostgreSQL implements them (chapter "Transaction Isolation"): read
/// uncommitted is read committed.
public enum Isolation {
    /// Each statement sees what was committed before it began.
    READ_COMMITTED,
    /// All statements see what was committed before the first of them; a write to a row that was
    /// changed since is refused with 40001.
    REPEATABLE_READ,
    /// As if the transactions had run one after another; otherwise 40001.
    SERIALIZABLE
}
