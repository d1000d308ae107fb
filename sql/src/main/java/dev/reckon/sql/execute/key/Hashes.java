package dev.reckon.sql.execute.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Hash functions of this package: fast, good in the high and the low bits, different only from
/// version to version.
final class Hashes {
    /// Odd and without pattern: the fractional digits of the golden ratio.
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hashes() {}

    static long mix(long value) {
        long product = value * MULTIPLIER;
        return product ^ (product >>> 32);
    }

    static long combine(long hash, long value) {
        return mix(Long.rotateLeft(hash, 23) ^ value);
    }

    /// Hashes `bytes[start, end)`, eight bytes at a time.
    static long ofBytes(byte[] bytes, int start, int end) {
        int length = end - start;
        long hash = length * MULTIPLIER;
        int index = start;
        for (; index + Long.BYTES <= end; index += Long.BYTES) {
            hash = combine(hash, (long) LONG.get(bytes, index));
        }
        if (index < end) {
            hash = combine(hash, tail(bytes, index, end));
        }
        return mix(hash);
    }

    /// Returns the last one to seven bytes as a number, by one load where the array allows it.
    private static long tail(byte[] bytes, int start, int end) {
        int count = end - start;
        if (end >= Long.BYTES) {
            return (long) LONG.get(bytes, end - Long.BYTES) >>> (64 - (count << 3));
        }
        long tail = 0;
        for (int index = end - 1; index >= start; index--) {
            tail = (tail << 8) | (bytes[index] & 0xFF);
        }
        return tail;
    }
}
