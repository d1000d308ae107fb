package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import java.util.Arrays;
import java.util.List;

/// count(*), and count(x) of rows in which no argument is NULL.
final class Count implements Accumulator {
    private long[] counts = {};

    @Override
    public void reserve(int groupCount) {
        counts = Arrays.copyOf(counts, Groups.capacity(counts.length, groupCount));
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        int selected = rows.selectedCount();
        boolean all = true;
        for (ColumnVector argument : arguments) {
            all &= argument.hasNoNulls();
        }
        if (all) {
            for (int i = 0; i < selected; i++) {
                counts[groups[i]]++;
            }
            return;
        }
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            boolean counted = true;
            for (ColumnVector argument : arguments) {
                counted &= !argument.isNull(row);
            }
            counts[groups[i]] += counted ? 1 : 0;
        }
    }

    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        for (ColumnVector argument : arguments) {
            if (!argument.hasNoNulls()) {
                addOneByOne(arguments, rows, group);
                return;
            }
        }
        counts[group] += rows.selectedCount();
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var count = (Count) other;
        for (int i = 0; i < groupCount; i++) {
            counts[groups[i]] += count.counts[i];
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        return new LongVector(Arrays.copyOf(counts, groupCount), Nulls.NONE, groupCount);
    }

    @Override
    public long byteCount() {
        return (long) counts.length * Long.BYTES;
    }
}
