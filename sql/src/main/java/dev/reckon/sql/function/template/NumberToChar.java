package dev.reckon.sql.function.template;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// to_char of numbers.
final class NumberToChar {
    private static final int EXPONENT_WIDTH = 4;
    private static final int ROMAN_WIDTH = 15;
    private static final int ROMAN_MAX = 3999;
    private static final int[] ROMAN_VALUES = {
        1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1
    };
    private static final String[] ROMAN_DIGITS = {
        "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
    };

    private NumberToChar() {}

    /// Returns the text of a floating-point number, which is rounded to the nearest even digit as
    /// C's printf does.
    ///
    /// @param precision how many digits the type has: no more are shown
    static String format(double value, String template, int precision) {
        if (Double.isNaN(value)) {
            return special("NaN", false, template);
        }
        if (Double.isInfinite(value)) {
            return special("Infinity", value < 0, template);
        }
        var number = new BigDecimal(value);
        int places = number.abs().setScale(0, RoundingMode.HALF_EVEN).precision();
        return format(number, template, RoundingMode.HALF_EVEN, Math.max(0, precision - places));
    }

    static String format(Value value, String template) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) ->
                    format(number, template, RoundingMode.HALF_UP, Integer.MAX_VALUE);
            case Value.SpecialNumeric special ->
                    switch (special) {
                        case NAN -> special("NaN", false, template);
                        case POSITIVE_INFINITY -> special("Infinity", false, template);
                        case NEGATIVE_INFINITY -> special("Infinity", true, template);
                    };
            default -> throw new IllegalArgumentException("not a numeric");
        };
    }

    /// What has no digits is written into the places before the point.
    private static String special(String word, boolean negative, String template) {
        NumberPattern pattern = NumberPattern.parse(template);
        if (pattern.roman()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert " + word.replace("Infinity", "infinity") + " to integer");
        }
        if (pattern.exponent()) {
            // The exponent's four places are filled, too.
            return " "
                    + "#".repeat(pattern.whole())
                    + "."
                    + "#".repeat(pattern.fraction() + EXPONENT_WIDTH);
        }
        boolean overflow = word.length() > pattern.whole() + pattern.shift();
        return assemble(pattern, negative, word, "#".repeat(pattern.fraction()), overflow, false);
    }

    private static String format(
            BigDecimal number, String template, RoundingMode rounding, int fractionMax) {
        NumberPattern pattern = NumberPattern.parse(template);
        if (pattern.roman()) {
            return roman(number.setScale(0, rounding), pattern);
        }
        if (pattern.exponent()) {
            return scientific(number, pattern);
        }
        BigDecimal shifted = number.movePointRight(pattern.shift());
        int fractionPlaces = Math.min(pattern.fraction(), fractionMax);
        BigDecimal rounded = shifted.setScale(fractionPlaces, rounding);
        String digits = rounded.abs().toPlainString();
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        int places = pattern.whole() + pattern.shift();
        boolean overflow = whole.length() > places && !(whole.equals("0") && places == 0);
        // FM leaves a zero before a point that nothing follows.
        boolean zeroStays =
                !pattern.fill()
                        && rounded.signum() == 0
                        && places > 0
                        && pattern.lastFractionZero() == 0;
        if (whole.equals("0")
                && fractionPlaces > 0
                && pattern.zeroStart() >= places
                && !zeroStays) {
            whole = "";
        }
        return assemble(
                pattern, rounded.signum() < 0, whole, fraction, overflow, fractionPlaces > 0);
    }

    private static String assemble(
            NumberPattern pattern,
            boolean negative,
            String whole,
            String fraction,
            boolean overflow,
            boolean hasPoint) {
        int places = pattern.whole() + pattern.shift();
        int firstDigit = Math.min(places - whole.length(), pattern.zeroStart());
        if (firstDigit == places && whole.isEmpty() && pattern.fraction() == 0) {
            firstDigit = places - 1;
        }
        var text = new StringBuilder();
        boolean floating =
                pattern.brackets()
                        || (pattern.lockedSign() ? pattern.signFirst() : !pattern.minus());
        String sign =
                pattern.brackets()
                        ? negative ? "<" : " "
                        : pattern.lockedSign() ? negative ? "-" : "+" : negative ? "-" : " ";
        boolean signPending = floating && (pattern.fill() || !sign.equals(" "));
        int place = 0;
        int fractionPlace = 0;
        boolean inFraction = false;
        int fractionShown = fractionShown(pattern, fraction);
        for (String piece : pattern.pieces()) {
            switch (piece) {
                case "9", "0" -> {
                    if (inFraction) {
                        fractionPlace++;
                        if (overflow) {
                            if (fractionPlace <= fraction.length()) {
                                text.append('#');
                            }
                        } else if (hasPoint && fractionPlace <= fractionShown) {
                            text.append(fraction.charAt(fractionPlace - 1));
                        }
                        break;
                    }
                    boolean shown = overflow || place >= firstDigit;
                    if (shown && signPending) {
                        text.append(sign);
                        signPending = false;
                    }
                    if (overflow) {
                        text.append('#');
                    } else if (shown) {
                        int index = place - (places - whole.length());
                        text.append(index >= 0 ? whole.charAt(index) : '0');
                    } else if (pattern.fill()) {
                        text.append(' ');
                    }
                    place++;
                }
                case ".", "D" -> {
                    if (signPending) {
                        text.append(sign);
                        signPending = false;
                    }
                    inFraction = true;
                    if (hasPoint || overflow) {
                        text.append('.');
                    }
                }
                case ",", "G" -> {
                    boolean after = overflow || inFraction || place > firstDigit;
                    if (after) {
                        text.append(",");
                    } else if (pattern.fill()) {
                        text.append(' ');
                    }
                }
                case "S" -> {
                    if (!pattern.signFirst()) {
                        text.append(negative ? '-' : '+');
                    }
                }
                case "MI" -> text.append(negative ? "-" : pattern.fill() ? " " : "");
                case "PL" -> text.append(negative ? pattern.fill() ? " " : "" : "+");
                case "SG" -> text.append(negative ? '-' : '+');
                case "TH", "th" -> {
                    if (!negative && !overflow && pattern.fraction() == 0) {
                        String suffix = TimeToChar.suffix(whole.isEmpty() ? "0" : whole);
                        text.append(piece.equals("TH") ? suffix.toUpperCase(Locale.ROOT) : suffix);
                    }
                }
                case "L" -> text.append(pattern.fill() ? " " : "");
                case "PR", "V", "B", "SP", "C" -> {}
                default -> text.append(piece.startsWith("'") ? piece.substring(1) : "");
            }
        }
        if (signPending) {
            text.append(sign);
        }
        if (pattern.brackets()) {
            text.append(negative ? ">" : pattern.fill() ? " " : "");
        }
        return text.toString();
    }

    /// FM leaves trailing zeros of nines out.
    private static int fractionShown(NumberPattern pattern, String fraction) {
        int shown = fraction.length();
        while (!pattern.fill()
                && shown > pattern.lastFractionZero()
                && fraction.charAt(shown - 1) == '0') {
            shown--;
        }
        return shown;
    }

    private static String scientific(BigDecimal number, NumberPattern pattern) {
        int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
        BigDecimal mantissa =
                number.signum() == 0
                        ? BigDecimal.ZERO.setScale(pattern.fraction())
                        : number.round(
                                        new MathContext(
                                                pattern.fraction() + 1, RoundingMode.HALF_UP))
                                .movePointLeft(exponent)
                                .setScale(pattern.fraction(), RoundingMode.HALF_UP);
        if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
            mantissa = mantissa.movePointLeft(1).setScale(pattern.fraction(), RoundingMode.HALF_UP);
            exponent++;
        }
        return (number.signum() < 0 ? "" : " ")
                + mantissa.toPlainString()
                + (exponent < 0 ? "e-" : "e+")
                + "%02d".formatted(Math.abs(exponent));
    }

    private static String roman(BigDecimal number, NumberPattern pattern) {
        BigInteger rounded = number.toBigInteger();
        if (rounded.signum() <= 0 || rounded.compareTo(BigInteger.valueOf(ROMAN_MAX)) > 0) {
            return "#".repeat(ROMAN_WIDTH);
        }
        int rest = rounded.intValue();
        var roman = new StringBuilder();
        for (int i = 0; i < ROMAN_VALUES.length; i++) {
            while (rest >= ROMAN_VALUES[i]) {
                roman.append(ROMAN_DIGITS[i]);
                rest -= ROMAN_VALUES[i];
            }
        }
        String text =
                pattern.lowerRoman() ? roman.toString().toLowerCase(Locale.ROOT) : roman.toString();
        return pattern.fill() ? " ".repeat(ROMAN_WIDTH - text.length()) + text : text;
    }
}
