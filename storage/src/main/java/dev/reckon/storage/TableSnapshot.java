package dev.reckon.storage;

import dev.reckon.index.LookupTrace;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.scan.ColumnSummary;
import dev.reckon.storage.scan.RowStream;
import dev.reckon.storage.scan.ScanColumns;
import dev.reckon.storage.scan.TableCounts;
import dev.reckon.storage.scan.TableLookup;
import dev.reckon.storage.scan.TableScan;
import dev.reckon.storage.scan.TableSplit;
import dev.reckon.storage.scan.VisibleState;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One table of a [Snapshot]. Safe for many threads while the snapshot is open.
public final class TableSnapshot {
    private static final List<KeyRange> EVERYTHING = List.of(KeyRange.ALL);

    private final TableState state;
    private final TableWrites writes;
    private final ReadSet reads;
    private final TableLookup lookup;

    /// What [#visible] returned for all keys; two threads may both make it.
    private volatile Optional<TableState> whole = Optional.empty();

    /// Makes the view of one table.
    ///
    /// @param writes what the transaction has written to it
    /// @param reads told of every key before it is read
    TableSnapshot(TableState state, TableWrites writes, ReadSet reads) {
        this(state, writes, reads, IndexUse.LEARNED);
    }

    private TableSnapshot(TableState state, TableWrites writes, ReadSet reads, IndexUse use) {
        this.state = state;
        this.writes = writes;
        this.reads = reads;
        this.lookup = new TableLookup(state, writes, use == IndexUse.LEARNED);
    }

    public TableSchema schema() {
        return state.schema();
    }

    private long tableId() {
        return state.schema().id();
    }

    /// Returns this view with keys found in the given way.
    public TableSnapshot with(IndexUse use) {
        return new TableSnapshot(state, writes, reads, use);
    }

    /// Returns the exact number of rows, in constant time.
    public long rowCount() {
        reads.add(tableId(), KeyRange.ALL);
        return state.rowCount() + writes.rowCountChange();
    }

    /// Returns the number of rows, for decisions that change no answer: it does not count as read.
    public long size() {
        return state.rowCount() + writes.rowCountChange();
    }

    /// Returns the exact number of rows in a range of keys, from positions, without a scan.
    public long rowCount(KeyRange range) {
        reads.add(tableId(), range);
        return new TableCounts(visible(List.of(range))).rowCount(range);
    }

    /// Returns the state with the transaction's own writes, right in some ranges.
    private TableState visible(List<KeyRange> ranges) {
        if (writes.isEmpty()) {
            return state;
        }
        if (!ranges.equals(EVERYTHING)) {
            return VisibleState.of(state, writes, ranges);
        }
        // Made once: a statement may scan more than once.
        Optional<TableState> known = whole;
        if (known.isEmpty()) {
            known = Optional.of(VisibleState.of(state, writes, EVERYTHING));
            whole = known;
        }
        return known.get();
    }

    /// Finds one row: a batch of one row with the given columns, or of none.
    public Batch find(RowKey key, List<Integer> columns) {
        reads.add(tableId(), key);
        return lookup.find(key, columns);
    }

    /// Finds many rows at once, with their cache misses overlapped.
    ///
    /// @param keys in any order, of which the first `count` are used
    /// @param matches set to the index in `keys` of each row that was found, in the batch's order
    public Batch find(RowKey[] keys, int count, List<Integer> columns, int[] matches) {
        for (int index = 0; index < count; index++) {
            reads.add(tableId(), keys[index]);
        }
        return lookup.find(keys, count, columns, matches);
    }

    /// Reads rows in the order and the ranges asked for.
    public Cursor scan(ScanRequest request) {
        List<KeyRange> ranges = request.ranges();
        ranges.forEach(range -> reads.add(tableId(), range));
        TableState visible = visible(ranges);
        ScanColumns columns =
                new ScanColumns(
                        request.columns(), zones(request), request.conditions(), request.lent());
        int firstRowCount = request.firstRowCount();
        return new StreamCursor(
                switch (request.order()) {
                    case ANY -> TableScan.inAnyOrder(visible, ranges, columns);
                    case FORWARD ->
                            TableScan.inKeyOrder(visible, ranges, columns, false, firstRowCount);
                    case BACKWARD ->
                            TableScan.inKeyOrder(visible, ranges, columns, true, firstRowCount);
                });
    }

    private List<ScanColumns.Zone> zones(ScanRequest request) {
        var zones = new ArrayList<ScanColumns.Zone>();
        for (ScanRequest.ColumnBound bound : request.bounds()) {
            ScanColumns.Zone.of(schema(), bound.column(), bound.lower(), bound.upper())
                    .ifPresent(zones::add);
        }
        return zones;
    }

    private record StreamCursor(RowStream stream) implements Cursor {
        @Override
        public Optional<Batch> next() {
            return stream.next();
        }

        @Override
        public long readBlockCount() {
            return stream.readBlockCount();
        }

        @Override
        public long skippedBlockCount() {
            return stream.skippedBlockCount();
        }

        @Override
        public void close() {
            // Everything belongs to the snapshot.
        }
    }

    /// Divides a scan into at most `partCount` scans of about equal numbers of rows that together
    /// give the same rows; in key order when the request asks for one.
    public List<ScanRequest> split(ScanRequest request, int partCount) {
        List<List<KeyRange>> parts =
                TableSplit.split(visible(request.ranges()), request.ranges(), partCount);
        if (request.order() == ScanOrder.BACKWARD) {
            parts = parts.reversed();
        }
        return parts.stream().map(request::within).toList();
    }

    /// Divides a scan as [#split] does, but so that rows with equal values in the first key columns
    /// are in one part.
    ///
    /// @param keyColumnCount how many columns those are; they have a fixed width
    ///   ([KeyEncoder#prefixByteCount])
    public List<ScanRequest> splitByKey(ScanRequest request, int partCount, int keyColumnCount) {
        int prefixByteCount = new KeyEncoder(schema()).prefixByteCount(keyColumnCount);
        List<List<KeyRange>> parts =
                TableSplit.split(visible(request.ranges()), request.ranges(), partCount);
        return TableSplit.aligned(parts, prefixByteCount).stream().map(request::within).toList();
    }

    /// Returns the key of the row at `rank` (from 0) in key order, from positions, without a scan;
    /// empty when there are not so many rows.
    public Optional<RowKey> keyAt(long rank) {
        reads.add(tableId(), KeyRange.ALL);
        return new TableCounts(visible(EVERYTHING)).keyAt(rank);
    }

    /// Returns how a lookup of `key` goes in each segment that could hold it, newest first; for
    /// EXPLAIN ANALYZE.
    public List<LookupTrace> trace(RowKey key) {
        return lookup.trace(key);
    }

    /// Returns the segments of the table, for `reckon_segments` and `reckon_models`.
    public List<SegmentStatistics> segments() {
        return state.segments().stream().map(TableSnapshot::statistics).toList();
    }

    private static SegmentStatistics statistics(SegmentState segment) {
        return new SegmentStatistics(
                segment.segment().id(),
                segment.segment().rowCount(),
                segment.deleted().count(),
                segment.segment().byteCount(),
                segment.segment().indexStatistics());
    }

    /// Returns what is known of a column's values without reading them. Costs some microseconds; of
    /// a memtable, a sample is read.
    public ColumnStatistics statistics(int column) {
        return new ColumnStatistics(new ColumnSummary(state, column));
    }

    /// Returns the number of rows that are in no segment yet.
    public long memtableRowCount() {
        return state.memtable().count();
    }
}
