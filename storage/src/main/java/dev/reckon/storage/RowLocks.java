package dev.reckon.storage;

import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.bulk.CodeOrder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.state.RowPlaces;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.WriteSet;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Locks rows for a [Transaction], and tells what became of them since its statement began. Part of
/// the transaction, and for its thread.
final class RowLocks {
    private final Store store;
    private final Transaction transaction;
    private final WriteSet writeSet;

    RowLocks(Store store, Transaction transaction, WriteSet writeSet) {
        this.store = store;
        this.transaction = transaction;
        this.writeSet = writeSet;
    }

    /// Locks a key, as [Transaction#lock].
    LockedRow lock(long tableId, RowKey key, LockMode mode, WaitPolicy policy) {
        boolean isPrivate = transaction.isPrivate(tableId);
        if (!isPrivate && !transaction.requests().row(tableId, key, mode, policy)) {
            return new LockedRow(LockedRow.Outcome.SKIPPED, Optional.empty());
        }
        byte[] own = writeSet.find(tableId, key);
        if (own != null) {
            LockedRow.Outcome outcome = outcomeOfOwn(tableId, key, own);
            return new LockedRow(
                    outcome,
                    outcome == LockedRow.Outcome.GONE ? Optional.empty() : Optional.of(own));
        }
        Optional<byte[]> spilled = transaction.bulkLoad().find(tableId, key);
        if (spilled.isPresent()) {
            return new LockedRow(LockedRow.Outcome.UNCHANGED, spilled);
        }
        return isPrivate
                ? new LockedRow(LockedRow.Outcome.GONE, Optional.empty())
                : committedRow(tableId, key, mode);
    }

    @SuppressWarnings("ReferenceEquality") // DELETED and rows are told by identity.
    private LockedRow.Outcome outcomeOfOwn(long tableId, RowKey key, byte[] own) {
        if (own == MemTree.DELETED) {
            return LockedRow.Outcome.GONE;
        }
        boolean seen = transaction.statementWrites().table(tableId).rows().find(key) == own;
        return seen ? LockedRow.Outcome.UNCHANGED : LockedRow.Outcome.CHANGED;
    }

    private LockedRow committedRow(long tableId, RowKey key, LockMode mode) {
        StoreState seenState = transaction.statementState();
        TableState newest = transaction.newestTable(tableId);
        Optional<byte[]> row = newest.find(key);
        boolean unchanged = isUnchanged(seenState, newest, key, row);
        requireUnchanged(seenState, newest, key, mode, row.isPresent(), unchanged);
        return new LockedRow(outcome(row.isPresent(), unchanged), row);
    }

    private static LockedRow.Outcome outcome(boolean exists, boolean unchanged) {
        if (!exists) {
            return LockedRow.Outcome.GONE;
        }
        return unchanged ? LockedRow.Outcome.UNCHANGED : LockedRow.Outcome.CHANGED;
    }

    /// Returns whether the statement sees the newest row. Rows may have moved between memtable and
    /// segments, so that they are compared by content; in read committed no more is needed.
    private static boolean isUnchanged(
            StoreState seenState, TableState newest, RowKey key, Optional<byte[]> row) {
        if (newest.changedSequence() <= seenState.sequence()) {
            return true;
        }
        Optional<byte[]> seen =
                seenState.tables().find(newest.schema().id()).flatMap(table -> table.find(key));
        if (row.isEmpty() || seen.isEmpty()) {
            return row.isEmpty() && seen.isEmpty();
        }
        return Arrays.equals(row.get(), seen.get());
    }

    private void requireUnchanged(
            StoreState seenState,
            TableState newest,
            RowKey key,
            LockMode mode,
            boolean exists,
            boolean unchanged) {
        if (transaction.isolation() == Isolation.READ_COMMITTED
                || (exists && mode == LockMode.KEY_SHARE)) {
            return;
        }
        // A row of equal content may have been changed to and fro.
        boolean certain =
                unchanged
                        && (newest.writtenNoLaterThan(key) <= seenState.sequence()
                                || !store.history()
                                        .wroteSince(
                                                seenState.sequence(), newest.schema().id(), key));
        if (!certain) {
            throw serializationFailure(exists ? "concurrent update" : "concurrent delete");
        }
    }

    static DatabaseException serializationFailure(String cause) {
        return new DatabaseException(
                SqlState.SERIALIZATION_FAILURE, "could not serialize access due to " + cause);
    }

