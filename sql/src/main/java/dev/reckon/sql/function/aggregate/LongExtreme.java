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
        long[] values = vector.values();
        int selected = rows.selectedCount();
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                addTo(groups[i], values[row]);
            }
        }
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
