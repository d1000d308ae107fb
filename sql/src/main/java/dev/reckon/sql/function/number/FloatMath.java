package dev.reckon.sql.function.number;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Mathematical functions of double precision with PostgreSQL's domain errors.
final class FloatMath {
    private static final double RADIANS_PER_DEGREE = Math.PI / 180;
    private static final double SINE_30 = Math.sin(30 * RADIANS_PER_DEGREE);
    private static final double ONE_MINUS_COSINE_60 = 1 - Math.cos(60 * RADIANS_PER_DEGREE);

    private FloatMath() {}

    static double sqrt(double x) {
        if (x < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "cannot take square root of a negative number");
        }
        return Math.sqrt(x);
    }

    static double exp(double x) {
        double result = Math.exp(x);
        if (Double.isInfinite(result) && !Double.isInfinite(x)) {
            throw Overflow.floatOverflow();
        }
        if (result == 0 && !Double.isInfinite(x)) {
            throw Overflow.floatUnderflow();
        }
        return result;
    }

    private static void requirePositive(double x) {
        if (x <= 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
                    x == 0
                            ? "cannot take logarithm of zero"
                            : "cannot take logarithm of a negative number");
        }
    }

    static double ln(double x) {
        requirePositive(x);
        return Math.log(x);
    }

    static double log10(double x) {
        requirePositive(x);
        return Math.log10(x);
    }

    static double power(double x, double y) {
        if (Double.isNaN(x)) {
            return y == 0 ? 1 : x;
        }
        if (Double.isNaN(y)) {
            return x == 1 ? 1 : y;
        }
        if (x == 0 && y < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "zero raised to a negative power is undefined");
        }
        if (x < 0 && Math.floor(y) != y) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        if (x == -1 && Double.isInfinite(y)) {
            return 1;
        }
        if (x == 1) {
            return 1;
        }
        double result = Math.pow(x, y);
        boolean finite = !Double.isInfinite(x) && !Double.isInfinite(y);
        if (finite && Double.isInfinite(result)) {
            throw Overflow.floatOverflow();
        }
        if (finite && result == 0 && x != 0) {
            throw Overflow.floatUnderflow();
        }
        return result;
    }

    /// Returns the result of a function that is not defined for infinities.
    static double periodic(double x, double result) {
        if (Double.isInfinite(x)) {
            throw inputOutOfRange();
        }
        return result;
    }

    static DatabaseException inputOutOfRange() {
        return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    /// Returns the result of an inverse function that is defined from -1 to 1.
    static double inverse(double x, double result) {
        if (x < -1 || x > 1) {
            throw inputOutOfRange();
        }
        return result;
    }

    static double asinh(double x) {
        return Double.isInfinite(x) || x == 0
                ? x
                : Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
    }

    static double acosh(double x) {
        if (x < 1) {
            throw inputOutOfRange();
        }
        return Math.log(x + Math.sqrt(x * x - 1));
    }

    static double atanh(double x) {
        if (x < -1 || x > 1) {
            throw inputOutOfRange();
        }
        if (x == -1 || x == 1) {
            return x > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }

    static double cot(double x) {
        return periodic(x, 1 / Math.tan(x));
    }

    /// Degrees give exact results at multiples of 30 and 45.
    static double sind(double degrees) {
        double x = periodic(degrees, degrees) % 360;
        double sign = 1;
        if (x < 0) {
            x = -x;
            sign = -1;
        }
        if (x > 180) {
            x = 360 - x;
            sign = -sign;
        }
        if (x > 90) {
            x = 180 - x;
        }
        return sign * firstQuadrantSine(x);
    }

    private static double firstQuadrantSine(double x) {
        return x <= 30 ? sineTo30(x) : cosineTo60(90 - x);
    }

    private static double firstQuadrantCosine(double x) {
        return x <= 60 ? cosineTo60(x) : sineTo30(90 - x);
    }

    private static double sineTo30(double x) {
        return Math.sin(x * RADIANS_PER_DEGREE) / SINE_30 / 2;
    }

    private static double cosineTo60(double x) {
        return 1 - (1 - Math.cos(x * RADIANS_PER_DEGREE)) / ONE_MINUS_COSINE_60 / 2;
    }

    static double cosd(double degrees) {
        double x = Math.abs(periodic(degrees, degrees) % 360);
        double sign = 1;
        if (x > 180) {
            x = 360 - x;
        }
        if (x > 90) {
            x = 180 - x;
            sign = -1;
        }
        return sign * firstQuadrantCosine(x);
    }

    static double tand(double degrees) {
        return quotient(degrees, false);
    }

    static double cotd(double degrees) {
        return quotient(degrees, true);
    }

    /// Sine over cosine or the reverse, from the first quadrant, over the same of 45 degrees, so
    /// that that is exact.
    private static double quotient(double degrees, boolean reversed) {
        double x = periodic(degrees, degrees) % 360;
        double sign = 1;
        if (x < 0) {
            x = -x;
            sign = -1;
        }
        if (x > 180) {
            x = 360 - x;
            sign = -sign;
        }
        if (x > 90) {
            x = 180 - x;
            sign = -sign;
        }
        double sine = firstQuadrantSine(x);
        double cosine = firstQuadrantCosine(x);
        double sine45 = firstQuadrantSine(45);
        double cosine45 = firstQuadrantCosine(45);
        double result =
                reversed
                        ? sign * (cosine / sine / (cosine45 / sine45))
                        : sign * (sine / cosine / (sine45 / cosine45));
        return result == 0 ? 0 : result;
    }

    static double asind(double x) {
        inverse(x, 0);
        return x >= 0 ? asindOfPositive(x) : -asindOfPositive(-x);
    }

    private static double asindOfPositive(double x) {
        return x <= 0.5
                ? Math.asin(x) / Math.asin(0.5) * 30
                : 90 - Math.acos(x) / Math.acos(0.5) * 60;
    }

    static double acosd(double x) {
        inverse(x, 0);
        return x >= 0 ? acosdOfPositive(x) : 90 + asindOfPositive(-x);
    }

    private static double acosdOfPositive(double x) {
        return x <= 0.5
                ? 90 - Math.asin(x) / Math.asin(0.5) * 30
                : Math.acos(x) / Math.acos(0.5) * 60;
    }

    static double atand(double x) {
        return Math.atan(x) / Math.atan(1.0) * 45;
    }

    static double atan2d(double y, double x) {
        return Math.atan2(y, x) / Math.atan(1.0) * 45;
    }

    /// Returns the bucket of an equal-width histogram that a number falls into.
    static long widthBucket(double operand, double low, double high, long count) {
        checkBuckets(count);
        if (Double.isNaN(operand) || Double.isNaN(low) || Double.isNaN(high)) {
            throw bucketError("operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw bucketError("lower and upper bounds must be finite");
        }
        if (low == high) {
            throw bucketError("lower bound cannot equal upper bound");
        }
        boolean ascending = low < high;
        if (ascending ? operand < low : operand > low) {
            return 0;
        }
        if (ascending ? operand >= high : operand <= high) {
            if (count == Integer.MAX_VALUE) {
                throw new DatabaseException(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
            }
            return count + 1;
        }
        long bucket = (long) (count * ((operand - low) / (high - low)));
        return Math.min(bucket, count - 1) + 1;
    }

    static void checkBuckets(long count) {
        if (count <= 0) {
            throw bucketError("count must be greater than zero");
        }
    }

    static DatabaseException bucketError(String message) {
        return new DatabaseException(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, message);
    }
}
