package dev.reckon.sql.function.number;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.text;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Arithmetic of money, in cents.
public final class MoneyFunctions {
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] THOUSANDS = {
        "", " thousand", " million", " billion", " trillion", " quadrillion"
    };
    private static final long CENTS = 100;

    private MoneyFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.name()) {
            case "cash_pl" -> number(row -> exact(row.number(0), row.number(1), '+'));
            case "cash_mi" -> number(row -> exact(row.number(0), row.number(1), '-'));
            case "cash_mul_int2", "cash_mul_int4", "cash_mul_int8" ->
                    number(row -> exact(row.number(0), row.number(1), '*'));
            case "int2_mul_cash", "int4_mul_cash", "int8_mul_cash" ->
                    number(row -> exact(row.number(0), row.number(1), '*'));
            case "cash_div_int2", "cash_div_int4", "cash_div_int8" ->
                    number(row -> divide(row.number(0), row.number(1)));
            case "cash_mul_flt4", "cash_mul_flt8" ->
                    number(row -> rounded(row.number(0) * row.real(1)));
            case "flt4_mul_cash", "flt8_mul_cash" ->
                    number(row -> rounded(row.number(1) * row.real(0)));
            case "cash_div_flt4", "cash_div_flt8" ->
                    number(row -> {
                        requireDivisor(row.real(1) == 0);
                        return rounded(row.number(0) / row.real(1));
                    });
            case "cash_div_cash" ->
                    real(row -> {
                        requireDivisor(row.number(1) == 0);
                        return (double) row.number(0) / row.number(1);
                    });
            case "cash_words" -> text(row -> words(row.number(0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static long exact(long left, long right, char operator) {
        try {
            return switch (operator) {
                case '+' -> Math.addExact(left, right);
                case '-' -> Math.subtractExact(left, right);
                default -> Math.multiplyExact(left, right);
            };
        } catch (ArithmeticException overflow) {
            throw outOfRange();
        }
    }

    private static DatabaseException outOfRange() {
        return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "money out of range");
    }

    private static long divide(long cents, long divisor) {
        requireDivisor(divisor == 0);
        if (cents == Long.MIN_VALUE && divisor == -1) {
            throw outOfRange();
        }
        return cents / divisor;
    }

    private static void requireDivisor(boolean zero) {
        if (zero) {
            throw new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
        }
    }

    private static long rounded(double cents) {
        double whole = Math.rint(cents);
        if (Double.isNaN(whole) || whole < -0x1p63 || whole >= 0x1p63) {
            throw outOfRange();
        }
        return (long) whole;
    }

    /// The amount in words, as on a cheque.
    private static String words(long amount) {
        // The absolute value of the least number is read as an unsigned one.
        long cents = Math.abs(amount);
        long whole = Long.divideUnsigned(cents, CENTS);
        long rest = Long.remainderUnsigned(cents, CENTS);
        var text = new StringBuilder(amount < 0 ? "minus " : "");
        long scale = 1;
        for (int i = 1; i < THOUSANDS.length; i++) {
            scale *= 1000;
        }
        boolean any = false;
        for (int i = THOUSANDS.length - 1; i >= 0; i--) {
            int group = (int) (whole / scale % 1000);
            if (group > 0) {
                text.append(hundreds(group)).append(THOUSANDS[i]).append(' ');
                any = true;
            }
            scale /= 1000;
        }
        if (!any) {
            text.append("zero ");
        }
        text.append(whole == 1 ? "dollar and " : "dollars and ");
        text.append(hundreds((int) rest)).append(rest == 1 ? " cent" : " cents");
        text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
        return text.toString();
    }

    private static String hundreds(int number) {
        if (number <= 20) {
            return number == 20 ? "twenty" : SMALL[number];
        }
        int rest = number % 100;
        if (rest == 0) {
            return SMALL[number / 100] + " hundred";
        }
        var text = new StringBuilder();
        if (number > 99) {
            text.append(SMALL[number / 100]).append(" hundred ");
            if (rest < 10) {
                return text.append("and ").append(SMALL[rest]).toString();
            }
            if (rest <= 20) {
                return text.append(rest == 20 ? "twenty" : SMALL[rest]).toString();
            }
        }
        text.append(TENS[rest / 10]);
        if (rest % 10 != 0) {
            text.append(' ').append(SMALL[rest % 10]);
        }
        return text.toString();
    }
}
