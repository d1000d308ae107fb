package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reads numbers of some bits each: one of them, or many, which is the inner loop of every scan.
///
/// Widths are 0, 1, 2 and 4 bits and whole bytes up to 8, because these decode at the same speed.
/// Any other number of bits would take two to three times as long.
///
/// Numbers of whole bytes are read eight bytes at a time: something must follow them in the file,
/// as the footer does.
final class NumberDecoder {
    private static final long MASK_4 = 0xFFFF_FFFFL;

    private NumberDecoder() {}

    /// Returns the number of a row.
    ///
    /// @param offset where the number of row 0 is
    static long number(MemorySegment file, long offset, int bits, int row) {
        return switch (bits) {
            case 0 -> 0;
            case 8 -> file.get(SegmentFormat.BYTE, offset + row) & 0xFFL;
            case 16 -> file.get(SegmentFormat.SHORT, offset + 2L * row) & 0xFFFFL;
            case 32 -> file.get(SegmentFormat.INT, offset + 4L * row) & MASK_4;
            case 64 -> file.get(SegmentFormat.LONG, offset + 8L * row);
            default -> {
                long bit = (long) row * bits;
                yield file.get(SegmentFormat.LONG, offset + (bit >>> 3)) >>> (bit & 7) & mask(bits);
            }
        };
    }

    private static long mask(int bits) {
        return (1L << bits) - 1;
    }

    /// Fills `values` with the numbers of the rows from `first` on.
    ///
    /// @param offset where the number of row 0 is
    /// @param base what is added to each
    static void decode(
            MemorySegment file, long offset, int bits, long base, int first, long[] values) {
        switch (bits) {
            case 0 -> Arrays.fill(values, base);
            case 1, 2, 4 -> decodeBits(file, offset, bits, base, first, values);
            case 8 -> decodeBytes(file, offset + first, base, values);
            case 16 -> decodeShorts(file, offset + 2L * first, base, values);
            case 32 -> decodeInts(file, offset + 4L * first, base, values);
            case 64 -> decodeLongs(file, offset + 8L * first, base, values);
            default -> {
                int bytes = bits >>> 3;
                decodeOddBytes(file, offset + (long) bytes * first, bytes, base, values);
            }
        }
    }

    private static void decodeBits(
            MemorySegment file, long offset, int bits, long base, int first, long[] values) {
        int inWord = Long.SIZE / bits;
        int index = 0;
        for (; index < values.length && (first + index) % inWord != 0; index++) {
            values[index] = base + number(file, offset, bits, first + index);
        }
        long at = offset + (((long) (first + index) * bits) >>> 3);
        for (; index + inWord <= values.length; index += inWord, at += Long.BYTES) {
            long word = file.get(SegmentFormat.LONG, at);
            switch (bits) {
                case 1 -> spread1(word, base, values, index);
                case 2 -> spread2(word, base, values, index);
                default -> spread4(word, base, values, index);
            }
        }
        for (; index < values.length; index++) {
            values[index] = base + number(file, offset, bits, first + index);
        }
    }

    // The shifts have constant factors, so that these loops become vector instructions.

    private static void spread1(long word, long base, long[] values, int first) {
        for (int index = 0; index < 64; index++) {
            values[first + index] = base + ((word >>> index) & 1);
        }
    }

    private static void spread2(long word, long base, long[] values, int first) {
        for (int index = 0; index < 32; index++) {
            values[first + index] = base + ((word >>> (2 * index)) & 3);
        }
    }

    private static void spread4(long word, long base, long[] values, int first) {
        for (int index = 0; index < 16; index++) {
            values[first + index] = base + ((word >>> (4 * index)) & 15);
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
            values[index] = base + (file.get(SegmentFormat.INT, offset + 4L * index) & MASK_4);
        }
    }

    private static void decodeLongs(MemorySegment file, long offset, long base, long[] values) {
        if (base == 0) {
            MemorySegment.copy(file, SegmentFormat.LONG, offset, values, 0, values.length);
            return;
        }
        for (int index = 0; index < values.length; index++) {
            values[index] = base + file.get(SegmentFormat.LONG, offset + 8L * index);
        }
    }

    /// Decodes numbers of 3, 5, 6 or 7 bytes.
    private static void decodeOddBytes(
            MemorySegment file, long offset, int bytes, long base, long[] values) {
        long mask = mask(bytes << 3);
        for (int index = 0; index < values.length; index++) {
            values[index] =
                    base + (file.get(SegmentFormat.LONG, offset + (long) bytes * index) & mask);
        }
    }

    /// Fills `values[start, end)` with the numbers at some positions, which are in one block.
    ///
    /// @param offset where the number of the block's row 0 is
    static void gather(
            MemorySegment file,
            long offset,
            int bits,
            long base,
            int[] positions,
            int start,
            int end,
            long[] values) {
        int inBlock = SegmentFormat.BLOCK_ROWS - 1;
        switch (bits) {
            case 0 -> Arrays.fill(values, start, end, base);
            case 8 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.BYTE, at) & 0xFFL);
                }
            }
            case 16 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 2L * (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.SHORT, at) & 0xFFFFL);
                }
            }
            case 32 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 4L * (positions[index] & inBlock);
                    values[index] = base + (file.get(SegmentFormat.INT, at) & MASK_4);
                }
            }
            case 64 -> {
                for (int index = start; index < end; index++) {
                    long at = offset + 8L * (positions[index] & inBlock);
                    values[index] = base + file.get(SegmentFormat.LONG, at);
                }
            }
            default -> {
                for (int index = start; index < end; index++) {
                    int row = positions[index] & inBlock;
                    values[index] = base + number(file, offset, bits, row);
                }
            }
        }
    }
}
