package dev.reckon.sql.function.number;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Arithmetic of single numerics, NaN and infinities included, with PostgreSQL's result scales.
public final class Decimals {
    static final int SCALE_MAX = 16_383;
    static final int DISPLAY_SCALE_MAX = 1000;
    static final int SIGNIFICANT_DIGITS_MIN = 16;
    private static final int DIGITS_BEFORE_POINT_MAX = 131_072;
    private static final int GROUP_DIGITS = 4;

    private Decimals() {}

    /// Returns a numeric value of a number within PostgreSQL's range.
    ///
    /// @throws DatabaseException 22003
    public static Value of(BigDecimal number) {
        return new Value.Numeric(check(number));
    }

    static BigDecimal check(BigDecimal number) {
        if ((long) number.precision() - number.scale() > DIGITS_BEFORE_POINT_MAX) {
            throw overflow();
        }
        if (number.scale() < 0) {
            return number.setScale(0);
        }
        return number.scale() > SCALE_MAX
                ? number.setScale(SCALE_MAX, RoundingMode.HALF_UP)
                : number;
    }

    static DatabaseException overflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    /// -1, 0 or 1; of an infinity its sign; of NaN 0.
    static int signum(Value value) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) -> number.signum();
            case Value.SpecialNumeric special ->
                    switch (special) {
                        case NEGATIVE_INFINITY -> -1;
                        case POSITIVE_INFINITY -> 1;
                        case NAN -> 0;
                    };
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        };
    }

    static boolean isNaN(Value value) {
        return value == Value.SpecialNumeric.NAN;
    }

    private static Value infinity(int sign) {
        return sign < 0
                ? Value.SpecialNumeric.NEGATIVE_INFINITY
                : Value.SpecialNumeric.POSITIVE_INFINITY;
    }

    /// Returns the sum.
    public static Value add(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal a)
                && right instanceof Value.Numeric(BigDecimal b)) {
            return of(a.add(b));
        }
        if (left instanceof Value.Numeric) {
            return right;
        }
        if (right instanceof Value.Numeric) {
            return left;
        }
        return left.equals(right) ? left : Value.SpecialNumeric.NAN;
    }

    /// Returns the difference.
    public static Value subtract(Value left, Value right) {
        return add(left, negate(right));
    }

    /// Returns the opposite number.
    public static Value negate(Value value) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) -> new Value.Numeric(number.negate());
            case Value.SpecialNumeric special ->
                    special == Value.SpecialNumeric.NAN ? special : infinity(-signum(special));
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        };
    }

    /// Returns the product.
    public static Value multiply(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal a)
                && right instanceof Value.Numeric(BigDecimal b)) {
            return of(a.multiply(b));
        }
        int sign = signum(left) * signum(right);
        return isNaN(left) || isNaN(right) || sign == 0 ? Value.SpecialNumeric.NAN : infinity(sign);
    }

    /// Returns the quotient, rounded to at least 16 significant digits.
    ///
    /// @throws DatabaseException 22012
    public static Value divide(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal a)
                && right instanceof Value.Numeric(BigDecimal b)) {
            if (b.signum() == 0) {
                throw Overflow.divisionByZero();
            }
            return of(a.divide(b, divisionScale(a, b), RoundingMode.HALF_UP));
        }
        if (isNaN(left) || isNaN(right)) {
            return Value.SpecialNumeric.NAN;
        }
        if (right instanceof Value.Numeric(BigDecimal b)) {
            if (b.signum() == 0) {
                throw Overflow.divisionByZero();
            }
            return infinity(signum(left) * b.signum());
        }
        return left instanceof Value.Numeric
                ? new Value.Numeric(BigDecimal.ZERO)
                : Value.SpecialNumeric.NAN;
    }

    /// The scale of a quotient: enough for 16 significant digits, and no less than the operands'.
    static int divisionScale(BigDecimal left, BigDecimal right) {
        int weight = weight(left) - weight(right);
        if (firstGroup(left) <= firstGroup(right)) {
            weight--;
        }
        int scale = SIGNIFICANT_DIGITS_MIN - weight * GROUP_DIGITS;
        scale = Math.max(scale, Math.max(left.scale(), right.scale()));
        return Math.clamp(scale, 0, DISPLAY_SCALE_MAX);
    }

    /// The weight of the first base-10,000 digit; the first group counts from 0 at the point.
    static int weight(BigDecimal number) {
        return number.signum() == 0
                ? 0
                : Math.floorDiv(number.precision() - number.scale() - 1, GROUP_DIGITS);
    }

    private static int firstGroup(BigDecimal number) {
        if (number.signum() == 0) {
            return 0;
        }
        int exponent = number.precision() - number.scale() - 1;
        int digits = Math.floorMod(exponent, GROUP_DIGITS) + 1;
        BigInteger unscaled = number.unscaledValue().abs();
        int surplus = number.precision() - digits;
        return surplus >= 0
                ? unscaled.divide(BigInteger.TEN.pow(surplus)).intValue()
                : unscaled.multiply(BigInteger.TEN.pow(-surplus)).intValue();
    }

    /// Returns the remainder, with the sign of the dividend.
    ///
    /// @throws DatabaseException 22012
    public static Value remainder(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal a)
                && right instanceof Value.Numeric(BigDecimal b)) {
            if (b.signum() == 0) {
                throw Overflow.divisionByZero();
            }
            return of(a.remainder(b).setScale(Math.max(a.scale(), b.scale())));
        }
        if (isNaN(left) || isNaN(right)) {
            return Value.SpecialNumeric.NAN;
        }
        if (left instanceof Value.SpecialNumeric) {
            if (right instanceof Value.Numeric(BigDecimal b) && b.signum() == 0) {
                throw Overflow.divisionByZero();
            }
            return Value.SpecialNumeric.NAN;
        }
        return left;
    }

    /// Returns the quotient without its fraction.
    public static Value quotient(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal a)
                && right instanceof Value.Numeric(BigDecimal b)) {
            if (b.signum() == 0) {
                throw Overflow.divisionByZero();
            }
            return of(a.divideToIntegralValue(b).setScale(0, RoundingMode.DOWN));
        }
        return divide(left, right);
    }

    /// Rounds half away from zero, or cuts off.
    ///
    /// @param scale may be negative
    public static Value round(Value value, int scale, RoundingMode mode) {
        if (!(value instanceof Value.Numeric(BigDecimal number))) {
            return value;
        }
        int wanted = Math.clamp(scale, -DIGITS_BEFORE_POINT_MAX, SCALE_MAX);
        BigDecimal rounded = number.setScale(wanted, mode);
        return of(wanted < 0 ? rounded.setScale(0) : rounded);
    }

    /// Returns the square root of a number that is not negative.
    public static Value sqrt(Value value) {
        return value instanceof Value.Numeric(BigDecimal number)
                ? of(DecimalMath.sqrt(number))
                : value;
    }

    /// Returns a double as a numeric, with its first `digits` significant digits.
    public static Value ofDouble(double value, int digits) {
        if (Double.isNaN(value)) {
            return Value.SpecialNumeric.NAN;
        }
        if (Double.isInfinite(value)) {
            return infinity(value < 0 ? -1 : 1);
        }
        if (value == 0) {
            return new Value.Numeric(BigDecimal.ZERO);
        }
        BigDecimal rounded =
                new BigDecimal(value)
                        .round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN));
        BigDecimal stripped = rounded.stripTrailingZeros();
        return of(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    /// Returns a numeric as a double.
    public static double toDouble(Value value) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) -> number.doubleValue();
            case Value.SpecialNumeric special ->
                    switch (special) {
                        case NAN -> Double.NaN;
                        case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
                        case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
                    };
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        };
    }
}
