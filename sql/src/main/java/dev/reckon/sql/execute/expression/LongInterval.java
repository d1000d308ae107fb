package dev.reckon.sql.execute.expression;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumberInterval;
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

    /// Returns these numbers, or all others.
    NumberInterval numbers(boolean inside) {
        return new NumberInterval(least, greatest, inside);
    }

    /// Finds the selected rows whose value is in the interval, and not NULL.
    int select(long[] values, long[] nulls, Batch rows, int[] selected) {
        if (isEmpty()) {
            return 0;
        }
        long from = least;
        long span = greatest - least;
        int count = 0;
        int end = rows.selectedCount();
        if (rows.isDense()) {
            for (int row = 0; row < end; row++) {
                selected[count] = row;
                count += isAtMost(values[row] - from, span);
            }
        } else {
            int[] selection = rows.selection();
            for (int i = 0; i < end; i++) {
                int row = selection[i];
                selected[count] = row;
                count += isAtMost(values[row] - from, span);
            }
        }
        return nulls.length == 0 ? count : withoutNulls(nulls, selected, count);
    }

    /// Returns 1 when `distance` is at most `span`, both without sign, else 0: whether nothing is
    /// borrowed in their subtraction. So both ends are tested at once and without a branch, which
    /// the compiler makes of a comparison, and which costs ten times as much where half of the rows
    /// are selected.
    private static int isAtMost(long distance, long span) {
        long borrow = (~span & distance) | ((~span | distance) & (span - distance));
        return 1 - (int) (borrow >>> 63);
    }

    /// Finds the selected rows whose value is not in the interval, and not NULL.
    int selectOthers(long[] values, long[] nulls, Batch rows, int[] selected) {
        int count = 0;
        long from = least;
        long span = greatest - least;
        int inEmpty = isEmpty() ? 0 : 1;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            selected[count] = row;
            count += 1 - (inEmpty & isAtMost(values[row] - from, span));
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
