package dev.reckon.storage;

import dev.reckon.index.LookupTrace;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.List;
import java.util.Optional;

/// One table of a [Snapshot]. Safe for many threads while the snapshot is open.
public final class TableSnapshot {
    private TableSnapshot() {}

    public TableSchema schema() {
        throw new UnsupportedOperationException();
    }

    /// Returns this view with keys found in the given way.
    public TableSnapshot with(IndexUse use) {
        throw new UnsupportedOperationException(use.name());
    }

    /// Returns the exact number of rows, in constant time.
    public long rowCount() {
        throw new UnsupportedOperationException();
    }

    /// Returns the exact number of rows in a range of keys, from positions, without a scan.
    public long rowCount(KeyRange range) {
        throw new UnsupportedOperationException(range.toString());
    }

    /// Finds one row: a batch of one row with the given columns, or of none.
    public Batch find(RowKey key, List<Integer> columns) {
        throw new UnsupportedOperationException(key + " " + columns);
    }

    /// Finds many rows at once, with their cache misses overlapped.
    ///
    /// @param keys in any order, of which the first `count` are used
    /// @param matches set to the index in `keys` of each row that was found, in the batch's order
    public Batch find(RowKey[] keys, int count, List<Integer> columns, int[] matches) {
        throw new UnsupportedOperationException();
    }

    /// Reads rows in the order and the ranges asked for.
    public Cursor scan(ScanRequest request) {
        throw new UnsupportedOperationException(request.toString());
    }

    /// Divides a scan into at most `partCount` scans of about equal numbers of rows that together
    /// give the same rows; in key order when the request asks for one.
    public List<ScanRequest> split(ScanRequest request, int partCount) {
        throw new UnsupportedOperationException(request.toString() + partCount);
    }

    /// Returns the key of the row at `rank` (from 0) in key order, from positions, without a scan;
    /// empty when there are not so many rows.
    public Optional<RowKey> keyAt(long rank) {
        throw new UnsupportedOperationException(String.valueOf(rank));
    }

    /// Returns how a lookup of `key` goes in each segment that could hold it, newest first; for
    /// EXPLAIN ANALYZE.
    public List<LookupTrace> trace(RowKey key) {
        throw new UnsupportedOperationException(key.toString());
    }

    /// Returns the segments of the table, for `reckon_segments` and `reckon_models`.
    public List<SegmentStatistics> segments() {
        throw new UnsupportedOperationException();
    }

    /// Returns the number of rows that are in no segment yet.
    public long memtableRowCount() {
        throw new UnsupportedOperationException();
    }
}
