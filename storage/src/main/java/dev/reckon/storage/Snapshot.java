package dev.reckon.storage;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.CatalogWrites;
import dev.reckon.storage.transaction.WriteSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// An immutable view of a store: what was committed at one moment and, inside a transaction, that
/// transaction's own changes up to one moment. Safe for many threads until closed.
///
/// Keeps the files that it may read until it is closed.
public final class Snapshot implements AutoCloseable {
    private final StoreState state;
    private final WriteSet.Version writes;
    private final ReadSet reads;
    private final long definitionVersion;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Makes a view of a state whose files are in use for it.
    Snapshot(StoreState state, WriteSet.Version writes, ReadSet reads, long definitionVersion) {
        this.state = state;
        this.writes = writes;
        this.reads = reads;
        this.definitionVersion = definitionVersion;
    }

    /// Returns the number of the last commit that it sees.
    public long sequence() {
        return state.sequence();
    }

    /// Returns the SQL catalog's objects: what they mean is known to `sql` alone.
    public Map<Long, byte[]> definitions() {
        Map<Long, byte[]> definitions = new TreeMap<>();
        MemCursor committed = MemCursor.atRank(state.definitions(), 0);
        for (; committed.isValid(); committed.next()) {
            definitions.put(committed.code(), committed.row());
        }
        addOwn(definitions);
        return definitions;
    }

    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    private void addOwn(Map<Long, byte[]> definitions) {
        MemCursor own = MemCursor.atRank(writes.catalog().definitions(), 0);
        for (; own.isValid(); own.next()) {
            if (own.row() == MemTree.DELETED) {
                definitions.remove(own.code());
            } else {
                definitions.put(own.code(), own.row());
            }
        }
    }

    /// Returns a number that is the same in two snapshots only if their [#definitions] are the
    /// same.
    public long definitionVersion() {
        return definitionVersion;
    }

    /// Returns a table as this snapshot sees it; empty when there is none with that id.
    public Optional<TableSnapshot> table(long tableId) {
        return tableState(state, writes.catalog(), tableId)
                .map(table -> table.withAdded(writes.segments(tableId), 0))
                .map(table -> new TableSnapshot(table, writes.table(tableId), reads));
    }

    /// Returns the committed part of a table, as a transaction's catalog changes let it be seen.
    static Optional<TableState> tableState(StoreState state, CatalogWrites own, long tableId) {
        if (own.isEmpty()) {
            return state.tables().find(tableId);
        }
        TableSchema created = own.created().get(tableId);
        if (created != null) {
            return Optional.of(TableState.empty(created, 0));
        }
        if (own.dropped().contains(tableId)) {
            return Optional.empty();
        }
        Optional<TableState> table = state.tables().find(tableId);
        return own.truncated().contains(tableId)
                ? table.map(old -> TableState.empty(old.schema(), 0))
                : table;
    }

    /// Returns another view of the same, to be closed by itself.
    public Snapshot share() {
        if (closed.get() || !state.files().tryUse()) {
            throw new IllegalStateException("the snapshot is closed");
        }
        return new Snapshot(state, writes, reads, definitionVersion);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            state.files().release();
        }
    }
}
