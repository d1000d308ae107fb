package dev.reckon.index;

import java.util.Arrays;

/// Turns values into unsigned 64-bit codes that keep their order: a value that is not above another
/// never has the larger code. Equal codes may stand for different values only where a method says
/// so.
///
/// Safe for use by many threads.
public final class Codes {
    private Codes() {}

    /// Returns the code of a signed integer; different values have different codes.
    public static long ofLong(long value) {
        return value ^ Long.MIN_VALUE;
    }

    /// Returns the signed integer with this code.
    public static long toLong(long code) {
        return code ^ Long.MIN_VALUE;
    }

    /// Returns the code of a floating-point number in PostgreSQL's order: negative zero equals
    /// zero, and NaN equals itself and is above infinity. Different values have different codes.
    public static long ofDouble(double value) {
        // Adding zero makes negative zero positive; the conversion makes all NaNs one.
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    /// Returns the floating-point number with this code.
    public static double toDouble(long code) {
        return Double.longBitsToDouble(code < 0 ? code ^ Long.MIN_VALUE : ~code);
    }

    /// Returns the code of a byte string in the order of its unsigned bytes: its first eight,
    /// followed by zeros if it is shorter. Strings that differ later only, or in trailing zeros,
    /// share a code.
    public static long ofBytes(byte[] bytes) {
        return ofBytes(bytes, 0, bytes.length);
    }

    /// Does the same for `bytes[from .. end)`.
    public static long ofBytes(byte[] bytes, int from, int end) {
        long code = 0;
        int length = Math.min(end - from, Long.BYTES);
        for (int i = 0; i < length; i++) {
            code |= (bytes[from + i] & 0xFFL) << (56 - 8 * i);
        }
        return code;
    }

    /// The bytes that all keys of a segment begin with. They say nothing about a key's position, so
    /// the code is made of the eight bytes after them.
    ///
    /// @param bytes the common prefix, perhaps empty; not changed afterwards
    @SuppressWarnings("ArrayRecordComponent")
    public record Prefix(byte[] bytes) {
        /// Returns the prefix of all keys from `smallest` to `largest` in the order of unsigned
        /// bytes.
        public static Prefix ofBounds(byte[] smallest, byte[] largest) {
            int mismatch = Arrays.mismatch(smallest, largest);
            return new Prefix(Arrays.copyOf(smallest, mismatch < 0 ? smallest.length : mismatch));
        }

        /// Returns the code of any key, one of the segment's or not. A key without the prefix is
        /// before all keys with it (code 0) or after them (the largest code), and may share that
        /// code with one.
        public long code(byte[] key) {
            int shared = Arrays.mismatch(key, bytes);
            if (shared < 0 || shared == bytes.length) {
                return ofBytes(key, bytes.length, key.length);
            }
            boolean before =
                    shared == key.length || Byte.compareUnsigned(key[shared], bytes[shared]) < 0;
            return before ? 0 : -1L;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Prefix prefix && Arrays.equals(bytes, prefix.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Prefix" + Arrays.toString(bytes);
        }
    }
}
