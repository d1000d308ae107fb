package dev.reckon.storage.transaction;

/// What became of an attempt to lock.
public enum LockOutcome {
    /// Held now, and not before in that mode.
    TAKEN,
    /// Held before already.
    HELD,
    /// Not available in the time given.
    NOT_AVAILABLE
}
