package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.expression.VectorMerge;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.List;

/// The functions that exist over windows only, as in PostgreSQL's chapter "Window Functions".
final class PositionFunctions {
    private static final int NO_ROW = -1;

    private PositionFunctions() {}

    /// Computes a function for all rows of a partition.
    static ColumnVector compute(
            WindowFunction.Kind kind,
            WindowSpec spec,
            WindowPartition partition,
            Evaluation evaluation) {
        return switch (kind) {
            case ROW_NUMBER -> numbers(partition, row -> row + 1L);
            case RANK -> numbers(partition, row -> partition.peersStart(row) + 1L);
            case DENSE_RANK -> numbers(partition, row -> partition.groupOf()[row] + 1L);
            case PERCENT_RANK ->
                    ratios(
                            partition,
                            row ->
                                    partition.rowCount() == 1
                                            ? 0
                                            : (double) partition.peersStart(row)
                                                    / (partition.rowCount() - 1));
            case CUME_DIST ->
                    ratios(
                            partition,
                            row -> (double) partition.peersEnd(row) / partition.rowCount());
            case NTILE -> buckets(partition, arguments(spec, partition, evaluation).get(0));
            case LAG -> neighbours(spec, partition, -1, evaluation);
            case LEAD -> neighbours(spec, partition, 1, evaluation);
            case FIRST_VALUE -> ofFrame(spec, partition, kind, evaluation);
            case LAST_VALUE -> ofFrame(spec, partition, kind, evaluation);
            case NTH_VALUE -> ofFrame(spec, partition, kind, evaluation);
        };
    }

    static List<ColumnVector> arguments(
            WindowSpec spec, WindowPartition partition, Evaluation evaluation) {
        Batch rows = partition.rows();
        return spec.arguments().stream()
                .map(argument -> argument.evaluate(rows, evaluation))
                .toList();
    }

    @FunctionalInterface
    private interface RowToLong {
        long apply(int row);
    }

    @FunctionalInterface
    private interface RowToDouble {
        double apply(int row);
    }

    private static LongVector numbers(WindowPartition partition, RowToLong number) {
        long[] values = new long[partition.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = number.apply(row);
        }
        return LongVector.of(values);
    }

    private static DoubleVector ratios(WindowPartition partition, RowToDouble ratio) {
        double[] values = new double[partition.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = ratio.apply(row);
        }
        return DoubleVector.of(values);
    }

    /// Divides the rows into buckets of about equal size, the larger ones first. The number of
    /// buckets is taken from the first row.
    private static LongVector buckets(WindowPartition partition, ColumnVector counts) {
        int rowCount = partition.rowCount();
        if (counts.isNull(0)) {
            return new LongVector(new long[rowCount], Nulls.all(rowCount), rowCount);
        }
        long bucketCount = requireBuckets(((LongVector) counts).values()[0]);
        return numbers(partition, row -> bucket(row, rowCount, bucketCount));
    }

    /// Returns a number of buckets that is one.
    ///
    /// @throws DatabaseException 22014
    static long requireBuckets(long bucketCount) {
        if (bucketCount <= 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ARGUMENT_FOR_NTILE,
                    "argument of ntile must be greater than zero");
        }
        return bucketCount;
    }

    /// Returns the bucket, from 1, of a row of a partition.
    static long bucket(long row, long rowCount, long bucketCount) {
        long small = rowCount / bucketCount;
        long largeCount = rowCount % bucketCount;
        long inLarge = largeCount * (small + 1);
        return row < inLarge ? row / (small + 1) + 1 : largeCount + (row - inLarge) / small + 1;
    }

    /// The value so many rows before or after, else the default.
    private static ColumnVector neighbours(
            WindowSpec spec, WindowPartition partition, int direction, Evaluation evaluation) {
        List<ColumnVector> arguments = arguments(spec, partition, evaluation);
        int rowCount = partition.rowCount();
        int[] source = new int[rowCount];
        int[] outside = new int[rowCount];
        int[] inside = new int[rowCount];
        int outsideCount = 0;
        int insideCount = 0;
        for (int row = 0; row < rowCount; row++) {
            long distance = 1;
            boolean isNull = false;
            if (arguments.size() > 1) {
                isNull = arguments.get(1).isNull(row);
                distance = ((LongVector) arguments.get(1)).values()[row];
            }
            long position = row + direction * distance;
            boolean isInside = !isNull && position >= 0 && position < rowCount;
            source[row] = isInside ? (int) position : NO_ROW;
            if (isInside || isNull) {
                inside[insideCount++] = row;
            } else {
                outside[outsideCount++] = row;
            }
        }
        ColumnVector values = arguments.get(0).gather(source, rowCount);
        if (arguments.size() < 3 || outsideCount == 0) {
            return values;
        }
        var merge = new VectorMerge(spec.resultType().physical(), rowCount);
        merge.add(values, partition.rows().select(inside, insideCount));
        merge.add(arguments.get(2), partition.rows().select(outside, outsideCount));
        return merge.build();
    }

    /// A value of the frame's rows.
    private static ColumnVector ofFrame(
            WindowSpec spec,
            WindowPartition partition,
            WindowFunction.Kind kind,
            Evaluation evaluation) {
        List<ColumnVector> arguments = arguments(spec, partition, evaluation);
        Frames frames = Frames.of(partition, spec.frame(), evaluation);
        int rowCount = partition.rowCount();
        int[] source = new int[rowCount];
        Arrays.fill(source, NO_ROW);
        for (int row = 0; row < rowCount; row++) {
            if (kind == WindowFunction.Kind.LAST_VALUE) {
                source[row] = last(frames, row);
                continue;
            }
            long number = 1;
            if (kind == WindowFunction.Kind.NTH_VALUE) {
                if (arguments.get(1).isNull(row)) {
                    continue;
                }
                number = ((LongVector) arguments.get(1)).values()[row];
                if (number <= 0) {
                    throw new DatabaseException(
                            SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE,
                            "argument of nth_value must be greater than zero");
                }
            }
            source[row] = nth(frames, row, number);
        }
        return arguments.get(0).gather(source, rowCount);
    }

    private static int last(Frames frames, int row) {
        for (int candidate = frames.ends()[row] - 1;
                candidate >= frames.starts()[row];
                candidate--) {
            if (!frames.isExcluded(row, candidate)) {
                return candidate;
            }
        }
        return NO_ROW;
    }

    private static int nth(Frames frames, int row, long number) {
        int start = frames.starts()[row];
        int end = frames.ends()[row];
        if (frames.exclusion() == WindowCall.Exclusion.NO_OTHERS) {
            return number <= end - start ? (int) (start + number - 1) : NO_ROW;
        }
        long left = number;
        for (int candidate = start; candidate < end; candidate++) {
            if (!frames.isExcluded(row, candidate) && --left == 0) {
                return candidate;
            }
        }
        return NO_ROW;
    }
}
