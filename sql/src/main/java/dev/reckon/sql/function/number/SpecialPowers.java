package dev.reckon.sql.function.number;

import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// Powers of numerics of which one is NaN or infinite, by the rules of POSIX for `pow`, as
/// PostgreSQL has them for numeric: exactly, where a double could not tell one from its neighbours
/// or odd from even.
final class SpecialPowers {
    private static final Value ZERO = new Value.Numeric(BigDecimal.ZERO);
    private static final Value ONE = new Value.Numeric(BigDecimal.ONE);

    private SpecialPowers() {}

    /// @throws dev.reckon.storage.error.DatabaseException 2201F for zero to a negative power and
    ///   roots of negative numbers
    static Value power(Value base, Value exponent) {
        if (Decimals.isNaN(base)) {
            return Decimals.signum(exponent) == 0 && !Decimals.isNaN(exponent) ? ONE : base;
        }
        if (Decimals.isNaN(exponent)) {
            return isOne(base) ? ONE : exponent;
        }
        DecimalMath.requirePower(
                Decimals.signum(base), Decimals.signum(exponent), isIntegral(exponent));
        if (isOne(base) || Decimals.signum(exponent) == 0) {
            return ONE;
        }
        if (Decimals.signum(base) == 0) {
            return ZERO;
        }
        return exponent instanceof Value.Numeric(BigDecimal power)
                ? ofInfinity(Decimals.signum(base), power)
                : toInfinity(base, Decimals.signum(exponent));
    }

    private static Value ofInfinity(int sign, BigDecimal power) {
        if (power.signum() < 0) {
            return ZERO;
        }
        return sign < 0 && power.toBigInteger().testBit(0)
                ? Value.SpecialNumeric.NEGATIVE_INFINITY
                : Value.SpecialNumeric.POSITIVE_INFINITY;
    }

    /// @param sign of the infinite exponent
    private static Value toInfinity(Value base, int sign) {
        int size =
                base instanceof Value.Numeric(BigDecimal b) ? b.abs().compareTo(BigDecimal.ONE) : 1;
        if (size == 0) {
            return ONE;
        }
        return size == sign ? Value.SpecialNumeric.POSITIVE_INFINITY : ZERO;
    }

    private static boolean isOne(Value value) {
        return value instanceof Value.Numeric(BigDecimal b) && b.compareTo(BigDecimal.ONE) == 0;
    }

    private static boolean isIntegral(Value value) {
        return !(value instanceof Value.Numeric(BigDecimal b))
                || b.stripTrailingZeros().scale() <= 0;
    }
}
