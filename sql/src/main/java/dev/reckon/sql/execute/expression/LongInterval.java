package dev.reckon.sql.execute.expression;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.Nulls;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// The numbers from `least` to `greatest`; none when that is less.
record LongInterval(long least, long greatest) {
    static final LongInterval ALL = new LongInterval(Long.MIN_VALUE, Long.MAX_VALUE);
    static final LongInterval NONE = new LongInterval(0, -1);

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /// Returns the numbers that compare so with `bound`; `operator` is not NOT_EQUAL.
    static LongInterval of(ComparisonOperator operator, long bound) {
        return switch (operator) {
            case LESS ->
                    bound == Long.MIN_VALUE ? NONE : new LongInterval(Long.MIN_VALUE, bound - 1);
            case LESS_OR_EQUAL -> new LongInterval(Long.MIN_VALUE, bound);
            case EQUAL -> new LongInterval(bound, bound);
            case GREATER_OR_EQUAL -> new LongInterval(bound, Long.MAX_VALUE);
            case GREATER ->
                    bound == Long.MAX_VALUE ? NONE : new LongInterval(bound + 1, Long.MAX_VALUE);
            case NOT_EQUAL -> throw new IllegalArgumentException("not an interval");
        };
    }

    /// Returns the unscaled numbers of a scale that compare so with `bound`; `operator` is not
    /// NOT_EQUAL.
    static LongInterval of(ComparisonOperator operator, BigDecimal bound, int scale) {
        BigDecimal scaled = bound.movePointRight(scale);
        BigInteger floor = scaled.setScale(0, RoundingMode.FLOOR).unscaledValue();
        BigInteger ceiling = scaled.setScale(0, RoundingMode.CEILING).unscaledValue();
        return switch (operator) {
            case LESS -> upTo(ceiling.subtract(BigInteger.ONE));
            case LESS_OR_EQUAL -> upTo(floor);
            case EQUAL -> floor.equals(ceiling) ? upTo(floor).intersect(from(floor)) : NONE;
            case GREATER_OR_EQUAL -> from(ceiling);
            case GREATER -> from(floor.add(BigInteger.ONE));
            case NOT_EQUAL -> throw new IllegalArgumentException("not an interval");
        };
    }

    private static LongInterval upTo(BigInteger greatest) {
        return greatest.compareTo(LONG_MIN) < 0
                ? NONE
                : new LongInterval(Long.MIN_VALUE, greatest.min(LONG_MAX).longValueExact());
    }

    private static LongInterval from(BigInteger least) {
        return least.compareTo(LONG_MAX) > 0
                ? NONE
                : new LongInterval(least.max(LONG_MIN).longValueExact(), Long.MAX_VALUE);
    }

    LongInterval intersect(LongInterval other) {
        long from = Math.max(least, other.least);
        long to = Math.min(greatest, other.greatest);
        return from > to ? NONE : new LongInterval(from, to);
    }

    boolean isEmpty() {
        return least > greatest;
    }

    /// Finds the selected rows whose value is in the interval, and not NULL.
    int select(long[] values, long[] nulls, Batch rows, int[] selected) {
        if (isEmpty()) {
            return 0;
        }
        // One unsigned comparison tests both ends; adding its outcome needs no branch.
        long from = least;
        long width = greatest - least + Long.MIN_VALUE;
        int count = 0;
        int end = rows.selectedCount();
        if (rows.isDense()) {
            for (int row = 0; row < end; row++) {
                selected[count] = row;
                count += values[row] - from + Long.MIN_VALUE <= width ? 1 : 0;
            }
        } else {
            int[] selection = rows.selection();
            for (int i = 0; i < end; i++) {
                int row = selection[i];
                selected[count] = row;
                count += values[row] - from + Long.MIN_VALUE <= width ? 1 : 0;
            }
        }
        return nulls.length == 0 ? count : withoutNulls(nulls, selected, count);
    }

    /// Finds the selected rows whose value is not in the interval, and not NULL.
    int selectOthers(long[] values, long[] nulls, Batch rows, int[] selected) {
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            selected[count] = row;
            count += values[row] < least || values[row] > greatest ? 1 : 0;
        }
        return nulls.length == 0 ? count : withoutNulls(nulls, selected, count);
    }

    /// Drops NULL rows from `selected[0, count)`, and returns how many are left.
    static int withoutNulls(long[] nulls, int[] selected, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = selected[i];
            selected[kept] = row;
            kept += Nulls.isNull(nulls, row) ? 0 : 1;
        }
        return kept;
    }
}
