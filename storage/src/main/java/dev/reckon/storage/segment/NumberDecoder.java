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

    /// Fills `values[start, end)` with the numbers at some positions, which are in one block.
    ///
    /// @param offset where the number of the block's row 0 is
    static void gather(
            MemorySegment file,
            long offset,
            int width,
            long base,
            int[] positions,
            int start,
            int end,
            long[] values) {
        int inBlock = SegmentFormat.BLOCK_ROWS - 1;
        switch (width) {
            case 0 -> Arrays.fill(values, start, end, base);
            case 1 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.BYTE, at) & 0xFFL);
                }
            }
            case 2 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 2L * (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.SHORT, at) & 0xFFFFL);
                }
            }
            case 4 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 4L * (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.INT, at) & 0xFFFF_FFFFL);
                }
            }
            default -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 8L * (positions[index] & inBlock);
                    values[index] = base + file.get(SegmentFormat.LONG, at);
                }
            }
        }
    }
}
