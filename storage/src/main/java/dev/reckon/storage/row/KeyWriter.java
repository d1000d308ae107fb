package dev.reckon.storage.row;

import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Writes scalar values as bytes that compare, unsigned and in order, as PostgreSQL compares the
/// values. Equal values give equal bytes, and no value's bytes are a prefix of another's. For one
/// thread.
final class KeyWriter {
    static final byte STRING_END = 0;

    /// Written before a byte of a string that is 0 or 1, which follows increased by 1.
    static final byte STRING_ESCAPE = 1;

    // The first byte of a numeric. Between its extremes it gives the exponent, mirrored for
    // negative numbers.
    private static final int NUMERIC_NEGATIVE_INFINITY = 0x20;
    private static final int NUMERIC_ZERO = 0x80;
    private static final int NUMERIC_TINY = 0x81;
    private static final int NUMERIC_EXPONENT_ZERO = 0x96;
    private static final int NUMERIC_EXPONENT_MIN = -20;
    private static final int NUMERIC_EXPONENT_MAX = 40;
    private static final int NUMERIC_HUGE = 0xBF;
    private static final int NUMERIC_POSITIVE_INFINITY = 0xE0;
    private static final int NUMERIC_NAN = 0xF0;

    private static final int LONG_DIGITS_MAX = 19;

    private final ByteBuilder target;

    KeyWriter(ByteBuilder target) {
        this.target = target;
    }

    ByteBuilder target() {
        return target;
    }

    void putLong(KeyForm form, long value) {
        switch (form) {
            case BOOLEAN -> target.putByte((int) value);
            case INT2 -> target.putShort((int) value ^ Short.MIN_VALUE);
            case INT4 -> target.putInt((int) value ^ Integer.MIN_VALUE);
            case UNSIGNED8 -> target.putLong(value);
            default -> target.putLong(value ^ Long.MIN_VALUE);
        }
    }

    void putDouble(KeyForm form, double value) {
        if (form == KeyForm.FLOAT4) {
            // Adding zero turns -0 into 0; floatToIntBits gives every NaN the same, greatest bits.
            int bits = Float.floatToIntBits((float) value + 0f);
            target.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
        } else {
            long bits = Double.doubleToLongBits(value + 0d);
            target.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        }
    }

    void putBytes(KeyForm form, byte[] source, int start, int end) {
        switch (form) {
            case UUID -> target.putBytes(source, start, end);
            case PADDED_STRING -> {
                int trimmed = end;
                while (trimmed > start && source[trimmed - 1] == ' ') {
                    trimmed--;
                }
                putString(source, start, trimmed);
            }
            default -> putString(source, start, end);
        }
    }

    void putString(byte[] source, int start, int end) {
        int copied = start;
        for (int index = start; index < end; index++) {
            byte next = source[index];
            if (next == 0 || next == 1) {
                target.putBytes(source, copied, index);
                target.putByte(STRING_ESCAPE);
                target.putByte(next + 1);
                copied = index + 1;
            }
        }
        target.putBytes(source, copied, end);
        target.putByte(STRING_END);
    }

    void putNumeric(Value value) {
        switch (value) {
            case Value.Numeric(BigDecimal number) -> putNumeric(number);
            case Value.SpecialNumeric special ->
                    target.putByte(
                            switch (special) {
                                case NEGATIVE_INFINITY -> NUMERIC_NEGATIVE_INFINITY;
                                case POSITIVE_INFINITY -> NUMERIC_POSITIVE_INFINITY;
                                case NAN -> NUMERIC_NAN;
                            });
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        }
    }

    private void putNumeric(BigDecimal number) {
        BigInteger unscaled = number.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            putNumeric(unscaled.longValue(), number.scale());
            return;
        }
        byte[] digits = unscaled.abs().toString().getBytes(StandardCharsets.US_ASCII);
        for (int index = 0; index < digits.length; index++) {
            digits[index] = (byte) (digits[index] - '0');
        }
        putDigits(unscaled.signum() < 0, digits, 0, digits.length, number.scale());
    }

    /// Puts `unscaled / 10^scale`.
    void putNumeric(long unscaled, int scale) {
        if (unscaled == 0) {
            target.putByte(NUMERIC_ZERO);
            return;
        }
        byte[] digits = new byte[LONG_DIGITS_MAX];
        int first = LONG_DIGITS_MAX;
        // Negative numbers reach further than positive ones.
        for (long rest = unscaled < 0 ? unscaled : -unscaled; rest != 0; rest /= 10) {
            digits[--first] = (byte) -(rest % 10);
        }
        putDigits(unscaled < 0, digits, first, LONG_DIGITS_MAX, scale);
    }

    /// Puts the number whose decimal digits are `digits[first, end)`, of which `scale` are behind
    /// the point, and the first is not zero.
    ///
    /// The number is written as 0.D1 D2 D3… times 100 to the exponent, with pairs of digits D. Each
    /// pair is a byte of twice its value, plus one when more follow.
    private void putDigits(boolean negative, byte[] digits, int first, int end, int scale) {
        int start = target.length();
        int exponent10 = end - first - scale;
        int exponent = Math.floorDiv(exponent10 + 1, 2);
        putExponent(exponent);
        int last = end;
        while (digits[last - 1] == 0) {
            last--;
        }
        // With an odd number of digits before the point, the first pair is a single digit.
        int index = first;
        int pair =
                (exponent10 & 1) == 0
                        ? digits[index++] * 10 + digit(digits, index++, last)
                        : digits[index++];
        while (index < last) {
            target.putByte(2 * pair + 1);
            pair = digits[index++] * 10 + digit(digits, index++, last);
        }
        target.putByte(2 * pair);
        if (negative) {
            target.invert(start);
        }
    }

    /// Returns about the number whose key bytes begin with `code`.
    static double magnitude(long code) {
        int first = (int) (code >>> 56);
        if (first < NUMERIC_ZERO && first > NUMERIC_NEGATIVE_INFINITY) {
            return -magnitude(~code);
        }
        if (first == NUMERIC_ZERO || first == NUMERIC_TINY) {
            return 0;
        }
        if (first <= NUMERIC_NEGATIVE_INFINITY || first >= NUMERIC_HUGE) {
            return first <= NUMERIC_NEGATIVE_INFINITY ? -Double.MAX_VALUE : Double.MAX_VALUE;
        }
        double number = 0;
        double unit = Math.pow(100, first - NUMERIC_EXPONENT_ZERO);
        for (int shift = 48; shift >= 0; shift -= 8) {
            int pair = (int) (code >>> shift) & 0xFF;
            unit /= 100;
            number += (pair >>> 1) * unit;
            if ((pair & 1) == 0) {
                break;
            }
        }
        return number;
    }

    private static int digit(byte[] digits, int index, int end) {
        return index < end ? digits[index] : 0;
    }

    private void putExponent(int exponent) {
        if (exponent < NUMERIC_EXPONENT_MIN) {
            target.putByte(NUMERIC_TINY);
            target.putInt(exponent ^ Integer.MIN_VALUE);
        } else if (exponent <= NUMERIC_EXPONENT_MAX) {
            target.putByte(NUMERIC_EXPONENT_ZERO + exponent);
        } else {
            target.putByte(NUMERIC_HUGE);
            target.putInt(exponent ^ Integer.MIN_VALUE);
        }
    }
}
