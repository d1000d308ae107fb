package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// Floating-point numbers as the shortest text that reads back as the same number: what PostgreSQL
/// prints with extra_float_digits of 1 or more. With 0 or less they are rounded to so many digits
/// more or less than the type surely holds.
public final class FloatText {
    private static final int DOUBLE_FIXED_DIGITS = 15;
    private static final int FLOAT_FIXED_DIGITS = 6;
    private static final int EXPONENT_MIN_FIXED = -4;
    private static final double LONG_EXACT = 1e15;

    /// From here on doubles are whole numbers, so that a decimal can lie half-way between two.
    private static final double DYADIC_MIN = 0x1p53;

    private static final float FLOAT_DYADIC_MIN = 0x1p24f;

    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?");

    private FloatText() {}

    /// Writes a double precision.
    ///
    /// @param extraDigits extra_float_digits: -15 to 3
    static void writeDouble(double value, int extraDigits, ByteSink sink) {
        if (extraDigits >= 0
                && value > -LONG_EXACT
                && value < LONG_EXACT
                && value == (long) value) {
            long whole = (long) value;
            if (whole != 0 || Double.doubleToRawLongBits(value) == 0) {
                NumberText.write(whole, sink);
                return;
            }
        }
        byte[] text = doubleText(value, extraDigits).getBytes(StandardCharsets.ISO_8859_1);
        sink.writeBytes(text, 0, text.length);
    }

    /// Writes a real.
    ///
    /// @param extraDigits extra_float_digits: -15 to 3
    static void writeFloat(float value, int extraDigits, ByteSink sink) {
        byte[] text = floatText(value, extraDigits).getBytes(StandardCharsets.ISO_8859_1);
        sink.writeBytes(text, 0, text.length);
    }

    /// Returns the text of a double precision, in as many digits as the setting wants.
    ///
    /// @param extraDigits extra_float_digits: -15 to 3
    static String doubleText(double value, int extraDigits) {
        return extraDigits > 0 || Double.isNaN(value) || Double.isInfinite(value) || value == 0
                ? doubleText(value)
                : rounded(new BigDecimal(value), DOUBLE_FIXED_DIGITS + extraDigits);
    }

    /// Returns the text of a real, in as many digits as the setting wants.
    ///
    /// @param extraDigits extra_float_digits: -15 to 3
    static String floatText(float value, int extraDigits) {
        return extraDigits > 0 || Float.isNaN(value) || Float.isInfinite(value) || value == 0
                ? floatText(value)
                : rounded(new BigDecimal(value), FLOAT_FIXED_DIGITS + extraDigits);
    }

    private static String rounded(BigDecimal exact, int digits) {
        int kept = Math.max(digits, 1);
        return arrange(
                scientific(exact.round(new MathContext(kept, RoundingMode.HALF_EVEN))), kept);
    }

    /// Writes a number as the JDK writes doubles: `1.5E10`.
    private static String scientific(BigDecimal number) {
        BigDecimal unit = number.stripTrailingZeros();
        int exponent = unit.precision() - unit.scale() - 1;
        String mantissa = unit.movePointLeft(exponent).toPlainString();
        return mantissa + (mantissa.indexOf('.') < 0 ? ".0E" : "E") + exponent;
    }

    /// Returns the text of a double precision.
    public static String doubleText(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        String text = arrange(shortest(value), DOUBLE_FIXED_DIGITS);
        return Math.abs(value) >= DYADIC_MIN
                ? inside(value, Math.ulp(value), text, DOUBLE_FIXED_DIGITS)
                : text;
    }

