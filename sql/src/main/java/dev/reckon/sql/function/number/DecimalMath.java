package dev.reckon.sql.function.number;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Roots, powers, logarithms and exponentials of numerics, with PostgreSQL's result scales.
final class DecimalMath {
    private static final int GUARD_DIGITS = 12;
    private static final double LOG10_E = 0.434294481903252;

    /// Past this power of e PostgreSQL stops: three times the digits after the point of a result.
    private static final int EXPONENT_MAX = 3 * 2 * Decimals.DISPLAY_SCALE_MAX;

    /// The largest exponent of [BigDecimal#pow(int, MathContext)].
    private static final BigDecimal PRODUCT_EXPONENT_MAX = BigDecimal.valueOf(999_999_999);

    /// The JDK finds the divisor of two such numbers within a millisecond.
    private static final int GCD_BITS_MAX = 8192;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private DecimalMath() {}

    private static int clampScale(int scale) {
        return Math.clamp(scale, 0, Decimals.DISPLAY_SCALE_MAX);
    }

    static BigDecimal sqrt(BigDecimal number) {
        if (number.signum() < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "cannot take square root of a negative number");
        }
        int weight = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
        int group = Math.floorDiv(weight, 4);
        int resultWeight = group >= 0 ? group * 2 + 1 : 1 - (1 - group * 4) / 2;
        int scale = Decimals.SIGNIFICANT_DIGITS_MIN - resultWeight;
        scale = clampScale(Math.max(scale, number.scale()));
        BigInteger scaled = number.setScale(2 * scale + 2, RoundingMode.DOWN).unscaledValue();
        BigInteger[] root = scaled.sqrtAndRemainder();
        var exact = new BigDecimal(root[0], scale + 1);
        return exact.setScale(scale, RoundingMode.HALF_UP);
    }

    static BigDecimal exp(BigDecimal number) {
        double approximate = number.doubleValue() * LOG10_E;
        double value = number.doubleValue();
        if (value >= EXPONENT_MAX) {
            throw Decimals.overflow();
        }
        int weight = (int) Math.max(approximate, -Decimals.DISPLAY_SCALE_MAX);
        int scale = clampScale(Math.max(Decimals.SIGNIFICANT_DIGITS_MIN - weight, number.scale()));
        if (value <= -EXPONENT_MAX) {
            return BigDecimal.ZERO.setScale(scale);
        }
        var context =
                new MathContext(
                        Math.max(1, scale + weight + 1 + GUARD_DIGITS), RoundingMode.HALF_EVEN);
        return exp(number, context).setScale(scale, RoundingMode.HALF_UP);
    }

    /// Halves the argument until it is small, sums the Taylor series, and squares as often.
    private static BigDecimal exp(BigDecimal number, MathContext context) {
        int halvings =
                Math.max(
                        0,
                        (int)
                                        Math.ceil(
                                                Math.log(Math.abs(number.doubleValue()) + 1e-300)
                                                        / Math.log(2))
                                + 8);
        var inner =
                new MathContext(
                        context.getPrecision() + halvings / 3 + GUARD_DIGITS,
                        RoundingMode.HALF_EVEN);
        BigDecimal x = number.divide(TWO.pow(halvings), inner);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; ; n++) {
            Cancellation.check();
            term = term.multiply(x, inner).divide(BigDecimal.valueOf(n), inner);
            if (term.signum() == 0 || term.precision() - term.scale() < -inner.getPrecision()) {
                break;
            }
            sum = sum.add(term, inner);
        }
        for (int i = 0; i < halvings; i++) {
            Cancellation.check();
            sum = sum.multiply(sum, inner);
        }
        return sum;
    }

    static BigDecimal ln(BigDecimal number) {
        requirePositive(number);
        int scale =
                clampScale(
                        Math.max(
                                Decimals.SIGNIFICANT_DIGITS_MIN - lnWeight(number),
                                number.scale()));
        return ln(number, scale + GUARD_DIGITS).setScale(scale, RoundingMode.HALF_UP);
    }

    private static final BigDecimal NEAR_ONE = new BigDecimal("0.1");

    private static void requirePositive(BigDecimal number) {
        if (number.signum() <= 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
                    number.signum() == 0
                            ? "cannot take logarithm of zero"
                            : "cannot take logarithm of a negative number");
        }
    }

    /// Estimates the decimal exponent of a natural logarithm, as PostgreSQL does, which chooses by
    /// it how many digits to give: near 1 it is that of the distance from 1.
    private static int lnWeight(BigDecimal number) {
        BigDecimal distance = number.subtract(BigDecimal.ONE);
        if (distance.abs().compareTo(NEAR_ONE) <= 0) {
            return distance.signum() == 0 ? 0 : distance.precision() - distance.scale() - 1;
        }
        double ln = approximateLn(number);
        return ln == 0 ? 0 : (int) Math.log10(Math.abs(ln));
    }

    private static double approximateLn(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        double mantissa = number.movePointLeft(exponent).doubleValue();
        double ln = Math.log(mantissa) + exponent * Math.log(10);
        if (Math.abs(ln) < 0.1) {
            ln = number.subtract(BigDecimal.ONE).doubleValue();
        }
        return ln;
    }

    /// Newton's iteration on the exponential, from the double's logarithm.
    private static BigDecimal ln(BigDecimal number, int scale) {
        int digits = scale + Math.max(0, lnWeight(number)) + GUARD_DIGITS;
        var context = new MathContext(digits, RoundingMode.HALF_EVEN);
        int exponent = number.precision() - number.scale() - 1;
        BigDecimal mantissa = number.movePointLeft(exponent);
        BigDecimal result = lnOfMantissa(mantissa, context);
        if (exponent != 0) {
            result =
                    result.add(
                            lnOfMantissa(BigDecimal.TEN, context)
                                    .multiply(BigDecimal.valueOf(exponent)));
        }
        return result;
    }

    private static BigDecimal lnOfMantissa(BigDecimal number, MathContext context) {
        BigDecimal y = BigDecimal.valueOf(Math.log(number.doubleValue()));
        for (int correct = 14; correct < context.getPrecision() * 2; correct *= 2) {
            Cancellation.check();
            BigDecimal power = exp(y, context);
            BigDecimal step =
                    number.subtract(power).multiply(TWO).divide(number.add(power), context);
            y = y.add(step, context);
        }
        return y;
    }

    /// Returns the logarithm of a number to a base.
    static BigDecimal log(BigDecimal base, BigDecimal number) {
        requirePositive(base);
        requirePositive(number);
        if (base.compareTo(BigDecimal.ONE) == 0) {
            throw Overflow.divisionByZero();
        }
        int weight = lnWeight(number) - lnWeight(base);
        int scale =
                clampScale(
                        Math.max(
                                Decimals.SIGNIFICANT_DIGITS_MIN - weight,
                                Math.max(base.scale(), number.scale())));
        int inner = scale + GUARD_DIGITS + Math.max(0, weight);
        return ln(number, inner)
                .divide(
                        ln(base, inner),
                        new MathContext(inner + GUARD_DIGITS, RoundingMode.HALF_EVEN))
                .setScale(scale, RoundingMode.HALF_UP);
    }

    /// Refuses powers that no real number is.
    ///
    /// @throws DatabaseException 2201F
    static void requirePower(int baseSign, int exponentSign, boolean isInteger) {
        if (baseSign == 0 && exponentSign < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "zero raised to a negative power is undefined");
        }
        if (baseSign < 0 && !isInteger) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
    }

    /// Returns a power.
    ///
    /// @throws DatabaseException 22003 where PostgreSQL has it: an exponent that is no integer goes
    ///   through [#exp], whose bound it shares; 2201F for roots of negative numbers
    static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        boolean isInteger = exponent.stripTrailingZeros().scale() <= 0;
        requirePower(base.signum(), exponent.signum(), isInteger);
        int operandScale = Math.max(base.scale(), exponent.scale());
        if (base.signum() == 0) {
            int scale = clampScale(Math.max(Decimals.SIGNIFICANT_DIGITS_MIN, operandScale));
            return (exponent.signum() == 0 ? BigDecimal.ONE : BigDecimal.ZERO).setScale(scale);
        }
        double approximate = exponent.doubleValue() * approximateLn(base.abs()) * LOG10_E;
        boolean isRepeatedProduct =
                isInteger && exponent.abs().compareTo(PRODUCT_EXPONENT_MAX) <= 0;
        if (approximate > (isRepeatedProduct ? 131_072 : EXPONENT_MAX * LOG10_E)) {
            throw Decimals.overflow();
        }
        int weight = (int) Math.floor(Math.max(approximate, -Decimals.DISPLAY_SCALE_MAX));
        int scale =
                clampScale(
                        Math.max(
                                Decimals.SIGNIFICANT_DIGITS_MIN
                                        - (int) Math.max(approximate, -Decimals.DISPLAY_SCALE_MAX),
                                operandScale));
        if (isInteger && exponent.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            scale = clampScale(Math.max(Decimals.SIGNIFICANT_DIGITS_MIN, base.scale()));
        }
        if (approximate < -scale - 10) {
            return BigDecimal.ZERO.setScale(scale);
        }
        int digits = Math.max(1, scale + weight + 1 + GUARD_DIGITS);
        var context = new MathContext(digits + GUARD_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal result;
        if (isRepeatedProduct) {
            int n = exponent.intValue();
            result = base.pow(Math.abs(n), new MathContext(context.getPrecision() + 10));
            if (n < 0) {
                result = BigDecimal.ONE.divide(result, context);
            }
        } else {
            BigDecimal ln = ln(base.abs(), digits + GUARD_DIGITS);
            result = exp(exponent.multiply(ln), context);
            if (base.signum() < 0 && exponent.toBigInteger().testBit(0)) {
                result = result.negate();
            }
        }
        return result.setScale(scale, RoundingMode.HALF_UP);
    }

    /// Returns the greatest common divisor. The JDK's algorithm takes seconds for the largest
    /// numbers; Euclid's takes as long, but in steps between which it can be stopped.
    static BigInteger gcd(BigInteger left, BigInteger right) {
        BigInteger a = left.abs();
        BigInteger b = right.abs();
        while (b.bitLength() > GCD_BITS_MAX) {
            Cancellation.check();
            BigInteger rest = a.mod(b);
            a = b;
            b = rest;
        }
        return b.signum() == 0 ? a : b.gcd(a.mod(b));
    }

    static BigDecimal factorial(long n) {
        if (n < 0) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "factorial of a negative number is undefined");
        }
        if (n > 32_177) {
            throw Decimals.overflow();
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            Cancellation.check(i);
            product = product.multiply(BigInteger.valueOf(i));
        }
        return new BigDecimal(product);
    }
}
