package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.List;

/// Sums and averages of real and double precision. A sum of reals is rounded to a real after every
/// row, as PostgreSQL does.
final class RealSum implements Accumulator {
    private final boolean average;
    private final boolean asReal;
    private double[] sums = {};
    private long[] counts = {};

    RealSum(boolean average, boolean asReal) {
        this.average = average;
        this.asReal = asReal;
    }

    @Override
    public void reserve(int groupCount) {
        int before = sums.length;
        int capacity = Groups.capacity(before, groupCount);
        sums = Arrays.copyOf(sums, capacity);
        // The sum of no rows to which any value can be added: also the zero below zero.
        Arrays.fill(sums, before, capacity, -0d);
        counts = Arrays.copyOf(counts, capacity);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        var vector = (DoubleVector) arguments.getFirst();
        double[] values = vector.values();
        boolean hasNoNulls = vector.hasNoNulls();
        double[] sumOfGroup = sums;
        long[] countOfGroup = counts;
        int selected = rows.selectedCount();
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (hasNoNulls || !vector.isNull(row)) {
                int group = groups[i];
                double sum = sumOfGroup[group] + values[row];
                if (!asReal && Math.abs(sum) <= Double.MAX_VALUE) {
                    sumOfGroup[group] = sum;
                    countOfGroup[group]++;
                } else {
                    addTo(group, values[row], 1);
                }
            }
        }
    }

    /// The same sum, row after row, in a register.
    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        var vector = (DoubleVector) arguments.getFirst();
        if (asReal || !vector.hasNoNulls()) {
            addOneByOne(arguments, rows, group);
            return;
        }
        double[] values = vector.values();
        int selected = rows.selectedCount();
        double sum = sums[group];
        for (int i = 0; i < selected; i++) {
            sum += values[rows.row(i)];
        }
        if (Double.isInfinite(sum) || Double.isNaN(sum)) {
            // Only the careful way tells an overflow from infinity among the values.
            addOneByOne(arguments, rows, group);
            return;
        }
        sums[group] = sum;
        counts[group] += selected;
    }

    private void addTo(int group, double value, long count) {
        double exact = sums[group] + value;
        double sum = asReal ? (double) (float) exact : exact;
        if (Double.isInfinite(sum)
                && !Double.isInfinite(value)
                && !Double.isInfinite(sums[group])) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
        }
        sums[group] = sum;
        counts[group] += count;
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var sum = (RealSum) other;
        for (int i = 0; i < groupCount; i++) {
            if (sum.counts[i] > 0) {
                addTo(groups[i], sum.sums[i], sum.counts[i]);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        double[] results = new double[groupCount];
        long[] touched = new long[(groupCount + 63) >>> 6];
        for (int group = 0; group < groupCount; group++) {
            if (counts[group] > 0) {
                touched[group >> 6] |= 1L << (group & 63);
                results[group] = average ? sums[group] / counts[group] : sums[group];
            }
        }
        return new DoubleVector(results, Groups.untouched(touched, groupCount), groupCount);
    }

    @Override
    public long byteCount() {
        return (long) sums.length * (Double.BYTES + Long.BYTES);
    }
}
