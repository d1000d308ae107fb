package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.Arrays;
import java.util.List;

/// min and max of everything in a `LongVector`.
final class LongExtreme implements Accumulator {
    private final boolean greatest;
    private long[] extremes = {};
    private long[] touched = {};

    LongExtreme(boolean greatest) {
        this.greatest = greatest;
    }

    @Override
    public void reserve(int groupCount) {
        int before = extremes.length;
        extremes = Arrays.copyOf(extremes, Groups.capacity(before, groupCount));
        Arrays.fill(extremes, before, extremes.length, greatest ? Long.MIN_VALUE : Long.MAX_VALUE);
        touched = Arrays.copyOf(touched, (extremes.length + 63) >>> 6);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        var vector = (LongVector) arguments.getFirst();
        addLongs(vector.values(), vector, rows, groups);
    }

    /// Adds the selected rows of the values that stand for a vector's.
    void addLongs(long[] values, ColumnVector vector, Batch rows, int[] groups) {
        boolean hasNoNulls = vector.hasNoNulls();
        int selected = rows.selectedCount();
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (hasNoNulls || !vector.isNull(row)) {
                addTo(groups[i], values[row]);
            }
        }
    }

    @Override
    public void addToOne(List<ColumnVector> arguments, Batch rows, int[] zeros) {
        var vector = (LongVector) arguments.getFirst();
        if (rows.isDense() && vector.hasNoNulls()) {
            addToOne(vector.values(), rows.rowCount());
        } else {
            add(arguments, rows, zeros);
        }
    }

    /// Adds the first `count` values, at least one, to group 0.
    void addToOne(long[] values, int count) {
        addTo(0, of(greatest, values, count));
    }

    boolean isUntouched(int group) {
        return Groups.isUntouched(touched, group);
    }

    long extreme(int group) {
        return extremes[group];
    }

    /// Returns the extreme of some numbers, at least one.
    private static long of(boolean greatest, long[] values, int count) {
        long extreme = values[0];
        if (greatest) {
            for (int row = 0; row < count; row++) {
                extreme = Math.max(extreme, values[row]);
            }
        } else {
            for (int row = 0; row < count; row++) {
                extreme = Math.min(extreme, values[row]);
            }
        }
        return extreme;
    }

    private void addTo(int group, long value) {
        extremes[group] =
                greatest ? Math.max(extremes[group], value) : Math.min(extremes[group], value);
        touched[group >> 6] |= 1L << (group & 63);
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var extreme = (LongExtreme) other;
        for (int i = 0; i < groupCount; i++) {
            if (!Groups.isUntouched(extreme.touched, i)) {
                addTo(groups[i], extreme.extremes[i]);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        return new LongVector(
                Arrays.copyOf(extremes, groupCount),
                Groups.untouched(touched, groupCount),
                groupCount);
    }

    @Override
    public long byteCount() {
        return (long) extremes.length * Long.BYTES;
    }
}
