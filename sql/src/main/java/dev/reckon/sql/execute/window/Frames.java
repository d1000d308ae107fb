package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.plan.WindowCall;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The frame of every row of a partition: rows `[starts[row], ends[row])`, less those that the
/// exclusion leaves out. Immutable.
record Frames(WindowPartition partition, int[] starts, int[] ends, WindowCall.Exclusion exclusion) {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    static Frames of(WindowPartition partition, FrameSpec spec, Evaluation evaluation) {
        int[] starts = new int[partition.rowCount()];
        int[] ends = new int[partition.rowCount()];
        fill(partition, spec, true, starts, evaluation);
        fill(partition, spec, false, ends, evaluation);
        for (int row = 0; row < starts.length; row++) {
            ends[row] = Math.max(starts[row], ends[row]);
        }
        return new Frames(partition, starts, ends, spec.exclusion());
    }

    /// Returns whether the exclusion leaves a row of the frame of `current` out.
    boolean isExcluded(int current, int row) {
        return switch (exclusion) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> row == current;
            case GROUP -> partition.groupOf()[row] == partition.groupOf()[current];
            case TIES -> row != current && partition.groupOf()[row] == partition.groupOf()[current];
        };
    }

    /// Computes one end of all frames: the first row, or the row after the last.
    private static void fill(
            WindowPartition partition,
            FrameSpec spec,
            boolean isStart,
            int[] target,
            Evaluation evaluation) {
        WindowCall.Bound bound = isStart ? spec.start() : spec.end();
        int rowCount = partition.rowCount();
        switch (bound) {
            case UNBOUNDED_PRECEDING -> Arrays.fill(target, 0);
            case UNBOUNDED_FOLLOWING -> Arrays.fill(target, rowCount);
            case CURRENT_ROW -> {
                for (int row = 0; row < rowCount; row++) {
                    if (spec.mode() == WindowCall.Mode.ROWS) {
                        target[row] = isStart ? row : row + 1;
                    } else {
                        target[row] = isStart ? partition.peersStart(row) : partition.peersEnd(row);
                    }
                }
            }
            case OFFSET_PRECEDING, OFFSET_FOLLOWING -> {
                ColumnVector offset = offset(spec, isStart, evaluation);
                boolean isPreceding = bound == WindowCall.Bound.OFFSET_PRECEDING;
                switch (spec.mode()) {
                    case ROWS -> fillByRows(partition, offset, isPreceding, isStart, target);
                    case GROUPS -> fillByGroups(partition, offset, isPreceding, isStart, target);
                    case RANGE ->
                            fillByRange(
                                    partition,
                                    spec,
                                    offset,
                                    isPreceding,
                                    isStart,
                                    target,
                                    evaluation);
                }
            }
        }
    }

    private static ColumnVector offset(FrameSpec spec, boolean isStart, Evaluation evaluation) {
        Optional<Expression> expression = isStart ? spec.startOffset() : spec.endOffset();
        ColumnVector offset = expression.orElseThrow().evaluate(ONE_ROW, evaluation);
        String which = isStart ? "frame starting offset" : "frame ending offset";
        if (offset.isNull(0)) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, which + " must not be null");
        }
        if (isNegative(offset.value(0))) {
            throw new DatabaseException(
                    SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                    spec.mode() == WindowCall.Mode.RANGE
                            ? "invalid preceding or following size in window function"
                            : which + " must not be negative");
        }
        return offset;
    }

    private static boolean isNegative(Value offset) {
        return switch (offset) {
            case Value.Int(long number) -> number < 0;
            case Value.Real(double number) -> number < 0 || Double.isNaN(number);
            case Value.Numeric(var number) -> number.signum() < 0;
            case Value.SpecialNumeric special -> special != Value.SpecialNumeric.POSITIVE_INFINITY;
            case Value.Interval(int months, int days, long micros) ->
                    (months * 30L + days) * 86_400_000_000L + micros < 0;
            default -> false;
        };
    }

    private static void fillByRows(
            WindowPartition partition,
            ColumnVector offset,
            boolean isPreceding,
            boolean isStart,
            int[] target) {
        // An offset beyond the partition is as good as any other.
        long count = Math.min(((LongVector) offset).values()[0], partition.rowCount());
        for (int row = 0; row < target.length; row++) {
            long position = (isPreceding ? row - count : row + count) + (isStart ? 0 : 1);
            target[row] = (int) Math.clamp(position, 0L, (long) target.length);
        }
    }

    private static void fillByGroups(
            WindowPartition partition,
            ColumnVector offset,
            boolean isPreceding,
            boolean isStart,
            int[] target) {
        long count = Math.min(((LongVector) offset).values()[0], partition.rowCount());
        int[] starts = partition.groupStarts();
        for (int row = 0; row < target.length; row++) {
            long group = partition.groupOf()[row];
            long position = (isPreceding ? group - count : group + count) + (isStart ? 0 : 1);
            target[row] = starts[(int) Math.clamp(position, 0L, (long) partition.groupCount())];
        }
    }

    /// Rows whose key is within the offset of a row's own; a NULL key is near NULLs alone.
    private static void fillByRange(
            WindowPartition partition,
            FrameSpec spec,
            ColumnVector offset,
            boolean isPreceding,
            boolean isStart,
            int[] target,
            Evaluation evaluation) {
        RowOrder.Key key = partition.order().keys().get(0);
        ColumnVector keys = partition.columns().get(key.column());
        Expression shift =
                (isPreceding != key.descending() ? spec.minus() : spec.plus()).orElseThrow();
        int next = 0;
        for (int group = 0; group < partition.groupCount(); group++) {
            int first = partition.groupStarts()[group];
            int end = partition.groupStarts()[group + 1];
            int position;
            if (keys.isNull(first)) {
                position = isStart ? first : end;
                next = position;
            } else {
                Optional<ColumnVector> limit =
                        limit(
                                        shift,
                                        keys,
                                        first,
                                        offset,
                                        isPreceding != key.descending(),
                                        evaluation)
                                .map(each ->
                                        bounded(each, keys, first, isStart != key.descending()));
                if (limit.isEmpty()) {
                    // Out of the type's range: as far as the keys that are no NULLs go.
                    position = isPreceding ? firstWithKey(keys) : endOfKeys(keys);
                } else {
                    next = Math.max(next, firstWithKey(keys));
                    while (next < target.length
                            && isBefore(key, keys, next, limit.get(), isStart)) {
                        next++;
                    }
                    position = next;
                }
            }
            Arrays.fill(target, first, end, position);
        }
    }

    private static int firstWithKey(ColumnVector keys) {
        int row = 0;
        while (row < keys.rowCount() && keys.isNull(row)) {
            row++;
        }
        return row;
    }

    private static int endOfKeys(ColumnVector keys) {
        int row = keys.rowCount();
        while (row > 0 && keys.isNull(row - 1)) {
            row--;
        }
        return row;
    }

    /// Returns whether a row is before a frame's start or, for its end, not after it.
    private static boolean isBefore(
            RowOrder.Key key, ColumnVector keys, int row, ColumnVector limit, boolean isStart) {
        if (keys.isNull(row)) {
            return false;
        }
        int comparison = key.order().compare(keys, row, limit, 0);
        int ordered = key.descending() ? Integer.compare(0, comparison) : comparison;
        return isStart ? ordered < 0 : ordered <= 0;
    }

    private static Optional<ColumnVector> limit(
            Expression shift,
            ColumnVector keys,
            int row,
            ColumnVector offset,
            boolean isMinus,
            Evaluation evaluation) {
        ColumnVector key = ConstantVectors.repeat(keys, row, 1);
        try {
            return Optional.of(shift.evaluate(new Batch(List.of(key, offset), 1), evaluation));
        } catch (DatabaseException e) {
            if (e.sqlState() == SqlState.NUMERIC_VALUE_OUT_OF_RANGE
                    || e.sqlState() == SqlState.DATETIME_FIELD_OVERFLOW) {
                return keys instanceof DoubleVector
                        ? Optional.of(infinity(keys, isMinus))
                        : Optional.empty();
            }
            throw e;
        }
    }

    /// Infinity less infinity is any number at all: every key is within such an offset but NaN,
    /// which comes after all.
    private static ColumnVector bounded(
            ColumnVector limit, ColumnVector keys, int row, boolean isLowest) {
        return isNan(limit.value(0)) && !isNan(keys.value(row)) ? infinity(keys, isLowest) : limit;
    }

    private static boolean isNan(Value value) {
        return value == Value.SpecialNumeric.NAN
                || (value instanceof Value.Real(double number) && Double.isNaN(number));
    }

    private static ColumnVector infinity(ColumnVector keys, boolean isNegative) {
        return keys instanceof DoubleVector
                ? ConstantVectors.of(
                        PhysicalType.FLOAT8,
                        new Value.Real(
                                isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY),
                        1)
                : ConstantVectors.of(
                        PhysicalType.NUMERIC,
                        isNegative
                                ? Value.SpecialNumeric.NEGATIVE_INFINITY
                                : Value.SpecialNumeric.POSITIVE_INFINITY,
                        1);
    }
}
