package dev.reckon.sql.function.template;

import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// to_char of numbers.
final class NumberToChar {
    private static final int ROMAN_WIDTH = 15;
    private static final int ROMAN_MAX = 3999;
    private static final int[] ROMAN_VALUES = {
        1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1
    };
    private static final String[] ROMAN_DIGITS = {
        "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"
    };

    private NumberToChar() {}

    /// Returns the text of a double, which is rounded to the nearest even digit as C's printf does.
    static String format(double value, String template) {
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        return format(
                new Value.Numeric(finite ? new BigDecimal(value) : BigDecimal.ZERO),
                template,
                RoundingMode.HALF_EVEN);
    }

    static String format(Value value, String template) {
        return format(value, template, RoundingMode.HALF_UP);
    }

    private static String format(Value value, String template, RoundingMode rounding) {
        NumberPattern pattern = NumberPattern.parse(template);
        BigDecimal number =
                value instanceof Value.Numeric(BigDecimal finite) ? finite : BigDecimal.ZERO;
        if (pattern.roman()) {
            return roman(number.setScale(0, rounding), pattern);
        }
        if (pattern.exponent()) {
            return scientific(number, pattern);
        }
        BigDecimal shifted = number.movePointRight(pattern.shift());
        BigDecimal rounded = shifted.setScale(pattern.fraction(), rounding);
        String digits = rounded.abs().toPlainString();
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String fraction = point < 0 ? "" : digits.substring(point + 1);
        int places = pattern.whole() + pattern.shift();
        boolean overflow = whole.length() > places && !(whole.equals("0") && places == 0);
        if (whole.equals("0") && pattern.fraction() > 0 && pattern.zeroStart() >= places) {
            whole = "";
        }
        return assemble(pattern, rounded.signum() < 0, whole, fraction, overflow);
    }

    private static String assemble(
            NumberPattern pattern,
            boolean negative,
            String whole,
            String fraction,
            boolean overflow) {
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
                            text.append('#');
                        } else if (fractionPlace <= fractionShown) {
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
                    text.append('.');
                }
                case ",", "G" -> {
                    boolean after = overflow || place > firstDigit;
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
