package dev.reckon.sql.function.template;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// to_char of numbers: makes digits for the places of a template, which [NumberLayout] lays out.
final class NumberToChar {
    private static final int ROMAN_WIDTH = 15;
    private static final int ROMAN_MAX = 3999;
    private static final int[] ROMAN_VALUES = {
        1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1
    };
    private static final String[] ROMAN_DIGITS = {
        "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
    };

    /// How many digits a real has.
    static final int FLOAT_DIGITS = 6;

    /// How many digits a double precision has.
    static final int DOUBLE_DIGITS = 15;

    /// The powers of ten that an int4 and an int8 hold.
    private static final int INT4_DIGITS = 9;

    private static final int INT8_DIGITS = 18;

    private NumberToChar() {}

    /// Returns the text of a floating-point number, which is rounded to the nearest even digit as
    /// C's printf does.
    ///
    /// @param precision how many digits the type has: no more are shown
    static String format(double value, String template, int precision) {
        if (template.isEmpty()) {
            return "";
        }
        NumberPattern pattern = NumberPattern.parse(template);
        boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
        if (pattern.roman()) {
            // What is no integer is shown as what Roman digits can't show.
            double rounded = Math.rint(value);
            boolean isInteger = rounded == (int) rounded;
            return roman(isInteger ? BigInteger.valueOf((int) rounded) : BigInteger.ZERO, pattern);
        }
        if (pattern.exponent()) {
            return isFinite
                    ? scientific(new BigDecimal(value), pattern, RoundingMode.HALF_EVEN)
                    : unscientific(pattern);
        }
        double power = Math.pow(10, pattern.shift());
        double shifted = precision == FLOAT_DIGITS ? (float) value * (float) power : value * power;
        if (Double.isNaN(shifted) || Double.isInfinite(shifted)) {
            return laidOut(
                    pattern,
                    Double.isNaN(shifted) ? "NaN" : "Infinity",
                    shifted < 0,
                    pattern.fraction());
        }
        var number = new BigDecimal(shifted);
        int places = number.abs().setScale(0, RoundingMode.HALF_EVEN).precision();
        int fraction = Math.clamp(precision - places, 0, pattern.fraction());
        // Minus zero keeps its sign, as what is rounded to it does.
        boolean isNegative = shifted < 0 || (shifted == 0 && 1 / shifted < 0);
        return laidOut(
                pattern,
                number.abs().setScale(fraction, RoundingMode.HALF_EVEN).toPlainString(),
                isNegative,
                fraction);
    }

    /// Returns the text of an integer.
    ///
    /// @param isLong whether it is of type bigint
    static String format(long value, String template, boolean isLong) {
        if (template.isEmpty()) {
            return "";
        }
        NumberPattern pattern = NumberPattern.parse(template);
        if (pattern.roman()) {
            return roman(BigInteger.valueOf(value), pattern);
        }
        if (pattern.exponent()) {
            return scientific(
                    BigDecimal.valueOf(value),
                    pattern,
                    isLong ? RoundingMode.HALF_UP : RoundingMode.HALF_EVEN);
        }
        BigInteger shifted = BigInteger.valueOf(value);
        if (pattern.shift() > 0 && isLong) {
            shifted = shifted.multiply(BigInteger.TEN.pow(pattern.shift()));
            if (pattern.shift() > INT8_DIGITS || shifted.bitLength() >= Long.SIZE) {
                throw outOfRange("bigint");
            }
        } else if (pattern.shift() > 0) {
            // Only the lower bits are kept, as by C, for which a larger power is the least integer.
            int power =
                    pattern.shift() > INT4_DIGITS
                            ? Integer.MIN_VALUE
                            : (int) Math.pow(10, pattern.shift());
            int product = (int) value * power;
            shifted = BigInteger.valueOf(product);
        }
        String digits = shifted.abs().toString();
        return laidOut(
                pattern,
                pattern.fraction() > 0 ? digits + "." + "0".repeat(pattern.fraction()) : digits,
                shifted.signum() < 0,
                pattern.fraction());
    }

