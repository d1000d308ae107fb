package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import java.util.Arrays;
import java.util.List;

/// min and max of real and double precision. NaN is above all numbers; of zeros of both signs,
/// which are equal, the last counts, as in PostgreSQL.
final class DoubleExtreme implements Accumulator {
    private final boolean greatest;
    private double[] extremes = {};
    private long[] touched = {};

    DoubleExtreme(boolean greatest) {
        this.greatest = greatest;
    }

    @Override
    public void reserve(int groupCount) {
        extremes = Arrays.copyOf(extremes, Groups.capacity(extremes.length, groupCount));
        touched = Arrays.copyOf(touched, (extremes.length + 63) >>> 6);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        var vector = (DoubleVector) arguments.getFirst();
        double[] values = vector.values();
        int selected = rows.selectedCount();
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                addTo(groups[i], values[row]);
            }
        }
    }

    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        var vector = (DoubleVector) arguments.getFirst();
        if (!rows.isDense() || !vector.hasNoNulls()) {
            addOneByOne(arguments, rows, group);
            return;
        }
        double extreme = of(greatest, vector.values(), rows.rowCount());
        if (Double.isNaN(extreme) || extreme == 0) {
            // Which NaN, or which zero, only the careful way tells.
            addOneByOne(arguments, rows, group);
        } else {
            addTo(group, extreme);
        }
    }

    /// Returns the extreme of some numbers, NaN when any is none.
    private static double of(boolean greatest, double[] values, int count) {
        double extreme = values[0];
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

    private void addTo(int group, double value) {
        if (Groups.isUntouched(touched, group) || replaces(value, extremes[group])) {
            extremes[group] = value;
            touched[group >> 6] |= 1L << (group & 63);
        }
    }

    private boolean replaces(double value, double extreme) {
        if (Double.isNaN(value) || Double.isNaN(extreme)) {
            return greatest ? Double.isNaN(value) : Double.isNaN(extreme);
        }
        return greatest ? value >= extreme : value <= extreme;
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var extreme = (DoubleExtreme) other;
        for (int i = 0; i < groupCount; i++) {
            if (!Groups.isUntouched(extreme.touched, i)) {
                addTo(groups[i], extreme.extremes[i]);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        return new DoubleVector(
                Arrays.copyOf(extremes, groupCount),
                Groups.untouched(touched, groupCount),
                groupCount);
    }

    @Override
    public long byteCount() {
        return (long) extremes.length * Double.BYTES;
    }
}
