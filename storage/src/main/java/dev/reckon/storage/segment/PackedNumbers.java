package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Numbers without sign of some bits each, somewhere in a file: one of them, or many, which is the
/// inner loop of every scan.
///
/// They lie so that many are read by loops over neighbours, of which the compiler makes vector
/// instructions, and one by a load or two; see `docs/format-segment.md`:
///
/// - of 8, 16, 32 and 64 bits: one after the other;
/// - of 24, 40 and 48 bits: the lower 16 or 32 bits of all of them, then the upper 8 or 16;
/// - of 1, 2 and 4 bits: in lanes; the lowest bits of all bytes hold a block's first numbers, the
///   bits above these the next, and so on.
///
/// Bytes and shorts are read with their sign, which is then taken away: the compiler makes no
/// vector instructions of loops that widen them without.
///
/// @param offset where they begin
/// @param bits as [NumberWidth] has them
/// @param count how many there are
record PackedNumbers(MemorySegment file, long offset, int bits, int count) {
    private static final long MASK_4 = 0xFFFF_FFFFL;

    /// A byte or a short without its sign: the top bit flipped, and this added.
    private static final long BYTE_BIAS = 1L << 7;

    private static final long SHORT_BIAS = 1L << 15;

    /// Returns one of the numbers.
    long number(int row) {
        return switch (bits) {
            case 0 -> 0;
            case 1, 2, 4 -> {
                int inLane = row & NumberWidth.laneRows(bits) - 1;
                int shift = (row >>> NumberWidth.laneShift(bits)) * bits;
                yield file.get(SegmentFormat.BYTE, offset + inLane) >>> shift & (1 << bits) - 1;
            }
            case 8 -> file.get(SegmentFormat.BYTE, offset + row) & 0xFFL;
            case 16 -> file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFFL;
            case 24 ->
                    (file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFFL)
                            | ((file.get(SegmentFormat.BYTE, upper() + row) & 0xFFL) << 16);
            case 32 -> file.get(SegmentFormat.INT, offset + 4L * row) & MASK_4;
            case 40 ->
                    (file.get(SegmentFormat.INT, offset + 4L * row) & MASK_4)
                            | ((file.get(SegmentFormat.BYTE, upper() + row) & 0xFFL) << 32);
            case 48 ->
                    (file.get(SegmentFormat.INT, offset + 4L * row) & MASK_4)
                            | ((file.get(SegmentFormat.SHORT, upper() + 2L * row) & 0xFFFFL) << 32);
            default -> file.get(SegmentFormat.LONG, offset + 8L * row);
        };
    }

    /// Returns where the upper bits begin, of numbers whose lower bits come first.
    private long upper() {
        return offset + (long) count * (bits == 24 ? Short.BYTES : Integer.BYTES);
    }

    /// Puts the numbers of the rows `[first, first + length)` into `values`, from its start on.
    ///
    /// @param base what is added to each
    void decode(long base, int first, int length, long[] values) {
        switch (bits) {
            case 0 -> Arrays.fill(values, 0, length, base);
            case 1, 2, 4 -> decodeLanes(base, first, length, values);
            case 8 -> decodeBytes(file, offset + first, base, length, values);
            case 16 -> decodeShorts(file, offset + 2L * first, base, length, values);
            case 24 ->
                    decodeShortsAndBytes(
                            file, offset + 2L * first, upper() + first, base, length, values);
            case 32 -> decodeInts(file, offset + 4L * first, base, length, values);
            case 40 ->
                    decodeIntsAndBytes(
                            file, offset + 4L * first, upper() + first, base, length, values);
            case 48 ->
                    decodeIntsAndShorts(
                            file, offset + 4L * first, upper() + 2L * first, base, length, values);
            default -> decodeLongs(file, offset + 8L * first, base, length, values);
        }
    }

