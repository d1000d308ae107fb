package dev.reckon.sql.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the bytes that mean something among many that do not, eight at a time (Warren, "Hacker's
/// Delight", 6-1).
final class ByteSearch {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private ByteSearch() {}

    /// Returns eight times a byte, as the other methods want it.
    static long pattern(byte wanted) {
        return (wanted & 0xFF) * ONES;
    }

    /// Marks the bytes that are zero; above the lowest of them, others may be marked as well.
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    /// Returns the offset of the first byte that is one of three; `end` when there is none.
    static int find(byte[] bytes, int start, int end, long first, long second, long third) {
        int offset = start;
        for (; offset + Long.BYTES <= end; offset += Long.BYTES) {
            long word = (long) LONG.get(bytes, offset);
            long found = zeros(word ^ first) | zeros(word ^ second) | zeros(word ^ third);
            if (found != 0) {
                return offset + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; offset < end; offset++) {
            byte next = bytes[offset];
            if (next == (byte) first || next == (byte) second || next == (byte) third) {
                return offset;
            }
        }
        return end;
    }

    /// Returns the offset of the first byte that is one of two; `end` when there is none.
    static int find(byte[] bytes, int start, int end, long first, long second) {
        int offset = start;
        for (; offset + Long.BYTES <= end; offset += Long.BYTES) {
            long word = (long) LONG.get(bytes, offset);
            long found = zeros(word ^ first) | zeros(word ^ second);
            if (found != 0) {
                return offset + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; offset < end; offset++) {
            if (bytes[offset] == (byte) first || bytes[offset] == (byte) second) {
                return offset;
            }
        }
        return end;
    }

    /// Returns whether all bytes are ASCII characters but NUL.
    static boolean isPlainAscii(byte[] bytes, int start, int end) {
        int offset = start;
        for (; offset + Long.BYTES <= end; offset += Long.BYTES) {
            long word = (long) LONG.get(bytes, offset);
            if (((word & HIGH_BITS) | zeros(word)) != 0) {
                return false;
            }
        }
        for (; offset < end; offset++) {
            if (bytes[offset] <= 0) {
                return false;
            }
        }
        return true;
    }
}
