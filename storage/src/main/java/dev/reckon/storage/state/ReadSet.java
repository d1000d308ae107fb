package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The keys that a serializable transaction has read, whether it found rows there or not. Whoever
/// reads a table for it reports here, before reading. Safe for use by many threads.
///
/// Bounded: past [#RANGE_COUNT_MAX] ranges a table counts as read from end to end, which can abort
/// a transaction without need but never misses an anomaly.
public final class ReadSet {
    /// The read set of everybody else: remembers nothing.
    public static final ReadSet NONE = new ReadSet(false);

    private static final int RANGE_COUNT_MAX = 20_000;

    private final boolean recording;

    /// Guarded by itself.
    private final Map<Long, TableReads> tables = new HashMap<>();

    private ReadSet(boolean recording) {
        this.recording = recording;
    }

    /// Makes the read set of one transaction.
    public static ReadSet recording() {
        return new ReadSet(true);
    }

    /// Returns whether this is the read set of a transaction.
    public boolean isRecording() {
        return recording;
    }

    /// Reports that one key is read.
    public void add(long tableId, RowKey key) {
        if (!recording) {
            return;
        }
        synchronized (tables) {
            reads(tableId).addKey(key);
        }
    }

    /// Reports that all keys in a range are read; or the number of rows there.
    public void add(long tableId, KeyRange range) {
        if (!recording || range.isEmpty()) {
            return;
        }
        synchronized (tables) {
            reads(tableId).addRange(range);
        }
    }

    private TableReads reads(long tableId) {
        return tables.computeIfAbsent(tableId, _ -> new TableReads());
    }

    /// Returns whether any of the written keys was read.
    public boolean meets(long tableId, MemTree written) {
        synchronized (tables) {
            TableReads reads = tables.get(tableId);
            return reads != null && reads.meets(written);
        }
    }

    /// Returns whether anything of the table was read.
    public boolean meetsAny(long tableId) {
        synchronized (tables) {
            return tables.containsKey(tableId);
        }
    }

    private static final class TableReads {
        private MemTree keys = MemTree.EMPTY;
        private final List<KeyRange> ranges = new ArrayList<>();
        private boolean all;

        void addKey(RowKey key) {
            if (all) {
                return;
            }
            keys = keys.with(key, MemTree.DELETED);
            limit();
        }

        void addRange(KeyRange range) {
            if (all || (!ranges.isEmpty() && ranges.getLast().equals(range))) {
                return;
            }
            ranges.add(range);
            if (range.equals(KeyRange.ALL)) {
                readAll();
            }
            limit();
        }

        private void limit() {
            if (keys.count() + ranges.size() > RANGE_COUNT_MAX) {
                readAll();
            }
        }

        private void readAll() {
            all = true;
            keys = MemTree.EMPTY;
            ranges.clear();
        }

        boolean meets(MemTree written) {
            if (all) {
                return !written.isEmpty();
            }
            for (KeyRange range : ranges) {
                MemCursor first = MemCursor.forward(written, range.lower());
                if (first.isValid() && range.contains(first.keyBytes())) {
                    return true;
                }
            }
            boolean fewerWritten = written.count() < keys.count();
            MemTree outer = fewerWritten ? written : keys;
            MemTree inner = fewerWritten ? keys : written;
            for (MemCursor key = MemCursor.atRank(outer, 0); key.isValid(); key.next()) {
                if (inner.contains(key.key())) {
                    return true;
                }
            }
            return false;
        }
    }
}
