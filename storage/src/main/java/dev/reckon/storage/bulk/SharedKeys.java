package dev.reckon.storage.bulk;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Finds the keys of new rows that something else has too. Mostly their ranges don't meet; where
/// they do, the fewer keys are looked up among the more, or both are read side by side.
public final class SharedKeys {
    /// To look up one key costs about as much as to read so many.
    private static final int LOOKUP_COST = 16;

    /// So many keys are looked up together, which overlaps their waits for memory.
    private static final int TOGETHER_COUNT = 1024;

    private SharedKeys() {}

    /// Tells the places of keys that are live in a table, in no order.
    public static void forEach(KeySet keys, TableState table, IntConsumer place) {
        forEach(keys, table.memtable(), place);
        for (SegmentState other : table.segments()) {
            forEach(keys, other.segment(), other.deleted(), place);
        }
    }

    /// Returns whether two sets have a key in common.
    public static boolean meet(KeySet keys, KeySet other) {
        if (keys.firstKey().compareTo(other.lastKey()) > 0
                || other.firstKey().compareTo(keys.lastKey()) > 0) {
            return false;
        }
        if (keys instanceof KeySet.OfSegment(Segment left)
                && other instanceof KeySet.OfSegment(Segment right)) {
            boolean[] found = {false};
            forEach(left, right, DeletedPositions.NONE, _ -> found[0] = true);
            return found[0];
        }
        KeySet few = keys.count() < other.count() ? keys : other;
        KeySet many = keys.count() < other.count() ? other : keys;
        for (int place = 0; place < few.count(); place++) {
            if (many.find(few.key(place)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void forEach(KeySet keys, MemTree rows, IntConsumer shared) {
        int start = rows.rank(keys.firstKey().bytes());
        int end = rows.rank(keys.lastKey().bytes());
        end += rows.contains(keys.lastKey()) ? 1 : 0;
        if (end - start <= keys.count()) {
            MemCursor row = MemCursor.atRank(rows, start);
            for (int rest = end - start; rest > 0; rest--) {
                int place = keys.find(row.key());
                if (place >= 0) {
                    shared.accept(place);
                }
                row.next();
            }
            return;
        }
        for (int place = 0; place < keys.count(); place++) {
            if (rows.contains(keys.key(place))) {
                shared.accept(place);
            }
        }
    }

    /// Tells the places of keys that are in a segment and not deleted there.
    public static void forEach(
            KeySet keys, Segment other, DeletedPositions deleted, IntConsumer shared) {
        if (other.firstKey().compareTo(keys.lastKey()) > 0
                || keys.firstKey().compareTo(other.lastKey()) > 0) {
            return;
        }
        if (keys instanceof KeySet.OfSegment(Segment segment)) {
            forEach(segment, other, deleted, shared);
            return;
        }
        int end = lowerBound(keys, other.lastKey());
        end += end < keys.count() && keys.key(end).equals(other.lastKey()) ? 1 : 0;
        for (int start = lowerBound(keys, other.firstKey()); start < end; ) {
            int count = Math.min(end - start, TOGETHER_COUNT);
            lookUp(keys, start, count, other, deleted, shared);
            start += count;
        }
    }

    private static void lookUp(
            KeySet keys,
            int start,
            int count,
            Segment other,
            DeletedPositions deleted,
            IntConsumer shared) {
        RowKey[] wanted = new RowKey[count];
        for (int index = 0; index < count; index++) {
            wanted[index] = keys.key(start + index);
        }
        int[] positions = new int[count];
        other.learned().positions(wanted, count, positions);
        for (int index = 0; index < count; index++) {
            if (positions[index] >= 0 && !deleted.contains(positions[index])) {
                shared.accept(start + index);
            }
        }
    }

    /// Returns the first place whose key is at least `bound`.
    private static int lowerBound(KeySet keys, RowKey bound) {
        int low = 0;
        int high = keys.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.key(middle).compareTo(bound) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void forEach(
            Segment segment, Segment other, DeletedPositions deleted, IntConsumer shared) {
        int start = segment.lowerBound(other.firstKey().bytes());
        int end = end(segment, other.lastKey());
        int otherStart = other.lowerBound(segment.firstKey().bytes());
        int otherEnd = end(other, segment.lastKey());
        int count = end - start;
        int otherCount = otherEnd - otherStart;
        if ((long) count * LOOKUP_COST < otherCount) {
            for (int position = start; position < end; position++) {
                int found = other.position(segment.key(position));
                if (found >= 0 && !deleted.contains(found)) {
                    shared.accept(position);
                }
            }
        } else if ((long) otherCount * LOOKUP_COST < count) {
            for (int position = otherStart; position < otherEnd; position++) {
                if (!deleted.contains(position)) {
                    int found = segment.position(other.key(position));
                    if (found >= 0) {
                        shared.accept(found);
                    }
                }
            }
        } else {
            sideBySide(segment, start, end, other, otherStart, otherEnd, deleted, shared);
        }
    }

    /// Returns the position after the last key that is at most `last`.
    private static int end(Segment segment, RowKey last) {
        int bound = segment.lowerBound(last.bytes());
        return bound < segment.rowCount() && segment.key(bound).equals(last) ? bound + 1 : bound;
    }

    private static void sideBySide(
            Segment segment,
            int start,
            int end,
            Segment other,
            int otherStart,
            int otherEnd,
            DeletedPositions deleted,
            IntConsumer shared) {
        byte[] prefix = segment.keyPrefix();
        int common = Arrays.mismatch(prefix, other.keyPrefix());
        int prefixLength = common < 0 ? prefix.length : Math.min(common, other.keyPrefix().length);
        var left = new Codes(segment, start, end, prefixLength);
        var right = new Codes(other, otherStart, otherEnd, prefixLength);
        while (left.isValid() && right.isValid()) {
            int order = Long.compareUnsigned(left.code(), right.code());
            if (order == 0) {
                order = left.key().compareTo(right.key());
            }
            if (order == 0 && !deleted.contains(right.position)) {
                shared.accept(left.position);
            }
            if (order <= 0) {
                left.next();
            }
            if (order >= 0) {
                right.next();
            }
        }
    }

    /// The codes of a segment's keys, block by block.
    private static final class Codes {
        private final Segment segment;
        private final int end;
        private final int prefixLength;
        private int position;
        private int blockStart;
        private long[] block = {};

        Codes(Segment segment, int start, int end, int prefixLength) {
            this.segment = segment;
            this.end = end;
            this.prefixLength = prefixLength;
            this.position = start;
            load();
        }

        private void load() {
            if (position < end) {
                blockStart = position;
                int blockEnd = (position | (Segment.BLOCK_ROWS - 1)) + 1;
                int count = Math.min(end, blockEnd) - position;
                block = segment.codes(position, count, prefixLength);
            }
        }

        boolean isValid() {
            return position < end;
        }

        long code() {
            return block[position - blockStart];
        }

        RowKey key() {
            return segment.key(position);
        }

        void next() {
            position++;
            if (position - blockStart == block.length) {
                load();
            }
        }
    }
}
