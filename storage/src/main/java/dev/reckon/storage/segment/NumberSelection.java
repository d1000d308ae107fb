package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;

/// Finds encoded numbers in an interval: the inner loops of filters.
///
/// One comparison without sign tests both ends. It is done by subtraction, whose top bit is the
/// outcome: from a comparison the compiler makes a branch, which costs ten times as much where half
/// of the rows are selected.
final class NumberSelection {
    private static final long INT_MASK = 0xFFFF_FFFFL;

    private NumberSelection() {}

    /// Returns 1 when `distance`, without sign, is at most `span`, which is below 2^32; else 0.
    private static int isAtMost(int distance, long span) {
        return (int) (((distance & INT_MASK) - span - 1) >>> 63);
    }

    /// Returns 1 when `distance` is at most `span`, both without sign; else 0: whether nothing is
    /// borrowed in their subtraction.
    private static int isAtMost(long distance, long span) {
        long borrow = (~span & distance) | ((~span | distance) & (span - distance));
        return 1 - (int) (borrow >>> 63);
    }

    /// Puts the wanted rows whose number is at most `span` above `least`, wrapping around, first
    /// among the window's rows, and returns how many there are.
    ///
    /// @param block where the number of the block's first row is
    /// @param bits as [NumberWidth] has them, not 0; numbers of fewer than 64 have no sign
    static int select(
            MemorySegment file, long block, int bits, long least, long span, WindowRows window) {
        if (bits < Byte.SIZE) {
            return bits(file, block, bits, (int) least, span & INT_MASK, window);
        }
        int width = bits >>> 3;
        long offset = block + (long) width * window.rowInBlock();
        int[] rows = window.rows();
        int count = window.count();
        if (window.isDense()) {
            return switch (width) {
                case 1 -> bytes(file, offset, (int) least, span & INT_MASK, rows, count);
                case 2 -> shorts(file, offset, (int) least, span & INT_MASK, rows, count);
                case 4 -> ints(file, offset, (int) least, span & INT_MASK, rows, count);
                case 8 -> longs(file, offset, least, span, rows, count);
                default -> oddBytes(file, offset, width, least, span, rows, count);
            };
        }
        return switch (width) {
            case 1 -> bytesOf(file, offset, (int) least, span & INT_MASK, rows, count);
            case 2 -> shortsOf(file, offset, (int) least, span & INT_MASK, rows, count);
            case 4 -> intsOf(file, offset, (int) least, span & INT_MASK, rows, count);
            case 8 -> longsOf(file, offset, least, span, rows, count);
            default -> oddBytesOf(file, offset, width, least, span, rows, count);
        };
    }

    private static int bits(
            MemorySegment file, long block, int bits, int least, long span, WindowRows window) {
        int[] rows = window.rows();
        int count = window.count();
        boolean dense = window.isDense();
        int first = window.rowInBlock();
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = dense ? index : rows[index];
            rows[selected] = row;
            int distance = (int) NumberDecoder.number(file, block, bits, first + row) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int oddBytes(
            MemorySegment file,
            long offset,
            int width,
            long least,
            long span,
            int[] rows,
            int count) {
        long mask = (1L << (Byte.SIZE * width)) - 1;
        int selected = 0;
        for (int row = 0; row < count; row++) {
            rows[selected] = row;
            long number = file.get(SegmentFormat.LONG, offset + (long) width * row) & mask;
            selected += isAtMost(number - least, span);
        }
        return selected;
    }

    private static int oddBytesOf(
            MemorySegment file,
            long offset,
            int width,
            long least,
            long span,
            int[] rows,
            int count) {
        long mask = (1L << (Byte.SIZE * width)) - 1;
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[selected] = row;
            long number = file.get(SegmentFormat.LONG, offset + (long) width * row) & mask;
            selected += isAtMost(number - least, span);
        }
        return selected;
    }

    private static int bytes(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int row = 0; row < count; row++) {
            rows[selected] = row;
            int distance = (file.get(SegmentFormat.BYTE, offset + row) & 0xFF) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int bytesOf(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[selected] = row;
            int distance = (file.get(SegmentFormat.BYTE, offset + row) & 0xFF) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int shorts(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int row = 0; row < count; row++) {
            rows[selected] = row;
            int distance = (file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFF) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int shortsOf(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[selected] = row;
            int distance = (file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFF) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int ints(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int row = 0; row < count; row++) {
            rows[selected] = row;
            int distance = file.get(SegmentFormat.INT, offset + 4L * row) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int intsOf(
            MemorySegment file, long offset, int least, long span, int[] rows, int count) {
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[selected] = row;
            int distance = file.get(SegmentFormat.INT, offset + 4L * row) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int longs(
            MemorySegment file, long offset, long least, long span, int[] rows, int count) {
        int selected = 0;
        for (int row = 0; row < count; row++) {
            rows[selected] = row;
            long distance = file.get(SegmentFormat.LONG, offset + 8L * row) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }

    private static int longsOf(
            MemorySegment file, long offset, long least, long span, int[] rows, int count) {
        int selected = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[selected] = row;
            long distance = file.get(SegmentFormat.LONG, offset + 8L * row) - least;
            selected += isAtMost(distance, span);
        }
        return selected;
    }
}