    /// Returns the text of a numeric.
    static String format(Value value, String template) {
        if (template.isEmpty()) {
            return "";
        }
        NumberPattern pattern = NumberPattern.parse(template);
        if (!(value instanceof Value.Numeric(BigDecimal number))) {
            return special((Value.SpecialNumeric) value, pattern);
        }
        if (pattern.roman()) {
            return roman(number.setScale(0, RoundingMode.HALF_UP).toBigInteger(), pattern);
        }
        if (pattern.exponent()) {
            return scientific(number, pattern, RoundingMode.HALF_UP);
        }
        BigDecimal rounded =
                number.movePointRight(pattern.shift())
                        .setScale(pattern.fraction(), RoundingMode.HALF_UP);
        return laidOut(
                pattern, rounded.abs().toPlainString(), rounded.signum() < 0, pattern.fraction());
    }

    private static String special(Value.SpecialNumeric value, NumberPattern pattern) {
        boolean isNan = value == Value.SpecialNumeric.NAN;
        if (pattern.roman()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + (isNan ? "NaN" : "infinity") + " to integer");
        }
        if (pattern.exponent()) {
            return unscientific(pattern);
        }
        return laidOut(
                pattern,
                isNan ? "NaN" : "Infinity",
                value == Value.SpecialNumeric.NEGATIVE_INFINITY,
                pattern.fraction());
    }

    /// Fills the template's places.
    ///
    /// @param number without a sign
    /// @param fraction how many places behind the point there is a digit for
    private static String laidOut(
            NumberPattern given, String number, boolean isNegative, int fraction) {
        NumberPattern pattern =
                given.with(
                        given.whole() + given.shift(), fraction, given.brackets(), given.anchor());
        int point = number.indexOf('.');
        int blanks = pattern.whole() - (point < 0 ? number.length() : point);
        String shown =
                blanks < 0
                        ? "#".repeat(pattern.whole()) + "." + "#".repeat(pattern.fraction())
                        : number;
        return NumberLayout.of(pattern, shown, isNegative, Math.max(0, blanks));
    }

    private static String scientific(
            BigDecimal number, NumberPattern pattern, RoundingMode rounding) {
        int fraction = pattern.fraction();
        // printf takes the exponent of what is rounded; a numeric keeps its own, as in 10e+04.
        BigDecimal measured =
                rounding == RoundingMode.HALF_EVEN
                        ? number.round(new MathContext(fraction + 1, rounding))
                        : number;
        int exponent = number.signum() == 0 ? 0 : measured.precision() - measured.scale() - 1;
        BigDecimal mantissa =
                number.signum() == 0
                        ? BigDecimal.ZERO.setScale(fraction)
                        : measured.movePointLeft(exponent).setScale(fraction, rounding);
        return (number.signum() < 0 ? "" : " ")
                + mantissa.toPlainString()
                + (exponent < 0 ? "e-" : "e+")
                + "%02d".formatted(Math.abs(exponent));
    }

    /// What has no exponent: its four places are filled, too.
    private static String unscientific(NumberPattern pattern) {
        var text = new StringBuilder("#".repeat(pattern.whole() + pattern.fraction() + 6));
        text.setCharAt(0, ' ');
        text.setCharAt(pattern.whole() + 1, '.');
        return text.toString();
    }

    private static String roman(BigInteger number, NumberPattern pattern) {
        if (number.bitLength() >= Integer.SIZE) {
            throw outOfRange("integer");
        }
        int rest = number.intValue();
        if (rest <= 0 || rest > ROMAN_MAX) {
            return NumberLayout.ofRoman(pattern, "#".repeat(ROMAN_WIDTH));
        }
        var roman = new StringBuilder();
        for (int i = 0; i < ROMAN_VALUES.length; i++) {
            while (rest >= ROMAN_VALUES[i]) {
                roman.append(ROMAN_DIGITS[i]);
                rest -= ROMAN_VALUES[i];
            }
        }
        return NumberLayout.ofRoman(pattern, roman.toString());
    }

    private static DatabaseException outOfRange(String type) {
        return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
    }
}
