package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Integers and numerics as text.
final class NumberText {
    private static final int LONG_TEXT_MAX = 20;
    private static final int SCALE_MAX = 16_383;
    private static final int DIGITS_BEFORE_POINT_MAX = 131_072;

    /// The digits of 0 to 99, two bytes each.
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private static final Pattern LEADING =
            Pattern.compile("[ \\t-\\r]*([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)");

    private NumberText() {}

    /// Writes an integer.
    static void write(long value, ByteSink sink) {
        byte[] bytes = sink.reserve(LONG_TEXT_MAX);
        int start = sink.length();
        int count = digitCount(value) + (value < 0 ? 1 : 0);
        int offset = start + count;
        long rest = value < 0 ? value : -value;
        while (rest <= -100) {
            long quotient = rest / 100;
            int pair = (int) (quotient * 100 - rest) * 2;
            bytes[--offset] = PAIRS[pair + 1];
            bytes[--offset] = PAIRS[pair];
            rest = quotient;
        }
        int last = (int) -rest;
        if (last >= 10) {
            bytes[--offset] = PAIRS[2 * last + 1];
            bytes[--offset] = PAIRS[2 * last];
        } else {
            bytes[--offset] = (byte) ('0' + last);
        }
        if (value < 0) {
            bytes[start] = '-';
        }
        sink.advance(count);
    }

    private static int digitCount(long value) {
        long rest = value < 0 ? value : -value;
        long limit = -10;
        for (int digits = 1; digits < 19; digits++) {
            if (rest > limit) {
                return digits;
            }
            limit *= 10;
        }
        return 19;
    }

    /// Writes `unscaled / 10^scale` with all digits of the scale.
    static void writeDecimal(long unscaled, int scale, ByteSink sink) {
        if (scale == 0) {
            write(unscaled, sink);
            return;
        }
        if (unscaled == Long.MIN_VALUE || scale > Modifier.LONG_DIGITS) {
            sink.writeText(BigDecimal.valueOf(unscaled, scale).toPlainString());
            return;
        }
        if (unscaled < 0) {
            sink.writeByte('-');
        }
        long magnitude = Math.abs(unscaled);
        long unit = Modifier.longPowerOfTen(scale);
        long whole = magnitude / unit;
        write(whole, sink);
        byte[] bytes = sink.reserve(scale + 1);
        int start = sink.length();
        bytes[start] = '.';
        long fraction = magnitude - whole * unit;
        for (int i = scale; i >= 1; i--) {
            long quotient = fraction / 10;
            bytes[start + i] = (byte) ('0' + (fraction - quotient * 10));
            fraction = quotient;
        }
        sink.advance(scale + 1);
    }

    /// Returns the text of a numeric of any kind.
    static String numericText(Value value) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) -> number.toPlainString();
            case Value.SpecialNumeric special ->
                    switch (special) {
                        case NAN -> "NaN";
                        case POSITIVE_INFINITY -> "Infinity";
                        case NEGATIVE_INFINITY -> "-Infinity";
                    };
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        };
    }

    /// Reads an integer.
    ///
    /// @throws DatabaseException 22P02, 22003
    static long readInteger(String text, DataType type, long min, long max) {
        int end = text.length();
        int start = 0;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        boolean negative = start < end && text.charAt(start) == '-';
        int i = start;
        if (i < end && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        if (i == end) {
            throw InputErrors.syntax(type, text);
        }
        long value = 0;
        for (; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw InputErrors.syntax(type, text);
            }
            if (value < (Long.MIN_VALUE + digit) / 10 || value * 10 - digit < -max - 1) {
                // Too large already, whatever follows.
                throw InputErrors.outOfRange(type, text);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw InputErrors.outOfRange(type, text);
        }
        long result = negative ? value : -value;
        if (result < min || result > max) {
            throw InputErrors.outOfRange(type, text);
        }
        return result;
    }

    /// Reads the digits at the start of a text as C's `strtoul` does, in the base that they say; 0
    /// when there are none.
    ///
    /// @param mask the bits that are kept
    static long readLeading(String text, long mask) {
        Matcher matcher = LEADING.matcher(text);
        if (!matcher.lookingAt()) {
            return 0;
        }
        String digits = matcher.group(2);
        boolean isHexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        boolean isOctal = digits.startsWith("0") && !isHexadecimal;
        String valid = isOctal ? digits.replaceFirst("[89].*", "") : digits;
        BigInteger number =
                isHexadecimal
                        ? new BigInteger(digits.substring(2), 16)
                        : new BigInteger(valid, isOctal ? 8 : 10);
        if (number.bitLength() > Long.SIZE) {
            return -1 & mask;
        }
        return (matcher.group(1).equals("-") ? -number.longValue() : number.longValue()) & mask;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// Reads a numeric.
    ///
    /// @throws DatabaseException 22P02, 22003
    static Value readNumeric(String text) {
        String trimmed = trim(text);
        if (!isDecimal(trimmed)) {
            return switch (trimmed.toLowerCase(Locale.ROOT)) {
                case "nan" -> Value.SpecialNumeric.NAN;
                case "infinity", "inf", "+infinity", "+inf" ->
                        Value.SpecialNumeric.POSITIVE_INFINITY;
                case "-infinity", "-inf" -> Value.SpecialNumeric.NEGATIVE_INFINITY;
                default -> throw InputErrors.syntax(DataType.NUMERIC, text);
            };
        }
        try {
            return new Value.Numeric(checkRange(new BigDecimal(trimmed)));
        } catch (NumberFormatException | ArithmeticException e) {
            throw overflow();
        }
    }

    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /// `[+-] digits [. digits] [e [+-] digits]` with a digit before or after the point.
    static boolean isDecimal(String text) {
        int i = 0;
        int length = text.length();
        if (i < length && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
            i++;
        }
        int digits = 0;
        while (i < length && isDigit(text.charAt(i))) {
            i++;
            digits++;
        }
        if (i < length && text.charAt(i) == '.') {
            i++;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
                digits++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < length && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = i;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
            }
            return i == length && i > exponent;
        }
        return i == length;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Brings a number into PostgreSQL's range and a scale of 0 or more.
    static BigDecimal checkRange(BigDecimal number) {
        if (number.signum() == 0) {
            return number.setScale(Math.clamp(number.scale(), 0, SCALE_MAX));
        }
        if ((long) number.precision() - number.scale() > DIGITS_BEFORE_POINT_MAX) {
            throw overflow();
        }
        if (number.scale() > SCALE_MAX) {
            return number.setScale(SCALE_MAX, java.math.RoundingMode.HALF_UP);
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static DatabaseException overflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }
}
