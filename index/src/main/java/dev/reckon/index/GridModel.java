package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The parts of a [GridIndex], and how they are laid out in bytes.
///
/// @param firstKey the smallest key
/// @param lastKey the largest key
/// @param shift how many low bits of the distance from the first key are inside of one slot (or, if
///   there are no slots, one cell); 1 to 63
/// @param slots for each slot an entry: if bit 0 is set, the slot is cut into slots again, the
///   first of them from bit 7, the base-2 logarithm of their number in bits 1 to 6; else it is one
///   cell, its number from bit 7. Empty if no slot is cut: then slot and cell numbers are the same
/// @param cells two words a cell: first position and, from bit 32, width in positions; then the
///   base-2 logarithm of the number of intervals between knots (bits 0 to 5), that of the
///   correction's unit (bits 6 to 11), whether some of its keys are equal (bit 12) and, from bit
///   32, the first correction
/// @param corrections one byte a knot
@SuppressWarnings("ArrayRecordComponent")
record GridModel(
        long firstKey, long lastKey, int shift, long[] slots, long[] cells, byte[] corrections) {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final int ENTRY_SHIFT = 7;
    static final int TIE_BIT = 12;
    private static final int PREFIX_BYTES = 64;

    /// Returns the prediction inside of a cell, which may be a little outside of the positions,
    /// times two, plus one if some keys of the cell are equal.
    ///
    /// @param rest how far into the cell, as a 64-bit fraction of its width
    static long predict(long[] cells, byte[] corrections, int cell, long rest) {
        long line = cells[2 * cell];
        long knots = cells[2 * cell + 1];
        int knot = (int) (knots >>> 32) + (int) (rest >>> 1 >>> ~knots);
        long fraction = rest << knots >>> 32;
        long from = corrections[knot];
        long step = corrections[knot + 1] - from;
        long correction = ((from << 32) + step * fraction) << (knots >>> 6);
        long predicted = (int) line + (((line >>> 32) * (rest >>> 32) + correction) >> 32);
        return (predicted << 1) | ((knots >>> TIE_BIT) & 1);
    }

    MemorySegment bytes() {
        long slotsOffset = PREFIX_BYTES;
        long cellsOffset = slotsOffset + 8L * slots.length;
        long correctionsOffset = cellsOffset + 8L * cells.length;
        byte[] target = new byte[Math.toIntExact(correctionsOffset + corrections.length)];
        MemorySegment bytes = MemorySegment.ofArray(target);
        bytes.set(KeyScan.KEY, 0, firstKey);
        bytes.set(KeyScan.KEY, 8, lastKey);
        bytes.set(INT, 16, shift);
        bytes.set(INT, 20, slots.length);
        bytes.set(INT, 24, cells.length);
        bytes.set(INT, 28, corrections.length);
        MemorySegment.copy(slots, 0, bytes, KeyScan.KEY, slotsOffset, slots.length);
        MemorySegment.copy(cells, 0, bytes, KeyScan.KEY, cellsOffset, cells.length);
        MemorySegment.copy(
                corrections,
                0,
                bytes,
                ValueLayout.JAVA_BYTE,
                correctionsOffset,
                corrections.length);
        return bytes;
    }

    static GridModel read(MemorySegment bytes) {
        if (bytes.byteSize() < PREFIX_BYTES) {
            throw new CorruptIndexException("grid of %d bytes".formatted(bytes.byteSize()));
        }
        long[] slots = new long[length(bytes, 20)];
        long[] cells = new long[length(bytes, 24)];
        byte[] corrections = new byte[length(bytes, 28)];
        long cellsOffset = PREFIX_BYTES + 8L * slots.length;
        long correctionsOffset = cellsOffset + 8L * cells.length;
        if (correctionsOffset + corrections.length != bytes.byteSize()) {
            throw new CorruptIndexException("grid of %d bytes".formatted(bytes.byteSize()));
        }
        MemorySegment.copy(bytes, KeyScan.KEY, PREFIX_BYTES, slots, 0, slots.length);
        MemorySegment.copy(bytes, KeyScan.KEY, cellsOffset, cells, 0, cells.length);
        MemorySegment.copy(
                bytes,
                ValueLayout.JAVA_BYTE,
                correctionsOffset,
                corrections,
                0,
                corrections.length);
        int shift = bytes.get(INT, 16);
        if (shift < 1 || shift > 63) {
            throw new CorruptIndexException("grid with a shift of " + shift);
        }
        return new GridModel(
                bytes.get(KeyScan.KEY, 0),
                bytes.get(KeyScan.KEY, 8),
                shift,
                slots,
                cells,
                corrections);
    }

    private static int length(MemorySegment bytes, long offset) {
        int length = bytes.get(INT, offset);
        if (length < 0 || length > bytes.byteSize()) {
            throw new CorruptIndexException("grid part of length " + length);
        }
        return length;
    }

    long byteCount() {
        return PREFIX_BYTES + 8L * slots.length + 8L * cells.length + corrections.length;
    }
}
