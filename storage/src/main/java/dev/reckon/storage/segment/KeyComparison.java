package dev.reckon.storage.segment;

import dev.reckon.storage.row.KeyEncoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Compares keys of a segment with given ones column by column, where they are: a key is not put
/// together to be compared. Safe for use by many threads while the segment is open.
///
/// That is right because columns of keys are self-delimiting: the first column that differs
/// decides.
final class KeyComparison {
    private static final ValueLayout.OfLong FILE_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final VarHandle KEY_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final KeyEncoder encoder;
    private final SegmentColumn[] columns;

    KeyComparison(KeyEncoder encoder, SegmentColumn[] keyColumns) {
        this.encoder = encoder;
        this.columns = keyColumns;
    }

    /// Returns whether the key at a position is below (negative), equal to (zero) or above
    /// (positive) the given bytes.
    int compare(int position, byte[] key) {
        int offset = 0;
        for (int index = 0; index < columns.length; index++) {
            if (columns[index] instanceof StringColumn strings && encoder.isPlainString(index)) {
                int end = KeyEncoder.plainStringEnd(key, offset);
                if (end >= 0) {
                    int order = compareString(strings, position, key, offset, end);
                    if (order != 0) {
                        return order;
                    }
                    offset = end + 1;
                    continue;
                }
            }
            byte[] column =
                    encoder.encodeKeyColumn(index, columns[index].gather(new int[] {position}, 1));
            int end = Math.min(key.length, offset + column.length);
            int order = Arrays.compareUnsigned(column, 0, column.length, key, offset, end);
            if (order != 0) {
                return order;
            }
            offset = end;
        }
        // All of the key at the position is the beginning of the given one.
        return offset < key.length ? -1 : 0;
    }

    /// Compares a string with `key[start, end)`, which has no escapes, and ends as keys of strings
    /// do or where the key ends.
    private static int compareString(
            StringColumn strings, int position, byte[] key, int start, int end) {
        MemorySegment file = strings.blocks().file();
        long place = strings.place(position);
        long offset = strings.offset(position, place);
        int length = (int) place;
        int common = Math.min(length, end - start);
        int index = 0;
        for (; index + Long.BYTES <= common; index += Long.BYTES) {
            long ours = file.get(FILE_LONG, offset + index);
            long theirs = (long) KEY_LONG.get(key, start + index);
            if (ours != theirs) {
                return Long.compareUnsigned(ours, theirs);
            }
        }
        for (; index < common; index++) {
            int ours = file.get(SegmentFormat.BYTE, offset + index) & 0xFF;
            int theirs = key[start + index] & 0xFF;
            if (ours != theirs) {
                return ours - theirs;
            }
        }
        if (length != end - start) {
            return length - (end - start);
        }
        // A key that is cut off in this column is below all that go on.
        return end == key.length ? 1 : 0;
    }
}
