package dev.reckon.sql.function.compare;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;

/// The kernels of `=`, `<>`, `<`, `<=`, `>`, `>=` and IS DISTINCT FROM. None of them can fail, so
/// they compute every row where that is cheaper than looking which are selected.
public final class ComparisonKernels {
    private ComparisonKernels() {}

    /// Returns the kernel that compares two columns of one type, or of types that are held alike
    /// (int2 and int8, float4 and float8, text and name).
    public static Kernel kernel(Comparison comparison, DataType type) {
        return switch (TypeOrder.ofAny(type)) {
            case TypeOrder.OfLongs _ ->
                    (arguments, rows, _) ->
                            longs(
                                    comparison,
                                    (LongVector) arguments.get(0),
                                    (LongVector) arguments.get(1),
                                    rows.rowCount());
            case TypeOrder.OfDoubles _ ->
                    (arguments, rows, _) ->
                            doubles(
                                    comparison,
                                    (DoubleVector) arguments.get(0),
                                    (DoubleVector) arguments.get(1),
                                    rows.rowCount());
            case TypeOrder.OfNumerics order ->
                    (arguments, rows, _) -> {
                        var left = (NumericVector) arguments.get(0);
                        var right = (NumericVector) arguments.get(1);
                        return left.isCompact()
                                        && right.isCompact()
                                        && left.scale() == right.scale()
                                ? longs(
                                        comparison,
                                        new LongVector(
                                                left.unscaled(), left.nulls(), left.rowCount()),
                                        new LongVector(
                                                right.unscaled(), right.nulls(), right.rowCount()),
                                        rows.rowCount())
                                : byOrder(comparison, order, left, right, rows);
                    };
            case TypeOrder.OfBytes order ->
                    comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL
                            ? (arguments, rows, _) ->
                                    equalBytes(
                                            comparison == Comparison.EQUAL,
                                            (BytesVector) arguments.get(0),
                                            (BytesVector) arguments.get(1),
                                            rows)
                            : (arguments, rows, _) ->
                                    byOrder(
                                            comparison,
                                            order,
                                            arguments.get(0),
                                            arguments.get(1),
                                            rows);
            case TypeOrder.OfBlankPadded order ->
                    (arguments, rows, _) ->
                            byOrder(comparison, order, arguments.get(0), arguments.get(1), rows);
            case TypeOrder.OfValues order ->
                    (arguments, rows, _) ->
                            byOrder(comparison, order, arguments.get(0), arguments.get(1), rows);
        };
    }

    /// Returns the kernel of `IS [NOT] DISTINCT FROM` between two columns of one type.
    ///
    /// @param negated IS NOT DISTINCT FROM
    public static Kernel distinct(DataType type, boolean negated) {
        TypeOrder order = TypeOrder.ofAny(type);
        return (arguments, rows, _) -> {
            ColumnVector left = arguments.get(0);
            ColumnVector right = arguments.get(1);
            long[] results = new long[rows.rowCount()];
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                boolean leftNull = left.isNull(row);
                boolean rightNull = right.isNull(row);
                boolean same =
                        (leftNull && rightNull)
                                || (!leftNull
                                        && !rightNull
                                        && order.isEqual(left, row, right, row));
                results[row] = same == negated ? 1 : 0;
            }
            return new LongVector(results, Nulls.NONE, rows.rowCount());
        };
    }

    private static LongVector longs(
            Comparison comparison, LongVector leftVector, LongVector rightVector, int rowCount) {
        long[] left = leftVector.values();
        long[] right = rightVector.values();
        long[] results = new long[rowCount];
        switch (comparison) {
            case EQUAL -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] == right[row] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] != right[row] ? 1 : 0;
                }
            }
            case LESS -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] < right[row] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] <= right[row] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] > right[row] ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int row = 0; row < rowCount; row++) {
                    results[row] = left[row] >= right[row] ? 1 : 0;
                }
            }
        }
        return new LongVector(
                results, Nulls.union(leftVector.nulls(), rightVector.nulls()), rowCount);
    }

    /// NaN is equal to itself and above everything, so `a < b` is `!(a >= b)` unless a is NaN.
    private static LongVector doubles(
            Comparison comparison,
            DoubleVector leftVector,
            DoubleVector rightVector,
            int rowCount) {
        double[] left = leftVector.values();
        double[] right = rightVector.values();
        long[] results = new long[rowCount];
        switch (comparison) {
            case EQUAL, NOT_EQUAL -> {
                long ifEqual = comparison == Comparison.EQUAL ? 1 : 0;
                for (int row = 0; row < rowCount; row++) {
                    double a = left[row];
                    double b = right[row];
                    results[row] =
                            a == b || (Double.isNaN(a) && Double.isNaN(b)) ? ifEqual : 1 - ifEqual;
                }
            }
            case LESS, GREATER_OR_EQUAL -> {
                long ifLess = comparison == Comparison.LESS ? 1 : 0;
                for (int row = 0; row < rowCount; row++) {
                    double a = left[row];
                    double b = right[row];
                    results[row] =
                            a < b || (Double.isNaN(b) && !Double.isNaN(a)) ? ifLess : 1 - ifLess;
                }
            }
            case GREATER, LESS_OR_EQUAL -> {
                long ifGreater = comparison == Comparison.GREATER ? 1 : 0;
                for (int row = 0; row < rowCount; row++) {
                    double a = left[row];
                    double b = right[row];
                    results[row] =
                            a > b || (Double.isNaN(a) && !Double.isNaN(b))
                                    ? ifGreater
                                    : 1 - ifGreater;
                }
            }
        }
        return new LongVector(
                results, Nulls.union(leftVector.nulls(), rightVector.nulls()), rowCount);
    }

    private static LongVector equalBytes(
            boolean wanted, BytesVector left, BytesVector right, Batch rows) {
        long[] results = new long[rows.rowCount()];
        byte[] leftBytes = left.bytes();
        byte[] rightBytes = right.bytes();
        int[] leftStarts = left.starts();
        int[] rightStarts = right.starts();
        int[] leftEnds = left.ends();
        int[] rightEnds = right.ends();
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            boolean equal =
                    Arrays.equals(
                            leftBytes,
                            leftStarts[row],
                            leftEnds[row],
                            rightBytes,
                            rightStarts[row],
                            rightEnds[row]);
            results[row] = equal == wanted ? 1 : 0;
        }
        return new LongVector(results, Nulls.union(left.nulls(), right.nulls()), rows.rowCount());
    }

    private static LongVector byOrder(
            Comparison comparison,
            TypeOrder order,
            ColumnVector left,
            ColumnVector right,
            Batch rows) {
        long[] results = new long[rows.rowCount()];
        long[] nulls = Nulls.union(left.nulls(), right.nulls());
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row)) {
                results[row] = comparison.holds(order.compare(left, row, right, row)) ? 1 : 0;
            }
        }
        return new LongVector(results, nulls, rows.rowCount());
    }
}
