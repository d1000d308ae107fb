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
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        var vector = (LongVector) arguments.getFirst();
        if (vector.hasNoNulls()) {
            addToGroup(vector.values(), rows, group);
        } else {
            addOneByOne(arguments, rows, group);
        }
    }

    /// Adds the selected rows, at least one, of the values that stand for a vector's without NULLs.
    void addToGroup(long[] values, Batch rows, int group) {
        int count = rows.selectedCount();
        addTo(
                group,
                rows.isDense()
                        ? of(greatest, values, count)
                        : ofThose(greatest, values, rows.selection(), count));
    }

    boolean isUntouched(int group) {
        return Groups.isUntouched(touched, group);
    }

    long extreme(int group) {
        return extremes[group];
    }

    /// Returns the extreme of some numbers, at least one.
    private static long of(boolean greatest, long[] values, int count) {
        return greatest ? greatest(values, count) : least(values, count);
    }

    private static long ofThose(boolean greatest, long[] values, int[] rows, int count) {
        long extreme = values[rows[0]];
        if (greatest) {
            for (int index = 0; index < count; index++) {
                extreme = Math.max(extreme, values[rows[index]]);
            }
        } else {
            for (int index = 0; index < count; index++) {
                extreme = Math.min(extreme, values[rows[index]]);
            }
        }
        return extreme;
    }

    // Four at a time, none of which waits for another: three times as fast.

    private static long greatest(long[] values, int count) {
        long a = values[0];
        long b = a;
        long c = a;
        long d = a;
        int row = 0;
        for (; row <= count - 4; row += 4) {
            a = Math.max(a, values[row]);
            b = Math.max(b, values[row + 1]);
            c = Math.max(c, values[row + 2]);
            d = Math.max(d, values[row + 3]);
        }
        for (; row < count; row++) {
            a = Math.max(a, values[row]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    private static long least(long[] values, int count) {
        long a = values[0];
        long b = a;
        long c = a;
        long d = a;
        int row = 0;
        for (; row <= count - 4; row += 4) {
            a = Math.min(a, values[row]);
            b = Math.min(b, values[row + 1]);
            c = Math.min(c, values[row + 2]);
            d = Math.min(d, values[row + 3]);
        }
        for (; row < count; row++) {
            a = Math.min(a, values[row]);
        }
        return Math.min(Math.min(a, b), Math.min(c, d));
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
