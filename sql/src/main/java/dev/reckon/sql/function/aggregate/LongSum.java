package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.List;

/// sum of smallint and integer, which is a bigint, and of money.
final class LongSum implements Accumulator {
    private long[] sums = {};
    private long[] touched = {};

    @Override
    public void reserve(int groupCount) {
        sums = Arrays.copyOf(sums, Groups.capacity(sums.length, groupCount));
        touched = Arrays.copyOf(touched, (sums.length + 63) >>> 6);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        var vector = (LongVector) arguments.getFirst();
        long[] values = vector.values();
        int selected = rows.selectedCount();
        long wrong = 0;
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                int group = groups[i];
                long sum = sums[group] + values[row];
                wrong |= (sums[group] ^ sum) & (values[row] ^ sum);
                sums[group] = sum;
                touched[group >> 6] |= 1L << (group & 63);
            }
        }
        if (wrong < 0) {
            throw outOfRange();
        }
    }

    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        var vector = (LongVector) arguments.getFirst();
        if (!vector.hasNoNulls()) {
            addOneByOne(arguments, rows, group);
            return;
        }
        try {
            sums[group] = Math.addExact(sums[group], WideSum.of(vector.values(), rows).narrow());
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
        touched[group >> 6] |= 1L << (group & 63);
    }

    private static DatabaseException outOfRange() {
        return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var sum = (LongSum) other;
        for (int i = 0; i < groupCount; i++) {
            if (!Groups.isUntouched(sum.touched, i)) {
                int group = groups[i];
                try {
                    sums[group] = Math.addExact(sums[group], sum.sums[i]);
                } catch (ArithmeticException e) {
                    throw outOfRange();
                }
                touched[group >> 6] |= 1L << (group & 63);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        return new LongVector(
                Arrays.copyOf(sums, groupCount), Groups.untouched(touched, groupCount), groupCount);
    }

    @Override
    public long byteCount() {
        return (long) sums.length * Long.BYTES;
    }
}
