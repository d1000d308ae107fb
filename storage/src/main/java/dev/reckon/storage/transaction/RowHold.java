package dev.reckon.storage.transaction;

/// That one transaction, and no other, holds a row. Immutable: an owner has one for each set of
/// modes, and all rows that it holds so share it.
///
/// @param modes those held, bit by number
record RowHold(LockOwner owner, int modes) {}