    /// Returns the text of a real.
    public static String floatText(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return special(value);
        }
        String text = arrange(shortest(value), FLOAT_FIXED_DIGITS);
        return Math.abs(value) >= FLOAT_DYADIC_MIN
                ? inside(value, Math.ulp(value), text, FLOAT_FIXED_DIGITS)
                : text;
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }

    /// The JDK takes decimals half-way to the next number, PostgreSQL only nearer ones.
    private static String inside(double value, double ulp, String text, int fixedDigits) {
        var exact = new BigDecimal(value);
        BigDecimal half = new BigDecimal(ulp).divide(BigDecimal.TWO);
        if (new BigDecimal(text).subtract(exact).abs().compareTo(half) < 0) {
            return text;
        }
        for (int digits = 1; ; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.subtract(exact).abs().compareTo(half) < 0) {
                return arrange(scientific(rounded), fixedDigits);
            }
        }
    }

    /// The JDK always writes two digits; PostgreSQL writes one when one is enough.
    private static String shortest(double value) {
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        int digits = exponent - (value < 0 ? 1 : 0);
        if (exponent > 0 && digits == 3 && text.charAt(exponent - 1) != '0') {
            String rounded = String.format(Locale.ROOT, "%.0e", value).toUpperCase(Locale.ROOT);
            if (Double.parseDouble(rounded) == value) {
                return rounded.replaceFirst("E([+-])0*", ".0E$1").replace("E+", "E");
            }
        }
        return text;
    }

    private static String shortest(float value) {
        String text = Float.toString(value);
        int exponent = text.indexOf('E');
        int digits = exponent - (value < 0 ? 1 : 0);
        if (exponent > 0 && digits == 3 && text.charAt(exponent - 1) != '0') {
            String rounded = String.format(Locale.ROOT, "%.0e", value).toUpperCase(Locale.ROOT);
            if (Float.parseFloat(rounded) == value) {
                return rounded.replaceFirst("E([+-])0*", ".0E$1").replace("E+", "E");
            }
        }
        return text;
    }

    /// Rearranges the JDK's text into PostgreSQL's.
    private static String arrange(String text, int fixedDigits) {
        int start = text.charAt(0) == '-' ? 1 : 0;
        int mark = text.indexOf('E');
        String mantissa = mark < 0 ? text.substring(start) : text.substring(start, mark);
        int exponent = mark < 0 ? 0 : Integer.parseInt(text.substring(mark + 1));
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        int end = digits.length();
        while (end > first + 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        int scientific = exponent + point - 1 - first;
        String significant = digits.substring(first, end);
        String sign = start == 1 ? "-" : "";
        if (significant.equals("0")) {
            return sign + "0";
        }
        if (scientific < EXPONENT_MIN_FIXED || scientific >= fixedDigits) {
            String rest = significant.length() > 1 ? "." + significant.substring(1) : "";
            int magnitude = Math.abs(scientific);
            return sign
                    + significant.charAt(0)
                    + rest
                    + (scientific < 0 ? "e-" : "e+")
                    + (magnitude < 10 ? "0" : "")
                    + magnitude;
        }
        if (scientific < 0) {
            return sign + "0." + "0".repeat(-scientific - 1) + significant;
        }
        if (significant.length() <= scientific + 1) {
            return sign + significant + "0".repeat(scientific + 1 - significant.length());
        }
        return sign
                + significant.substring(0, scientific + 1)
                + "."
                + significant.substring(scientific + 1);
    }

    /// Reads a double precision.
    ///
    /// @throws DatabaseException 22P02, 22003
    public static double readDouble(String text) {
        String trimmed = NumberText.trim(text);
        if (NumberText.isDecimal(trimmed) || HEXADECIMAL.matcher(trimmed).matches()) {
            double value = Double.parseDouble(withExponent(trimmed));
            if (Double.isInfinite(value) || (value == 0 && !isZero(trimmed))) {
                throw outOfRange(trimmed, DataType.FLOAT8);
            }
            return value;
        }
        return word(trimmed, text, DataType.FLOAT8);
    }

    /// Reads a real.
    ///
    /// @throws DatabaseException 22P02, 22003
    static float readFloat(String text) {
        String trimmed = NumberText.trim(text);
        if (NumberText.isDecimal(trimmed) || HEXADECIMAL.matcher(trimmed).matches()) {
            float value = Float.parseFloat(withExponent(trimmed));
            if (Float.isInfinite(value) || (value == 0 && !isZero(trimmed))) {
                throw outOfRange(trimmed, DataType.FLOAT4);
            }
            return value;
        }
        return (float) word(trimmed, text, DataType.FLOAT4);
    }

    /// Java wants an exponent after hexadecimal digits.
    private static String withExponent(String text) {
        boolean hexadecimal = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
        return hexadecimal && text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    private static double word(String trimmed, String text, DataType type) {
        return switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "inf", "+infinity", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw InputErrors.syntax(type, text);
        };
    }

    private static DatabaseException outOfRange(String text, DataType type) {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "\"" + text + "\" is out of range for type " + type);
    }
}
