package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;

/// Where the strings of a block end, in few bytes: a line through the ends, and how far each is
/// from it. Strings of one length are on the line, and take nothing for each row. Ends count what
/// strings are stored as, bytes or codes of symbols.
///
/// The header says slope and least distance, and for decoders how long strings are.
final class StringEnds {
    /// Slope (8 bytes), least distance (4), longest string (4), bytes of all strings (4), zero (4).
    static final int HEADER_BYTES = 24;

    /// The slope is times 2^16 for each row.
    private static final int SLOPE_SHIFT = 16;

    private static final int LEAST_DISTANCE = 8;
    private static final int LONGEST = 12;
    private static final int TOTAL = 16;

    private StringEnds() {}

    /// Puts header and distances.
    ///
    /// @param ends where each row ends, in what is stored of it
    /// @param longest bytes of the longest string, decoded
    /// @param total bytes of all strings, decoded
    /// @param distances used for the rows' distances
    /// @return the bits of each distance: 0, 8, 16 or 32
    static int write(
            ByteSink target, int[] ends, int rowCount, int longest, int total, long[] distances) {
        long slope = slope(ends, rowCount);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rowCount; row++) {
            distances[row] = (long) ends[row] - onLine(slope, row);
            least = Math.min(least, distances[row]);
            greatest = Math.max(greatest, distances[row]);
        }
        int bits = bits(greatest - least);
        target.putLong(slope);
        target.putInt((int) least);
        target.putInt(longest);
        target.putInt(total);
        target.putInt(0);
        target.putNumbers(distances, rowCount, least, bits);
        return bits;
    }

    /// Returns how many bytes [#write] will put.
    static int byteCount(int[] ends, int rowCount) {
        long slope = slope(ends, rowCount);
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rowCount; row++) {
            long distance = (long) ends[row] - onLine(slope, row);
            least = Math.min(least, distance);
            greatest = Math.max(greatest, distance);
        }
        return HEADER_BYTES + NumberWidth.byteCount(rowCount, bits(greatest - least));
    }

    private static long slope(int[] ends, int rowCount) {
        return ((long) ends[rowCount - 1] << SLOPE_SHIFT) / rowCount;
    }

    private static int bits(long spread) {
        int bits = NumberWidth.of(spread);
        if (bits <= 8) {
            return bits == 0 ? 0 : 8;
        }
        return bits <= 16 ? 16 : 32;
    }

    private static int onLine(long slope, int row) {
        return (int) (((row + 1) * slope) >>> SLOPE_SHIFT);
    }

    /// Returns where the bytes of the first string begin, from the start of the block.
    static int bytesOffset(int rowCount, int bits) {
        return HEADER_BYTES + NumberWidth.byteCount(rowCount, bits);
    }

    /// Returns the bytes of the longest string of a block.
    static int longest(MemorySegment file, long block) {
        return file.get(SegmentFormat.INT, block + LONGEST);
    }

    /// Returns the bytes of all strings of a block.
    static int total(MemorySegment file, long block) {
        return file.get(SegmentFormat.INT, block + TOTAL);
    }

    /// Returns where a row ends, from the beginning of the first on; 0 for row -1.
    static int end(MemorySegment file, long block, int bits, int row) {
        if (row < 0) {
            return 0;
        }
        // Of these widths, numbers lie one after the other, however many there are.
        long distance = new PackedNumbers(file, block + HEADER_BYTES, bits, 0).number(row);
        return onLine(file.get(SegmentFormat.LONG, block), row)
                + file.get(SegmentFormat.INT, block + LEAST_DISTANCE)
                + (int) distance;
    }

    /// Returns the ends of the rows `[first, first + count)` less `origin`.
    static int[] ends(MemorySegment file, long block, int bits, int first, int count, int origin) {
        long slope = file.get(SegmentFormat.LONG, block);
        int base = file.get(SegmentFormat.INT, block + LEAST_DISTANCE) - origin;
        int[] ends = new int[count];
        long at = block + HEADER_BYTES + (((long) first * bits) >>> 3);
        long line = (first + 1) * slope;
        switch (bits) {
            case 0 -> {
                for (int index = 0; index < count; index++) {
                    ends[index] = base + (int) ((line + index * slope) >>> SLOPE_SHIFT);
                }
            }
            case 8 -> {
                for (int index = 0; index < count; index++) {
                    int distance = file.get(SegmentFormat.BYTE, at + index) & 0xFF;
                    ends[index] = base + distance + (int) ((line + index * slope) >>> SLOPE_SHIFT);
                }
            }
            case 16 -> {
                for (int index = 0; index < count; index++) {
                    int distance = file.get(SegmentFormat.SHORT, at + 2L * index) & 0xFFFF;
                    ends[index] = base + distance + (int) ((line + index * slope) >>> SLOPE_SHIFT);
                }
            }
            default -> {
                for (int index = 0; index < count; index++) {
                    int distance = file.get(SegmentFormat.INT, at + 4L * index);
                    ends[index] = base + distance + (int) ((line + index * slope) >>> SLOPE_SHIFT);
                }
            }
        }
        return ends;
    }
}
