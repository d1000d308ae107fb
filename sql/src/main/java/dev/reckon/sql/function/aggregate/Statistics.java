package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/// Variance, standard deviation, covariance, correlation and regression.
final class Statistics {
    private Statistics() {}

    /// Returns variance or standard deviation of integers or numerics, exactly before the division.
    ///
    /// @param sample divides by n-1 rather than n
    static Value ofDecimals(List<Value[]> rows, boolean sample, boolean root) {
        long count = rows.size();
        if (count == 0 || (sample && count < 2)) {
            return Value.Null.NULL;
        }
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (Value[] row : Cancellation.each(rows)) {
            if (row[0] instanceof Value.SpecialNumeric) {
                return Value.SpecialNumeric.NAN;
            }
            BigDecimal x =
                    row[0] instanceof Value.Int(long number)
                            ? BigDecimal.valueOf(number)
                            : ((Value.Numeric) row[0]).value();
            sum = sum.add(x);
            squares = squares.add(x.multiply(x));
        }
        BigDecimal n = BigDecimal.valueOf(count);
        BigDecimal numerator = n.multiply(squares).subtract(sum.multiply(sum));
        if (numerator.signum() <= 0) {
            return new Value.Numeric(BigDecimal.ZERO);
        }
        BigDecimal denominator = n.multiply(BigDecimal.valueOf(sample ? count - 1 : count));
        Value variance =
                Decimals.divide(new Value.Numeric(numerator), new Value.Numeric(denominator));
        if (!root || !(variance instanceof Value.Numeric(BigDecimal exact))) {
            return variance;
        }
        // The root has as many digits after the point as the division gave.
        var context =
                new MathContext(exact.precision() + exact.scale() + 2, RoundingMode.HALF_EVEN);
        return new Value.Numeric(exact.sqrt(context).setScale(exact.scale(), RoundingMode.HALF_UP));
    }

    /// The sums of Youngs and Cramer's method ("Some Results Relevant to Choice of Sum and
    /// Sum-of-Product Algorithms", 1971) over pairs, y before x as in SQL.
    record Sums(long count, double sumX, double sxx, double sumY, double syy, double sxy) {
        static Sums of(List<Value[]> rows) {
            long n = 0;
            double sumX = 0;
            double sxx = 0;
            double sumY = 0;
            double syy = 0;
            double sxy = 0;
            for (Value[] row : Cancellation.each(rows)) {
                double y = ((Value.Real) row[0]).value();
                double x = row.length > 1 ? ((Value.Real) row[1]).value() : y;
                n++;
                sumX += x;
                sumY += y;
                if (n > 1) {
                    double dx = x * n - sumX;
                    double dy = y * n - sumY;
                    double scale = 1.0 / ((double) n * (n - 1));
                    sxx += dx * dx * scale;
                    syy += dy * dy * scale;
                    sxy += dx * dy * scale;
                } else if (!Double.isFinite(x) || !Double.isFinite(y)) {
                    sxx = Double.NaN;
                    syy = Double.NaN;
                    sxy = Double.NaN;
                }
            }
            return new Sums(n, sumX, sxx, sumY, syy, sxy);
        }
    }

    /// Returns variance or standard deviation of floating-point numbers.
    static Value ofReals(List<Value[]> rows, boolean sample, boolean root) {
        Sums sums = Sums.of(rows);
        if (sums.count == 0 || (sample && sums.count < 2)) {
            return Value.Null.NULL;
        }
        double variance = sums.sxx / (sample ? sums.count - 1 : sums.count);
        return new Value.Real(root ? Math.sqrt(variance) : variance);
    }

    /// Returns the result of a regression function by its SQL name.
    static Value regression(String name, List<Value[]> rows) {
        Sums s = Sums.of(rows);
        if (name.equals("regr_count")) {
            return new Value.Int(s.count);
        }
        if (s.count == 0 || (name.equals("covar_samp") && s.count < 2)) {
            return Value.Null.NULL;
        }
        return switch (name) {
            case "regr_sxx" -> new Value.Real(s.sxx);
            case "regr_syy" -> new Value.Real(s.syy);
            case "regr_sxy" -> new Value.Real(s.sxy);
            case "regr_avgx" -> new Value.Real(s.sumX / s.count);
            case "regr_avgy" -> new Value.Real(s.sumY / s.count);
            case "covar_pop" -> new Value.Real(s.sxy / s.count);
            case "covar_samp" -> new Value.Real(s.sxy / (s.count - 1));
            case "corr" ->
                    s.sxx == 0 || s.syy == 0
                            ? Value.Null.NULL
                            : new Value.Real(s.sxy / Math.sqrt(s.sxx * s.syy));
            case "regr_r2" ->
                    s.sxx == 0
                            ? Value.Null.NULL
                            : new Value.Real(s.syy == 0 ? 1 : s.sxy * s.sxy / (s.sxx * s.syy));
            case "regr_slope" -> s.sxx == 0 ? Value.Null.NULL : new Value.Real(s.sxy / s.sxx);
            case "regr_intercept" ->
                    s.sxx == 0
                            ? Value.Null.NULL
                            : new Value.Real((s.sumY - s.sumX * s.sxy / s.sxx) / s.count);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
