package dev.reckon.storage.scan;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.Optional;

/// Answers that are positions: how many rows have lesser keys, and which key has a rank. No row is
/// read. Immutable; safe for many threads while the state's segments are open.
public final class TableCounts {
    private final TableState state;

    public TableCounts(TableState state) {
        this.state = state;
    }

    /// Returns the exact number of rows in a range.
    public long rowCount(KeyRange range) {
        if (range.isEmpty()) {
            return 0;
        }
        MemTree memtable = state.memtable();
        long count = (long) rankEnd(memtable, range) - memtable.rank(range.lower());
        for (SegmentState segment : state.segments()) {
            int first = lowerBound(segment.segment(), range.lower());
            int end = end(segment.segment(), range);
            if (first < end) {
                count += segment.deleted().liveCount(first, end);
            }
        }
        return count;
    }

    /// Returns how many entries of a tree are below the end of a range.
    static int rankEnd(MemTree tree, KeyRange range) {
        return range.upper().isPresent() ? tree.rank(range.upper().get()) : tree.count();
    }

    /// Returns the first position at or after the start of a range.
    static int lowerBound(Segment segment, byte[] key) {
        return key.length == 0 ? 0 : segment.lowerBound(key);
    }

    /// Returns the first position after the end of a range.
    static int end(Segment segment, KeyRange range) {
        return range.upper().isPresent()
                ? segment.lowerBound(range.upper().get())
                : segment.rowCount();
    }

    /// Returns how many rows have a key less than `key`.
    public long rank(byte[] key) {
        long rank = state.memtable().rank(key);
        for (SegmentState segment : state.segments()) {
            rank += segment.deleted().liveCount(0, lowerBound(segment.segment(), key));
        }
        return rank;
    }

    /// Returns the key of the row at `rank` (from 0) in key order; empty when there are not so many
    /// rows.
    public Optional<RowKey> keyAt(long rank) {
        if (rank < 0 || rank >= state.rowCount()) {
            return Optional.empty();
        }
        // The row is in one of the sources: the one where halving its ranks ends at the right key.
        for (SegmentState segment : state.segments()) {
            Optional<RowKey> key = keyAt(segment, rank);
            if (key.isPresent()) {
                return key;
            }
        }
        return Optional.of(memtableKeyAt(rank));
    }

    private Optional<RowKey> keyAt(SegmentState source, long rank) {
        DeletedPositions deleted = source.deleted();
        // With one source, the rank in it is the rank in all.
        int low = (int) Math.max(0, rank - (state.rowCount() - source.liveRowCount()));
        int high = (int) Math.min(rank + 1, source.liveRowCount());
        while (low < high) {
            int middle = (low + high) >>> 1;
            RowKey key = source.segment().key(deleted.livePosition(middle));
            long found = rank(key.bytes());
            if (found == rank) {
                return Optional.of(key);
            }
            if (found < rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Optional.empty();
    }

    private RowKey memtableKeyAt(long rank) {
        MemTree memtable = state.memtable();
        int low = 0;
        int high = memtable.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            RowKey key = MemCursor.atRank(memtable, middle).key();
            long found = rank(key.bytes());
            if (found == rank) {
                return key;
            }
            if (found < rank) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        throw new IllegalStateException("no row has rank " + rank);
    }
}
