package dev.reckon.storage.segment;

import dev.reckon.index.LearnedIndex;
import dev.reckon.index.LookupTrace;
import dev.reckon.storage.type.RowKey;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Finds the position of a key in a segment: the code's by a model or by binary search, then the
/// whole key's among equal codes. Safe for use by many threads while the segment is open.
public final class KeyLookup {
    private final Segment segment;
    private final KeyCodes codes;
    private final CodeBlocks blocks;
    private final MemorySegment column;
    private final LearnedIndex index;
    private final int rowCount;
    private final boolean whole;

    KeyLookup(Segment segment, KeyCodes codes, CodeBlocks blocks, LearnedIndex index) {
        this.segment = segment;
        this.codes = codes;
        this.blocks = blocks;
        this.column = blocks.unchecked();
        this.index = index;
        this.rowCount = index.keyCount();
        this.whole = codes.areWhole();
    }

    /// Returns the position of a key, deleted or not; -1 when the segment doesn't have it.
    public int position(RowKey key) {
        byte[] bytes = key.bytes();
        if (codes.compareToPrefix(bytes) != 0) {
            return -1;
        }
        long code = codes.code(bytes);
        return position(bytes, code, index.lowerBound(column, code));
    }

    /// Returns the position of a key whose code has a lower bound at `first`.
    private int position(byte[] key, long code, int first) {
        confirm(first, code);
        if (first == rowCount || blocks.code(first) != code) {
            return -1;
        }
        if (whole) {
            return key.length == codes.keyByteCount() ? first : -1;
        }
        int order = segment.compareKey(first, key);
        if (order >= 0) {
            return order == 0 ? first : -1;
        }
        int end = tieEnd(first, code);
        int position = lowerBoundInTie(first + 1, end, key);
        return position < end && segment.compareKey(position, key) == 0 ? position : -1;
    }

    private void confirm(int position, long code) {
        if (!blocks.areChecked()) {
            blocks.confirm(position, code);
        }
    }

    /// Returns the first position after `first` with another code.
    private int tieEnd(int first, long code) {
        if (first + 1 == rowCount || blocks.code(first + 1) != code) {
            return first + 1;
        }
        if (code == -1L) {
            return rowCount;
        }
        int end = index.lowerBound(column, code + 1);
        confirm(end, code + 1);
        return end;
    }

    /// Returns the first position in `[first, end)` whose key is at least `key`, or `end`.
    private int lowerBoundInTie(int first, int end, byte[] key) {
        int low = first;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segment.compareKey(middle, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Fills `positions[0, count)` with what [#position] returns for each key, faster than one by
    /// one.
    public void positions(RowKey[] keys, int count, int[] positions) {
        long[] wanted = new long[count];
        for (int item = 0; item < count; item++) {
            byte[] bytes = keys[item].bytes();
            wanted[item] = codes.compareToPrefix(bytes) == 0 ? codes.code(bytes) : 0;
        }
        index.lowerBounds(column, wanted, count, positions);
        for (int item = 0; item < count; item++) {
            byte[] bytes = keys[item].bytes();
            positions[item] =
                    codes.compareToPrefix(bytes) == 0
                            ? position(bytes, wanted[item], positions[item])
                            : -1;
        }
    }

    /// Returns the first position whose key is at least `key`, which may be any bytes; the number
    /// of rows when there is none.
    public int lowerBound(byte[] key) {
        int order = codes.compareToPrefix(key);
        if (order != 0) {
            return order < 0 ? 0 : rowCount;
        }
        long code = codes.code(key);
        int first = index.lowerBound(column, code);
        confirm(first, code);
        if (first == rowCount || blocks.code(first) != code) {
            return first;
        }
        if (whole) {
            // A longer string than the key of the same code is above it.
            return key.length > codes.keyByteCount() ? first + 1 : first;
        }
        return lowerBoundInTie(first, tieEnd(first, code), key);
    }

    /// Returns the first position whose key is at least the given bytes; the number of rows when
    /// there is no such bound.
    public int lowerBound(Optional<byte[]> key) {
        return key.isPresent() ? lowerBound(key.get()) : rowCount;
    }

    /// Looks up a key's code, and says how that went. A key that does not start as those of the
    /// segment do is sought at its end.
    public LookupTrace trace(RowKey key) {
        byte[] bytes = key.bytes();
        int order = codes.compareToPrefix(bytes);
        long outside = order < 0 ? 0 : -1L;
        return index.trace(column, order == 0 ? codes.code(bytes) : outside);
    }
}