    /// Locks many keys, as [Transaction#lock(long, RowKey[], LockMode, WaitPolicy, List)].
    LockedKeys lock(
            long tableId, RowKey[] keys, LockMode mode, WaitPolicy policy, List<Integer> columns) {
        boolean isPrivate = transaction.isPrivate(tableId);
        var outcomes = new LockedRow.@Nullable Outcome[keys.length];
        if (!isPrivate && !transaction.requests().rowsAtOnce(tableId, keys, mode)) {
            for (int i = 0; i < keys.length; i++) {
                if (!transaction.requests().row(tableId, keys[i], mode, policy)) {
                    outcomes[i] = LockedRow.Outcome.SKIPPED;
                }
            }
        }
        byte[] @Nullable [] own = new byte[keys.length][];
        int[] order = CodeOrder.of(keys);
        findOwn(tableId, keys, order, outcomes, own);
        int[] sought = withoutOutcome(order, outcomes);
        StoreState seenState = transaction.statementState();
        TableState newest = transaction.visibleTable(tableId);
        RowPlaces places = RowPlaces.find(newest, keys, sought);
        judge(seenState, newest, keys, sought, places, mode, outcomes);
        return new LockedKeys(tableId, keys, complete(outcomes), order, own, places, columns);
    }

    private void findOwn(
            long tableId,
            RowKey[] keys,
            int[] order,
            LockedRow.@Nullable Outcome[] outcomes,
            byte[] @Nullable [] own) {
        MemTree written = writeSet.rows(tableId);
        boolean spilled = !writeSet.segments(tableId).isEmpty();
        if (!spilled && (written.isEmpty() || areBeyond(written, keys, order))) {
            return;
        }
        for (int i = 0; i < keys.length; i++) {
            if (outcomes[i] != null) {
                continue;
            }
            byte[] row = written.find(keys[i]);
            if (row != null) {
                LockedRow.Outcome outcome = outcomeOfOwn(tableId, keys[i], row);
                outcomes[i] = outcome;
                own[i] = outcome == LockedRow.Outcome.GONE ? null : row;
                continue;
            }
            Optional<byte[]> inSegment = transaction.bulkLoad().find(tableId, keys[i]);
            if (inSegment.isPresent()) {
                outcomes[i] = LockedRow.Outcome.UNCHANGED;
                own[i] = inSegment.get();
            }
        }
    }

    /// Returns whether all keys are greater than those written: so it is for a statement that
    /// changes rows in their order.
    private static boolean areBeyond(MemTree written, RowKey[] keys, int[] order) {
        return order.length == 0 || written.lastKey().orElseThrow().compareTo(keys[order[0]]) < 0;
    }

    private static int[] withoutOutcome(int[] order, LockedRow.@Nullable Outcome[] outcomes) {
        int[] rest = new int[order.length];
        int count = 0;
        for (int key : order) {
            if (outcomes[key] == null) {
                rest[count++] = key;
            }
        }
        return count == order.length ? order : Arrays.copyOf(rest, count);
    }

    /// Tells what became of committed rows.
    private void judge(
            StoreState seenState,
            TableState newest,
            RowKey[] keys,
            int[] sought,
            RowPlaces places,
            LockMode mode,
            LockedRow.@Nullable Outcome[] outcomes) {
        Optional<RowPlaces> before = Optional.empty();
        if (newest.changedSequence() > seenState.sequence()) {
            before =
                    seenState
                            .tables()
                            .find(newest.schema().id())
                            .map(seen -> RowPlaces.find(seen, keys, sought));
        }
        boolean sameState = newest.changedSequence() <= seenState.sequence();
        for (int key : sought) {
            boolean exists = places.exists(key);
            boolean unchanged =
                    sameState || before.map(seen -> seen.hasSameRow(places, key)).orElse(!exists);
            requireUnchanged(seenState, newest, keys[key], mode, exists, unchanged);
            outcomes[key] = outcome(exists, unchanged);
        }
    }

    private static LockedRow.Outcome[] complete(LockedRow.@Nullable Outcome[] outcomes) {
        LockedRow.Outcome[] all = new LockedRow.Outcome[outcomes.length];
        for (int i = 0; i < all.length; i++) {
            LockedRow.Outcome outcome = outcomes[i];
            all[i] = outcome == null ? LockedRow.Outcome.GONE : outcome;
        }
        return all;
    }
}
