package dev.reckon.storage;

import dev.reckon.storage.transaction.SeenLock;

/// A lock that somebody holds or waits for. Immutable.
///
/// Rows are too many to be shown one by one: who has locked any is shown to hold a lock of its own
/// transaction, and who waits for a row to wait for that of another. So does PostgreSQL.
///
/// @param id of the table or the transaction, or the application's number, as [AdvisoryKey] has it
/// @param transactionId who holds it or waits, or another number where a lock is a session's
/// @param session the number of the session, as [AdvisoryLocks] was told it
/// @param waitedNanos how long it has been waited for; 0 for a lock that is held
public record LockView(
        Kind kind,
        long id,
        TableLockMode mode,
        long transactionId,
        int session,
        boolean granted,
        long waitedNanos) {
    /// What is locked.
    public enum Kind {
        TABLE,
        TRANSACTION,
        ADVISORY,
        ADVISORY_PAIR
    }

    static LockView of(SeenLock seen) {
        Kind kind =
                switch (seen.kind()) {
                    case TABLE -> Kind.TABLE;
                    case ADVISORY -> Kind.ADVISORY;
                    case ADVISORY_PAIR -> Kind.ADVISORY_PAIR;
                    case ROW, NAME, LOAD -> Kind.TRANSACTION;
                };
        return new LockView(
                kind,
                seen.id(),
                mode(kind, seen.mode()),
                seen.owner(),
                seen.party(),
                seen.granted(),
                seen.waitedNanos());
    }

    private static TableLockMode mode(Kind kind, int number) {
        if (kind == Kind.TABLE) {
            return TableLockMode.of(number);
        }
        return number == 0 ? TableLockMode.SHARE : TableLockMode.EXCLUSIVE;
    }
}
