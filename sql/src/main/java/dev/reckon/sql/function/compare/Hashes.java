package dev.reckon.sql.function.compare;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// 64-bit hashes that equal values share, whatever form they are held in. They are not stored: the
/// functions may change.
public final class Hashes {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Odd numbers without pattern: 2^64 divided by the golden ratio, and MurmurHash3's finalizers.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long MIX_1 = 0xFF51AFD7ED558CCDL;
    private static final long MIX_2 = 0xC4CEB9FE1A85EC53L;

    private static final long ONE_TENTH_MAX = Long.MAX_VALUE / 10;

    private Hashes() {}

    /// Hashes a number: the finalizer of MurmurHash3.
    public static long ofLong(long value) {
        long hash = value ^ value >>> 33;
        hash *= MIX_1;
        hash ^= hash >>> 33;
        hash *= MIX_2;
        return hash ^ hash >>> 33;
    }

    /// Joins the hash of another column to a hash.
    public static long combine(long hash, long next) {
        return (Long.rotateLeft(hash, 23) ^ next) * GOLDEN;
    }

    public static long ofReal(double value) {
        return ofLong(Double.doubleToLongBits(value == 0 ? 0.0 : value));
    }

    public static long ofBytes(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int offset = start;
        for (; offset + Long.BYTES <= end; offset += Long.BYTES) {
            hash = combine(hash, (long) LONG.get(bytes, offset));
        }
        long tail = 0;
        for (int shift = 0; offset < end; offset++, shift += 8) {
            tail |= (bytes[offset] & 0xFFL) << shift;
        }
        return ofLong(combine(hash, tail));
    }

    /// Hashes a numeric in the compact form: trailing zeros don't count.
    public static long ofDecimal(long unscaled, int scale) {
        if (unscaled == 0) {
            return ofLong(0);
        }
        long digits = unscaled;
        int stripped = scale;
        while (digits % 10 == 0) {
            digits /= 10;
            stripped--;
        }
        return ofLong(digits + stripped * GOLDEN);
    }

    public static long ofDecimal(BigDecimal value) {
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            return ofDecimal(unscaled.longValue(), value.scale());
        }
        BigDecimal stripped = value.stripTrailingZeros();
        BigInteger digits = stripped.unscaledValue();
        return digits.bitLength() < Long.SIZE
                ? ofDecimal(digits.longValue(), stripped.scale())
                : ofLong(digits.hashCode() + stripped.scale() * GOLDEN);
    }

    /// Compares two numerics in the compact form.
    static int compareDecimals(long left, int leftScale, long right, int rightScale) {
        if (leftScale == rightScale) {
            return Long.compare(left, right);
        }
        if (leftScale > rightScale) {
            return -compareDecimals(right, rightScale, left, leftScale);
        }
        long scaled = left;
        for (int scale = leftScale; scale < rightScale; scale++) {
            if (scaled > ONE_TENTH_MAX || scaled < -ONE_TENTH_MAX) {
                return left < 0 ? -1 : 1;
            }
            scaled *= 10;
        }
        return Long.compare(scaled, right);
    }
}
