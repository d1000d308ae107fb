package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A byte array that grows at its end, and is used again and again. Numbers are little-endian. For
/// one thread.
final class ByteSink {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1 << 16];
    private int length;

    int length() {
        return length;
    }

    /// Returns the array, of which the first [#length] bytes count.
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    void putByte(int value) {
        int start = reserve(1);
        bytes[start] = (byte) value;
    }

    void putShort(int value) {
        int start = reserve(Short.BYTES);
        SHORT.set(bytes, start, (short) value);
    }

    void putInt(int value) {
        int start = reserve(Integer.BYTES);
        INT.set(bytes, start, value);
    }

    void putLong(long value) {
        int start = reserve(Long.BYTES);
        LONG.set(bytes, start, value);
    }

    void putBytes(byte[] source, int start, int end) {
        int first = reserve(end - start);
        System.arraycopy(source, start, bytes, first, end - start);
    }

    void putBytes(MemorySegment source, long offset, int count) {
        int start = reserve(count);
        MemorySegment.copy(source, SegmentFormat.BYTE, offset, bytes, start, count);
    }

    /// Puts a length and so many bytes.
    void putCounted(byte[] source) {
        putInt(source.length);
        putBytes(source, 0, source.length);
    }

    /// Puts the lowest `bits` bits of each value less `base`, as [PackedNumbers] reads them.
    ///
    /// @param bits as [NumberWidth] has them
    void putNumbers(long[] values, int count, long base, int bits) {
        int offset = reserve(NumberWidth.byteCount(count, bits));
        switch (bits) {
            case 0 -> {}
            case 8 -> {
                for (int index = 0; index < count; index++) {
                    bytes[offset + index] = (byte) (values[index] - base);
                }
            }
            case 16 -> {
                for (int index = 0; index < count; index++) {
                    SHORT.set(bytes, offset + 2 * index, (short) (values[index] - base));
                }
            }
            case 32 -> {
                for (int index = 0; index < count; index++) {
                    INT.set(bytes, offset + 4 * index, (int) (values[index] - base));
                }
            }
            case 64 -> {
                for (int index = 0; index < count; index++) {
                    LONG.set(bytes, offset + 8 * index, values[index] - base);
                }
            }
            case 24 -> {
                int upper = offset + 2 * count;
                for (int index = 0; index < count; index++) {
                    int number = (int) (values[index] - base);
                    SHORT.set(bytes, offset + 2 * index, (short) number);
                    bytes[upper + index] = (byte) (number >>> 16);
                }
            }
            case 40 -> {
                int upper = offset + 4 * count;
                for (int index = 0; index < count; index++) {
                    long number = values[index] - base;
                    INT.set(bytes, offset + 4 * index, (int) number);
                    bytes[upper + index] = (byte) (number >>> 32);
                }
            }
            case 48 -> {
                int upper = offset + 4 * count;
                for (int index = 0; index < count; index++) {
                    long number = values[index] - base;
                    INT.set(bytes, offset + 4 * index, (int) number);
                    SHORT.set(bytes, upper + 2 * index, (short) (number >>> 32));
                }
            }
            default -> putLanes(values, count, base, bits, offset);
        }
    }

    private void putLanes(long[] values, int count, long base, int bits, int offset) {
        Arrays.fill(bytes, offset, offset + NumberWidth.byteCount(count, bits), (byte) 0);
        int inLane = NumberWidth.laneRows(bits) - 1;
        for (int index = 0; index < count; index++) {
            int shift = (index >>> NumberWidth.laneShift(bits)) * bits;
            bytes[offset + (index & inLane)] |= (byte) ((values[index] - base) << shift);
        }
    }

    /// Puts zeros up to a multiple of `alignment`, a power of two.
    void align(int alignment) {
        int padded = (int) SegmentFormat.align(length, alignment);
        int start = reserve(padded - length);
        Arrays.fill(bytes, start, padded, (byte) 0);
    }

    /// Makes room for `count` more bytes, and returns where they begin. May replace the array, so
    /// it comes before any use of it.
    private int reserve(int count) {
        int start = length;
        length = Math.addExact(length, count);
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, Integer.MAX_VALUE - 8));
        }
        return start;
    }
}
