package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumberInterval;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An expression compared with a value that is the same in every row, or with two: the most common
/// condition, with loops over plain arrays.
///
/// @param bound reads no column
/// @param secondBound of a second comparison with the same operand; `bound` again when there is
///   none
/// @param general computes the same for vectors that have no loop here
record BoundPredicate(
        Expression operand,
        ComparisonOperator operator,
        Expression bound,
        ComparisonOperator secondOperator,
        Expression secondBound,
        Predicate general)
        implements Predicate {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        ColumnVector boundVector = bound.evaluate(ONE_ROW, evaluation);
        ColumnVector secondVector = secondBound.evaluate(ONE_ROW, evaluation);
        if (boundVector.isNull(0) || secondVector.isNull(0)) {
            return 0;
        }
        ColumnVector vector = operand.evaluate(rows, evaluation);
        switch (vector) {
            case LongVector longs -> {
                long first = ((LongVector) boundVector).values()[0];
                if (operator == ComparisonOperator.NOT_EQUAL) {
                    return LongInterval.of(ComparisonOperator.EQUAL, first)
                            .selectOthers(longs.values(), longs.nulls(), rows, selected);
                }
                long second = ((LongVector) secondVector).values()[0];
                return LongInterval.of(operator, first)
                        .intersect(LongInterval.of(secondOperator, second))
                        .select(longs.values(), longs.nulls(), rows, selected);
            }
            case NumericVector numerics -> {
                if (numerics.isCompact()
                        && boundVector.value(0) instanceof Value.Numeric(BigDecimal first)
                        && secondVector.value(0) instanceof Value.Numeric(BigDecimal second)) {
                    return select(numerics, first, second, rows, selected);
                }
            }
            case DoubleVector doubles -> {
                long[] codes = codes(doubles.values(), rows);
                long first = code(((DoubleVector) boundVector).values()[0]);
                long second = code(((DoubleVector) secondVector).values()[0]);
                return operator == ComparisonOperator.NOT_EQUAL
                        ? LongInterval.of(ComparisonOperator.EQUAL, first)
                                .selectOthers(codes, doubles.nulls(), rows, selected)
                        : LongInterval.of(operator, first)
                                .intersect(LongInterval.of(secondOperator, second))
                                .select(codes, doubles.nulls(), rows, selected);
            }
            case BytesVector strings -> {
                int count =
                        select(
                                operator,
                                strings,
                                ((BytesVector) boundVector).copy(0),
                                rows,
                                selected);
                return bound.equals(secondBound)
                        ? count
                        : select(
                                secondOperator,
                                strings,
                                ((BytesVector) secondVector).copy(0),
                                rows.select(selected, count),
                                selected);
            }
            default -> {}
        }
        return general.select(rows, evaluation, selected);
    }

    @Override
    public Optional<NumberInterval> interval(Evaluation evaluation, int scale) {
        if (!(operand instanceof ColumnExpression)) {
            return Optional.empty();
        }
        ColumnVector first = bound.evaluate(ONE_ROW, evaluation);
        ColumnVector second = secondBound.evaluate(ONE_ROW, evaluation);
        boolean inside = operator != ComparisonOperator.NOT_EQUAL;
        ComparisonOperator firstOperator = inside ? operator : ComparisonOperator.EQUAL;
        ComparisonOperator lastOperator = inside ? secondOperator : ComparisonOperator.EQUAL;
        if (first.isNull(0) || second.isNull(0)) {
            return Optional.of(LongInterval.NONE.numbers(true));
        }
        if (first instanceof LongVector least && second instanceof LongVector greatest) {
            return Optional.of(
                    LongInterval.of(firstOperator, least.values()[0])
                            .intersect(LongInterval.of(lastOperator, greatest.values()[0]))
                            .numbers(inside));
        }
        return first.value(0) instanceof Value.Numeric(BigDecimal least)
                        && second.value(0) instanceof Value.Numeric(BigDecimal greatest)
                ? Optional.of(
                        LongInterval.of(firstOperator, least, scale)
                                .intersect(LongInterval.of(lastOperator, greatest, scale))
                                .numbers(inside))
                : Optional.empty();
    }

    /// Returns numbers that are in order as the selected rows' values are.
    private static long[] codes(double[] values, Batch rows) {
        long[] codes = new long[rows.rowCount()];
        if (rows.isDense()) {
            for (int row = 0; row < codes.length; row++) {
                codes[row] = code(values[row]);
            }
        } else {
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                codes[row] = code(values[row]);
            }
        }
        return codes;
    }

    /// There is one zero, and NaN is above all others.
    private static long code(double value) {
        long bits = Double.doubleToLongBits(value + 0d);
        return bits ^ (bits >> 63) >>> 1;
    }

    private int select(
            NumericVector numerics,
            BigDecimal first,
            BigDecimal second,
            Batch rows,
            int[] selected) {
        int scale = numerics.scale();
        if (operator == ComparisonOperator.NOT_EQUAL) {
            return LongInterval.of(ComparisonOperator.EQUAL, first, scale)
                    .selectOthers(numerics.unscaled(), numerics.nulls(), rows, selected);
        }
        return LongInterval.of(operator, first, scale)
                .intersect(LongInterval.of(secondOperator, second, scale))
                .select(numerics.unscaled(), numerics.nulls(), rows, selected);
    }

    private static int select(
            ComparisonOperator operator,
            BytesVector strings,
            byte[] bound,
            Batch rows,
            int[] selected) {
        byte[] bytes = strings.bytes();
        int[] starts = strings.starts();
        int[] ends = strings.ends();
        int end = rows.selectedCount();
        int count = 0;
        if (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.NOT_EQUAL) {
            boolean wanted = operator == ComparisonOperator.EQUAL;
            for (int i = 0; i < end; i++) {
                int row = rows.row(i);
                boolean isEqual =
                        ends[row] - starts[row] == bound.length
                                && Arrays.equals(
                                        bytes, starts[row], ends[row], bound, 0, bound.length);
                selected[count] = row;
                count += isEqual == wanted ? 1 : 0;
            }
        } else {
            for (int i = 0; i < end; i++) {
                int row = rows.row(i);
                int order =
                        Arrays.compareUnsigned(
                                bytes, starts[row], ends[row], bound, 0, bound.length);
                selected[count] = row;
                count += operator.holds(order) ? 1 : 0;
            }
        }
        return strings.hasNoNulls()
                ? count
                : LongInterval.withoutNulls(strings.nulls(), selected, count);
    }
}
