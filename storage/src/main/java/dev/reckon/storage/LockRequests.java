package dev.reckon.storage;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.transaction.LockKind;
import dev.reckon.storage.transaction.LockOutcome;
import dev.reckon.storage.transaction.LockOwner;
import dev.reckon.storage.type.RowKey;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// The locks that a transaction asks for: how long it waits for one, and how it says that there was
/// none to be had. For the transaction's thread.
final class LockRequests {
    private final Store store;
    private final LockOwner locks;
    private final LongFunction<String> tableNames;
    private long timeoutNanos = Long.MAX_VALUE;

    /// @param tableNames gives the name of a table for messages
    LockRequests(Store store, LockOwner locks, LongFunction<String> tableNames) {
        this.store = store;
        this.locks = locks;
        this.tableNames = tableNames;
    }

    /// Limits how long one lock is waited for; 0 for no limit.
    void limit(long timeoutMillis) {
        timeoutNanos =
                timeoutMillis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    /// Locks a table.
    ///
    /// @return whether it is locked; false only for SKIP_LOCKED
    /// @throws DatabaseException 40P01, 55P03, 57014
    boolean table(long tableId, TableLockMode mode, WaitPolicy policy) {
        return locks.lock(LockKind.TABLE, tableId, mode.number(), patience(policy))
                        != LockOutcome.NOT_AVAILABLE
                || skip(policy, () -> "relation \"" + tableNames.apply(tableId) + "\"");
    }

    /// Locks a row by its key; as [#table].
    boolean row(long tableId, RowKey key, LockMode mode, WaitPolicy policy) {
        return locks.lockRow(store.loadedKeys(), tableId, key, mode.number(), patience(policy))
                        != LockOutcome.NOT_AVAILABLE
                || skip(policy, () -> "row in relation \"" + tableNames.apply(tableId) + "\"");
    }

    /// Locks rows if all can be had at once, and returns whether it did.
    boolean rowsAtOnce(long tableId, RowKey[] keys, LockMode mode) {
        return locks.tryLockRows(store.loadedKeys(), tableId, keys, mode.number());
    }

    /// Locks a name; as [#table].
    boolean name(long nameHash, boolean exclusive, WaitPolicy policy) {
        return locks.lock(LockKind.NAME, nameHash, exclusive ? 1 : 0, patience(policy))
                        != LockOutcome.NOT_AVAILABLE
                || skip(policy, () -> "the name");
    }

    /// Locks an advisory key; as [#table].
    boolean advisory(AdvisoryKey key, boolean shared, WaitPolicy policy) {
        return advisory(locks, key, shared, policy);
    }

    /// Locks an advisory key for an owner of the transaction's party that outlives it.
    boolean advisory(LockOwner owner, AdvisoryKey key, boolean shared, WaitPolicy policy) {
        return owner.lockAdvisory(key.number(), key.isPair(), shared, patience(policy))
                        != LockOutcome.NOT_AVAILABLE
                || skip(policy, () -> "the advisory lock");
    }

    private long patience(WaitPolicy policy) {
        return policy == WaitPolicy.WAIT ? timeoutNanos : 0;
    }

    /// Returns false, for a lock that is not to be had and may be skipped.
    private static boolean skip(WaitPolicy policy, Supplier<String> what) {
        if (policy == WaitPolicy.SKIP_LOCKED) {
            return false;
        }
        throw notAvailable(policy, what.get());
    }

    static DatabaseException notAvailable(WaitPolicy policy, String what) {
        return new DatabaseException(
                SqlState.LOCK_NOT_AVAILABLE,
                policy == WaitPolicy.WAIT
                        ? "canceling statement due to lock timeout"
                        : "could not obtain lock on " + what);
    }
}
