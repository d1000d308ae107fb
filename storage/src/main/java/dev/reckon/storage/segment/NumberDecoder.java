package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Widens numbers of 0, 1, 2, 4 or 8 bytes to longs: the inner loop of every scan.
final class NumberDecoder {
    private NumberDecoder() {}

    /// Fills `values` with the numbers of the rows from `first` on.
    ///
    /// @param offset where the number of row 0 is
    /// @param base what is added to each
    static void decode(
            MemorySegment file, long offset, int width, long base, int first, long[] values) {
        switch (width) {
            case 0 -> Arrays.fill(values, base);
            case 1 -> decodeBytes(file, offset + first, base, values);
            case 2 -> decodeShorts(file, offset + 2L * first, base, values);
            case 4 -> decodeInts(file, offset + 4L * first, base, values);
            default ->
                    MemorySegment.copy(
                            file,
                            SegmentFormat.LONG,
                            offset + 8L * first,
                            values,
                            0,
                            values.length);
        }
    }

    private static void decodeBytes(MemorySegment file, long offset, long base, long[] values) {
        for (int index = 0; index < values.length; index++) {
            values[index] = base + (file.get(SegmentFormat.BYTE, offset + index) & 0xFFL);
        }
    }

    private static void decodeShorts(MemorySegment file, long offset, long base, long[] values) {
        for (int index = 0; index < values.length; index++) {
            values[index] = base + (file.get(SegmentFormat.SHORT, offset + 2L * index) & 0xFFFFL);
        }
    }

    private static void decodeInts(MemorySegment file, long offset, long base, long[] values) {
        for (int index = 0; index < values.length; index++) {
            values[index] =
                    base + (file.get(SegmentFormat.INT, offset + 4L * index) & 0xFFFF_FFFFL);
        }
    }
}
