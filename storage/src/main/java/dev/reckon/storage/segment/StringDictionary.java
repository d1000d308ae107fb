package dev.reckon.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Finds the distinct strings of a block, as long as they are few. Used again for each block. For
/// one thread.
final class StringDictionary {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOTS = 2 * SegmentFormat.BLOCK_ROWS;

    /// More distinct strings than this are not worth a dictionary: each row's number takes two
    /// bytes, like an end.
    private static final int ENTRIES_MAX = SegmentFormat.BLOCK_ROWS / 2;

    /// After so many rows, a block with mostly distinct strings is given up.
    private static final int SAMPLE_ROWS = 512;

    private static final int SAMPLE_ENTRIES_MAX = 384;

    private final int[] slots = new int[SLOTS];
    private final int[] entryRows = new int[ENTRIES_MAX];
    private final long[] codes = new long[SegmentFormat.BLOCK_ROWS];
    private byte[] bytes = {};
    private int[] ends = {};
    private int entryCount;
    private long entryBytes;

    /// Numbers the strings of a block, and returns whether they are few.
    boolean build(byte[] blockBytes, int[] blockEnds, int rowCount, NullBits nulls) {
        bytes = blockBytes;
        ends = blockEnds;
        entryCount = 0;
        entryBytes = 0;
        Arrays.fill(slots, -1);
        for (int row = 0; row < rowCount; row++) {
            if (nulls.isNull(row)) {
                codes[row] = 0;
                continue;
            }
            int entry = entry(row);
            if (entry < 0 || (row == SAMPLE_ROWS && entryCount > SAMPLE_ENTRIES_MAX)) {
                return false;
            }
            codes[row] = entry;
        }
        return true;
    }

    /// Returns how many bytes [#write] will put.
    long byteCount(int rowCount) {
        return NumberWidth.byteCount(rowCount, codeBits())
                + (long) entryCount * Integer.BYTES
                + entryBytes;
    }

    private int codeBits() {
        return entryCount <= 1 ? 0 : NumberWidth.of(entryCount - 1);
    }

    /// Returns the number of a row's string, a new one when it is new; -1 when there are too many.
    private int entry(int row) {
        int start = start(row);
        int end = ends[row];
        int slot = hash(start, end) & SLOTS - 1;
        while (slots[slot] >= 0) {
            int other = entryRows[slots[slot]];
            if (Arrays.equals(bytes, start(other), ends[other], bytes, start, end)) {
                return slots[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        if (entryCount == ENTRIES_MAX) {
            return -1;
        }
        slots[slot] = entryCount;
        entryRows[entryCount] = row;
        entryBytes += end - start;
        return entryCount++;
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    private int hash(int start, int end) {
        long hash = (long) end - start;
        int index = start;
        for (; index + Long.BYTES <= end; index += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, index));
        }
        for (; index < end; index++) {
            hash = 31 * hash + bytes[index];
        }
        hash = mix(hash);
        return (int) (hash >>> Integer.SIZE);
    }

    private static long mix(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    /// Puts the rows' numbers and the entries.
    void write(ByteSink target, ColumnDirectory directory, int rowCount, int nullCount) {
        int bits = codeBits();
        directory.add(Encoding.DICTIONARY, bits, 0, entryCount, nullCount);
        target.putNumbers(codes, rowCount, 0, bits);
        int end = 0;
        for (int entry = 0; entry < entryCount; entry++) {
            int row = entryRows[entry];
            end += ends[row] - start(row);
            target.putInt(end);
        }
        for (int entry = 0; entry < entryCount; entry++) {
            int row = entryRows[entry];
            target.putBytes(bytes, start(row), ends[row]);
            directory.sketch.addBytes(bytes, start(row), ends[row]);
        }
    }
}
