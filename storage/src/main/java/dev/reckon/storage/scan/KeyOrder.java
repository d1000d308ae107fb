package dev.reckon.storage.scan;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import java.util.Arrays;

/// How a scan that merges sources compares their rows: by the eight bytes after what all keys have
/// in common and, when these are equal, by whole keys.
///
/// @param prefixLength how many bytes all keys have in common
/// @param whole whether two keys never have the same code
/// @param backward whether the scan descends; then codes are complements, so that they ascend
record KeyOrder(int prefixLength, boolean whole, boolean backward) {
    /// Returns the order of a scan of a table that has at least one segment.
    static KeyOrder of(TableState state, boolean backward) {
        KeyEncoder encoder = state.segments().getFirst().segment().keyEncoder();
        int prefixLength = encoder.isSingleLong() ? 0 : commonPrefix(state);
        boolean whole =
                encoder.keyByteCount() >= 0 && encoder.keyByteCount() - prefixLength <= Long.BYTES;
        return new KeyOrder(prefixLength, whole, backward);
    }

    private static int commonPrefix(TableState state) {
        MemTree memtable = state.memtable();
        byte[] common = {};
        int length = -1;
        for (SegmentState segment : state.segments()) {
            Segment file = segment.segment();
            length = length < 0 ? file.keyPrefix().length : length;
            common = common.length == 0 ? file.keyPrefix() : common;
            length = common(common, length, file.keyPrefix());
        }
        if (!memtable.isEmpty()) {
            byte[] first = memtable.firstKey().orElseThrow().bytes();
            byte[] last = memtable.lastKey().orElseThrow().bytes();
            if (length < 0) {
                common = first;
                length = first.length;
            }
            length = common(common, common(common, length, first), last);
        }
        return Math.max(length, 0);
    }

    private static int common(byte[] bytes, int length, byte[] other) {
        int end = Math.min(length, other.length);
        int mismatch = Arrays.mismatch(bytes, 0, end, other, 0, end);
        return mismatch < 0 ? end : mismatch;
    }

    /// Returns the code of a key.
    long code(byte[] key) {
        long code = 0;
        int count = Math.min(key.length - prefixLength, Long.BYTES);
        for (int index = 0; index < count; index++) {
            code |= (key[prefixLength + index] & 0xFFL) << (56 - 8 * index);
        }
        return backward ? ~code : code;
    }

    /// Compares the keys of two rows in the scan's order.
    int compare(RowSource left, int leftRow, RowSource right, int rightRow) {
        int byCode = Long.compareUnsigned(left.codes()[leftRow], right.codes()[rightRow]);
        if (byCode != 0 || whole) {
            return byCode;
        }
        int ascending = Arrays.compareUnsigned(left.key(leftRow), right.key(rightRow));
        return backward ? -ascending : ascending;
    }
}
