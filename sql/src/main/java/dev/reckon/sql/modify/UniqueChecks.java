package dev.reckon.sql.modify;

import dev.reckon.sql.plan.Target;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.RowKey;
import java.util.Optional;
import java.util.function.Supplier;

/// Has deferrable unique constraints checked: at the end of the query, or of the transaction.
///
/// A row that meets another with its values when it is written gets an entry that its own key tells
/// apart. When it is checked, the other must have gone: then the entry takes the place that it
/// should have had, so that what is committed is as without deferral, and the store keeps others
/// from the values. For one statement.
///
/// @param query what the checks wait for that are not put off; needed for a table with a deferrable
///   index
record UniqueChecks(
        Target target,
        DeferredChecks deferred,
        Optional<QueryEvents> query,
        Transaction transaction) {
    /// An entry that another row kept from its place.
    ///
    /// @param key where it should be
    /// @param bytes what it should be
    /// @param tiedKey where it is
    record Entry(RowKey key, byte[] bytes, RowKey tiedKey) {}

    /// Notes an entry.
    ///
    /// @param duplicate makes the error for when its values are still another row's too
    void add(CompiledIndex index, Entry entry, Supplier<DatabaseException> duplicate) {
        Target.Deferral deferral = index.index.deferral().orElseThrow();
        long indexId = index.index.table().id();
        var check =
                new DeferredChecks.Check(
                        deferral.constraintOid(),
                        target.oid(),
                        () -> settle(indexId, entry, duplicate));
        if (deferred.isDeferred(deferral.constraintOid(), true, deferral.initiallyDeferred())) {
            deferred.add(check);
        } else {
            query.orElseThrow().add(check);
        }
    }

    private void settle(long indexId, Entry entry, Supplier<DatabaseException> duplicate) {
        if (!transaction.hasTable(indexId) || transaction.find(indexId, entry.tiedKey).isEmpty()) {
            return; // The index, or the row as it was, has gone.
        }
        if (!transaction.insert(indexId, entry.key, entry.bytes)) {
            throw duplicate.get();
        }
        transaction.lock(indexId, entry.tiedKey, LockMode.UPDATE, WaitPolicy.WAIT);
        transaction.delete(indexId, entry.tiedKey);
    }
}