    /// Puts the numbers of the rows `[first, first + length)` into `values`, from its start on,
    /// when they have a byte or less; otherwise returns false.
    boolean decodeNarrow(int first, int length, int[] values) {
        switch (bits) {
            case 0 -> Arrays.fill(values, 0, length, 0);
            case 1, 2, 4 -> {
                int laneRows = NumberWidth.laneRows(bits);
                int mask = (1 << bits) - 1;
                int done = 0;
                while (done < length) {
                    int row = first + done;
                    int inLane = row & laneRows - 1;
                    int shift = (row >>> NumberWidth.laneShift(bits)) * bits;
                    int end = Math.min(length, done + laneRows - inLane);
                    decodeLane(file, offset + inLane - done, shift, mask, done, end, values);
                    done = end;
                }
            }
            case 8 -> decodeLane(file, offset + first, 0, 0xFF, 0, length, values);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void decodeLane(
            MemorySegment file,
            long offset,
            int shift,
            int mask,
            int start,
            int end,
            int[] values) {
        for (int index = start; index < end; index++) {
            values[index] = file.get(SegmentFormat.BYTE, offset + index) >>> shift & mask;
        }
    }

    private void decodeLanes(long base, int first, int length, long[] values) {
        int laneRows = NumberWidth.laneRows(bits);
        long mask = (1L << bits) - 1;
        int done = 0;
        while (done < length) {
            int row = first + done;
            int inLane = row & laneRows - 1;
            int shift = (row >>> NumberWidth.laneShift(bits)) * bits;
            int end = Math.min(length, done + laneRows - inLane);
            decodeLane(file, offset + inLane - done, shift, mask, base, done, end, values);
            done = end;
        }
    }

    private static void decodeLane(
            MemorySegment file,
            long offset,
            int shift,
            long mask,
            long base,
            int start,
            int end,
            long[] values) {
        for (int index = start; index < end; index++) {
            long bytes = file.get(SegmentFormat.BYTE, offset + index);
            values[index] = base + (bytes >>> shift & mask);
        }
    }

    private static void decodeBytes(
            MemorySegment file, long offset, long base, int length, long[] values) {
        long biased = base + BYTE_BIAS;
        for (int index = 0; index < length; index++) {
            values[index] = biased + (file.get(SegmentFormat.BYTE, offset + index) ^ -BYTE_BIAS);
        }
    }

    private static void decodeShorts(
            MemorySegment file, long offset, long base, int length, long[] values) {
        long biased = base + SHORT_BIAS;
        for (int index = 0; index < length; index++) {
            values[index] =
                    biased + (file.get(SegmentFormat.SHORT, offset + 2L * index) ^ -SHORT_BIAS);
        }
    }

    private static void decodeShortsAndBytes(
            MemorySegment file, long offset, long upper, long base, int length, long[] values) {
        long biased = base + SHORT_BIAS + (BYTE_BIAS << 16);
        for (int index = 0; index < length; index++) {
            values[index] =
                    biased
                            + (file.get(SegmentFormat.SHORT, offset + 2L * index) ^ -SHORT_BIAS)
                            + ((file.get(SegmentFormat.BYTE, upper + index) ^ -BYTE_BIAS) << 16);
        }
    }

    private static void decodeInts(
            MemorySegment file, long offset, long base, int length, long[] values) {
        for (int index = 0; index < length; index++) {
            values[index] = base + (file.get(SegmentFormat.INT, offset + 4L * index) & MASK_4);
        }
    }

    private static void decodeIntsAndBytes(
            MemorySegment file, long offset, long upper, long base, int length, long[] values) {
        long biased = base + (BYTE_BIAS << 32);
        for (int index = 0; index < length; index++) {
            values[index] =
                    biased
                            + (file.get(SegmentFormat.INT, offset + 4L * index) & MASK_4)
                            + ((file.get(SegmentFormat.BYTE, upper + index) ^ -BYTE_BIAS) << 32);
        }
    }

    private static void decodeIntsAndShorts(
            MemorySegment file, long offset, long upper, long base, int length, long[] values) {
        long biased = base + (SHORT_BIAS << 32);
        for (int index = 0; index < length; index++) {
            values[index] =
                    biased
                            + (file.get(SegmentFormat.INT, offset + 4L * index) & MASK_4)
                            + ((file.get(SegmentFormat.SHORT, upper + 2L * index) ^ -SHORT_BIAS)
                                    << 32);
        }
    }

    private static void decodeLongs(
            MemorySegment file, long offset, long base, int length, long[] values) {
        if (base == 0) {
            MemorySegment.copy(file, SegmentFormat.LONG, offset, values, 0, length);
            return;
        }
        for (int index = 0; index < length; index++) {
            values[index] = base + file.get(SegmentFormat.LONG, offset + 8L * index);
        }
    }

    /// Puts the numbers of some rows of the block into `values[start, end)`.
    ///
    /// @param base what is added to each
    /// @param positions of which `[start, end)` are used: in the segment, less `first`, all in the
    ///   one block whose numbers these are
    void gather(long base, int first, int[] positions, int start, int end, long[] values) {
        int inBlock = SegmentFormat.BLOCK_ROWS - 1;
        switch (bits) {
            case 0 -> Arrays.fill(values, start, end, base);
            case 8 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + (first + positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.BYTE, at) & 0xFFL);
                }
            }
            case 16 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 2L * (first + positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.SHORT, at) & 0xFFFFL);
                }
            }
            case 24 -> {
                long upper = upper();
                for (int index = start; index < end; index++) {
                    int row = first + positions[index] & inBlock;
                    values[index] =
                            base
                                    + (file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFFL)
                                    + ((file.get(SegmentFormat.BYTE, upper + row) & 0xFFL) << 16);
                }
            }
            case 32 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 4L * (first + positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.INT, at) & MASK_4);
                }
            }
            case 1, 2, 4 -> gatherLanes(base, first, positions, start, end, values);
            case 64 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 8L * (first + positions[index] & inBlock);
                    values[index] = base + file.get(SegmentFormat.LONG, at);
                }
            }
            default -> {
                for (int index = start; index < end; index++) {
                    values[index] = base + number(first + positions[index] & inBlock);
                }
            }
        }
    }

    private void gatherLanes(
            long base, int first, int[] positions, int start, int end, long[] values) {
        int inBlock = SegmentFormat.BLOCK_ROWS - 1;
        int inLane = NumberWidth.laneRows(bits) - 1;
        int laneShift = NumberWidth.laneShift(bits);
        int mask = (1 << bits) - 1;
        for (int index = start; index < end; index++) {
            int row = first + positions[index] & inBlock;
            int shift = (row >>> laneShift) * bits;
            values[index] =
                    base + (file.get(SegmentFormat.BYTE, offset + (row & inLane)) >>> shift & mask);
        }
    }
}
