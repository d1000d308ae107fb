package dev.reckon.storage;

import dev.reckon.storage.bulk.KeySet;
import dev.reckon.storage.bulk.RowRun;
import dev.reckon.storage.bulk.SharedKeys;
import dev.reckon.storage.maintenance.NewSegments;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.LoadedKeys;
import dev.reckon.storage.transaction.LockOutcome;
import dev.reckon.storage.transaction.LockOwner;
import dev.reckon.storage.transaction.RowsOfOthers;
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
    private static final long HELD_FACTOR = 4;

    /// How often the size is looked at, in rows.
    private static final int CHECK_INTERVAL = 4096;

    /// Once a table has gone to segments, the rest of it does even when it is small.
    private static final int REST_DIVISOR = 8;

    /// Others ask each claim that spans their key.
    private static final int CLAIM_COUNT_MAX = 64;

    private final Store store;
    private final WriteSet writeSet;
    private final LockOwner locks;
    private final ReadSet reads;

    /// All segments written, whether or not a savepoint took them back.
    private final List<Segment> segments = new ArrayList<>();

    /// The keys among them that others have to keep off.
    private final List<Claim> claims = new ArrayList<>();

    /// Those of them that belong to the store now.
    private Set<Segment> committed = Set.of();

    /// Whether the log may have a commit that names the segments.
    private boolean outcomeUnknown;

    private long insertCount;

    /// Keys claimed.
    ///
    /// @param lockMark the mark of the transaction's locks once the claim is one of them
    private record Claim(LoadedKeys.Load load, int lockMark) {}

    BulkLoad(Store store, WriteSet writeSet, LockOwner locks, ReadSet reads) {
        this.store = store;
        this.writeSet = writeSet;
        this.locks = locks;
        this.reads = reads;
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
                (int) Math.min(Integer.MAX_VALUE, HELD_FACTOR * options.memtableRowCountMax()),
                options.memtableByteCountMax() > Long.MAX_VALUE / HELD_FACTOR
                        ? Long.MAX_VALUE
                        : HELD_FACTOR * options.memtableByteCountMax());
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

    /// Writes gathered rows to a segment, which is not yet among those that the transaction sees.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; nothing has changed then
    Segment write(TableState table, RowRun rows) {
        Segment segment =
                NewSegments.write(
                        store.files(), store.allocateId(), table.schema(), table.layout(), rows);
        segments.add(segment);
        store.writeCounts().loaded().add(segment);
        return segment;
    }

    /// Returns the segments that the transaction has written to a table and sees.
    List<Segment> segments(long tableId) {
        return writeSet.segments(tableId);
    }

    /// Makes keys the transaction's own, as if each had been locked, and waits for others that have
    /// locked or loaded some of them.
    ///
    /// @param timeoutNanos for each wait
    /// @throws dev.reckon.storage.error.DatabaseException 55P03, 40P01, 57014
    void claim(long tableId, KeySet keys, long timeoutNanos) {
        LoadedKeys.Added added = store.loadedKeys().add(locks, tableId, keys);
        claims.add(new Claim(added.load(), locks.mark()));
        boolean inTime = awaitRows(tableId, keys, timeoutNanos);
        for (LoadedKeys.Load earlier : added.earlier()) {
            while (inTime && earlier.read(other -> SharedKeys.meet(keys, other))) {
                inTime = locks.awaitEnd(earlier, timeoutNanos);
            }
        }
        if (!inTime) {
            throw LockRequests.notAvailable(WaitPolicy.WAIT, "rows");
        }
    }

    /// Locks those of the keys that others have locked as rows.
    private boolean awaitRows(long tableId, KeySet keys, long timeoutNanos) {
        RowsOfOthers rows = locks.rowsOfOthers(tableId);
        if (rows.isEmpty()) {
            return true;
        }
        int mode = LockMode.UPDATE.number();
        for (int place = 0; place < keys.count(); place++) {
            RowKey key = keys.key(place);
            if (rows.mayContain(key)
                    && locks.lockRow(tableId, key, mode, timeoutNanos)
                            == LockOutcome.NOT_AVAILABLE) {
                return false;
            }
        }
        return true;
    }

    /// Returns the rows that the transaction has written one by one, and holds in memory.
    MemTree heldRows(long tableId) {
        return writeSet.rows(tableId);
    }

    /// Holds rows in memory, in the order of their keys, which neither the committed table nor the
    /// transaction has.
    void hold(long tableId, TableState table, RowRun rows) {
        rows.forEach(table.layout(), writeSet.inserter(tableId)::insert);
    }

    /// Makes a segment one that the transaction sees and commits.
    void use(long tableId, Segment segment) {
        writeSet.addSegment(tableId, segment);
    }

    /// Notes that the transaction has learned of a row of others.
    void noteRead(long tableId, RowKey key) {
        reads.add(tableId, key);
    }

    /// Returns whether the transaction has claimed so often that locks of rows are better.
    boolean hasManyClaims() {
        return claims.size() >= CLAIM_COUNT_MAX;
    }

    /// Gives up the keys claimed since a mark of the transaction's locks.
    void releaseClaims(int lockMark) {
        while (!claims.isEmpty() && claims.getLast().lockMark() > lockMark) {
            store.loadedKeys().remove(claims.removeLast().load());
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
        store.writeCounts().loaded().add(segment);
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
