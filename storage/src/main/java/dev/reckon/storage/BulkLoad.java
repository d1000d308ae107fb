package dev.reckon.storage;

import dev.reckon.storage.maintenance.NewSegments;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.WriteSet;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the rows that a transaction inserts to segments of its own when they are many, so that
/// its memory stays bounded and the log is spared their bytes. The segments are durable, but named
/// by nothing until the commit; the transaction sees their rows as if they were committed. For one
/// thread.
final class BulkLoad implements AutoCloseable {
    /// A transaction holds so many times the rows of a full memtable, for one table, before it
    /// writes them to a segment.
    private static final int HELD_FACTOR = 4;

    /// How often the size is looked at, in rows.
    private static final int CHECK_INTERVAL = 4096;

    /// Once a table has gone to segments, the rest of it does even when it is small.
    private static final int REST_DIVISOR = 8;

    private final Store store;
    private final WriteSet writeSet;

    /// All segments written, whether or not a savepoint took them back.
    private final List<Segment> segments = new ArrayList<>();

    /// Those of them that belong to the store now.
    private Set<Segment> committed = Set.of();

    /// Whether the log may have a commit that names the segments.
    private boolean outcomeUnknown;

    private long insertCount;

    BulkLoad(Store store, WriteSet writeSet) {
        this.store = store;
        this.writeSet = writeSet;
    }

    /// Counts a row that was inserted, and returns whether it is time for [#spillIfLarge].
    boolean isDue() {
        int interval = Math.min(CHECK_INTERVAL, store.options().memtableRowCountMax());
        return ++insertCount % interval == 0;
    }

    /// Writes a table's rows to a segment if they are more than should be held in memory.
    ///
    /// @param newest whose files are in use
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; nothing has changed then
    void spillIfLarge(StoreState newest, long tableId) {
        StoreOptions options = store.options();
        spill(
                newest,
                tableId,
                HELD_FACTOR * options.memtableRowCountMax(),
                HELD_FACTOR * options.memtableByteCountMax());
    }

    /// Writes to segments what would fill a memtable at once: to write it to the log first would be
    /// to write it twice.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; nothing has changed then
    void spillAtCommit(StoreState newest) {
        StoreOptions options = store.options();
        for (long tableId : writeSet.tableIds()) {
            int rowCountMin =
                    writeSet.segments(tableId).isEmpty()
                            ? options.memtableRowCountMax()
                            : options.memtableRowCountMax() / REST_DIVISOR;
            spill(newest, tableId, rowCountMin, options.memtableByteCountMax());
        }
    }

    private void spill(StoreState newest, long tableId, int rowCountMin, long byteCountMin) {
        Optional<MemTree> rows = writeSet.rowsForSegment(tableId, rowCountMin, byteCountMin);
        if (rows.isEmpty()) {
            return;
        }
        TableState table = Snapshot.tableState(newest, writeSet.catalog(), tableId).orElseThrow();
        Segment segment =
                NewSegments.write(
                        store.files(),
                        store.allocateId(),
                        table.schema(),
                        table.layout(),
                        rows.get());
        segments.add(segment);
        writeSet.replaceRows(tableId, segment);
    }

    /// Returns whether a key was written to one of the table's segments.
    boolean contains(long tableId, RowKey key) {
        for (Segment segment : writeSet.segments(tableId)) {
            if (segment.position(key) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Returns the row that was written under a key to one of the table's segments.
    Optional<byte[]> find(long tableId, RowKey key) {
        for (Segment segment : writeSet.segments(tableId)) {
            int position = segment.position(key);
            if (position >= 0) {
                return Optional.of(segment.row(position));
            }
        }
        return Optional.empty();
    }

    /// Says that the log may name the segments from now on.
    void beginCommit() {
        outcomeUnknown = true;
    }

    /// Says that the log does not name them after all.
    void commitWasRefused() {
        outcomeUnknown = false;
    }

    /// Says that the segments of a version belong to the store.
    void endCommit(WriteSet.Version writes) {
        outcomeUnknown = false;
        committed = new HashSet<>();
        writes.segments().values().forEach(committed::addAll);
    }

    /// Gives up the segments that were not committed. When nobody knows whether they were, their
    /// files stay: the next start finds out.
    @Override
    public void close() {
        if (segments.isEmpty()) {
            return;
        }
        List<Segment> given =
                segments.stream().filter(segment -> !committed.contains(segment)).toList();
        if (outcomeUnknown) {
            given.forEach(Segment::close);
        } else {
            NewSegments.discard(store.files(), given);
        }
    }
}
