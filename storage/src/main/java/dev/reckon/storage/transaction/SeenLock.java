package dev.reckon.storage.transaction;

/// A lock that somebody holds or waits for, as others may see it. Immutable.
///
/// Rows are too many to be seen one by one, and are locked until their transaction ends: who has
/// locked any is seen to hold a lock of its own transaction, of kind ROW, and who waits for one to
/// wait for that of another. Loads and names count as rows.
///
/// @param id of the table or the transaction, or the application's number
/// @param mode one of the kind's, or that of a row whose mode is not known: key share for who
///   waits, update for who holds
/// @param owner who holds it or waits
/// @param party the number of the [LockParty] of that one
/// @param waitedNanos how long it has been waited for; 0 for a lock that is held
public record SeenLock(
        LockKind kind,
        long id,
        int mode,
        long owner,
        int party,
        boolean granted,
        long waitedNanos) {}
