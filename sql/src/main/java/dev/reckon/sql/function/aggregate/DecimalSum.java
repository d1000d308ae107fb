package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/// Exact sums and averages of integers and numerics. Each group has a 64-bit sum of the values of
/// one scale; what does not fit there is kept in a numeric beside it.
final class DecimalSum implements Accumulator {
    private static final int NO_SCALE = -1;

    private final boolean average;
    private long[] sums = {};
    private long[] counts = {};

    /// How many of the rows went into `wide` rather than `sums`.
    private long[] wideCounts = {};

    private Value[] wide = {};
    private int scale = NO_SCALE;

    DecimalSum(boolean average) {
        this.average = average;
    }

    @Override
    public void reserve(int groupCount) {
        int capacity = Groups.capacity(sums.length, groupCount);
        int before = sums.length;
        sums = Arrays.copyOf(sums, capacity);
        counts = Arrays.copyOf(counts, capacity);
        wideCounts = Arrays.copyOf(wideCounts, capacity);
        wide = Arrays.copyOf(wide, capacity);
        Arrays.fill(wide, before, capacity, Value.Null.NULL);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        switch (arguments.getFirst()) {
            case LongVector vector -> addLongs(vector.values(), 0, vector, rows, groups);
            case NumericVector vector -> {
                if (vector.isCompact()) {
                    addLongs(vector.unscaled(), vector.scale(), vector, rows, groups);
                } else {
                    addWide(vector, rows, groups);
                }
            }
            case ColumnVector vector -> throw new IllegalArgumentException(vector.toString());
        }
    }

    private void addLongs(
            long[] values, int valueScale, ColumnVector vector, Batch rows, int[] groups) {
        if (scale == NO_SCALE) {
            scale = valueScale;
        }
        if (scale != valueScale) {
            addWide(vector, rows, groups);
            return;
        }
        if (vector.hasNoNulls() && addQuickly(values, rows, groups)) {
            return;
        }
        int selected = rows.selectedCount();
        for (int i = 0; i < selected; i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                int group = groups[i];
                add(group, values[row]);
                counts[group]++;
            }
        }
    }

    /// Adds values without NULLs, unless a sum overflows: then nothing is added. Whether one did is
    /// asked once.
    private boolean addQuickly(long[] values, Batch rows, int[] groups) {
        long[] sumOfGroup = sums;
        long[] countOfGroup = counts;
        int selected = rows.selectedCount();
        long wrong = 0;
        for (int i = 0; i < selected; i++) {
            long value = values[rows.row(i)];
            int group = groups[i];
            long before = sumOfGroup[group];
            long sum = before + value;
            wrong |= (before ^ sum) & (value ^ sum);
            sumOfGroup[group] = sum;
            countOfGroup[group]++;
        }
        if (wrong >= 0) {
            return true;
        }
        for (int i = 0; i < selected; i++) {
            sumOfGroup[groups[i]] -= values[rows.row(i)];
            countOfGroup[groups[i]]--;
        }
        return false;
    }

    @Override
    public void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
        ColumnVector vector = arguments.getFirst();
        long[] values = {};
        int valueScale = NO_SCALE;
        if (vector instanceof LongVector longs) {
            values = longs.values();
            valueScale = 0;
        } else if (vector instanceof NumericVector numerics && numerics.isCompact()) {
            values = numerics.unscaled();
            valueScale = numerics.scale();
        }
        scale = scale == NO_SCALE ? valueScale : scale;
        if (valueScale == NO_SCALE || valueScale != scale || !vector.hasNoNulls()) {
            addOneByOne(arguments, rows, group);
            return;
        }
        WideSum sum = WideSum.of(values, rows);
        if (sum.isNarrow()) {
            add(group, sum.narrow());
        } else {
            addWide(group, new Value.Numeric(new BigDecimal(sum.exact(), scale)));
            wideCounts[group] += rows.selectedCount();
        }
        counts[group] += rows.selectedCount();
    }

    private void add(int group, long value) {
        long sum = sums[group] + value;
        if (((sums[group] ^ sum) & (value ^ sum)) < 0) {
            spill(group);
            sum = value;
        }
        sums[group] = sum;
    }

    /// Moves a 64-bit sum that is about to overflow into the numeric beside it.
    private void spill(int group) {
        addWide(group, new Value.Numeric(BigDecimal.valueOf(sums[group], scale)));
        sums[group] = 0;
    }

    private void addWide(int group, Value value) {
        wide[group] = wide[group].isNull() ? value : Decimals.add(wide[group], value);
    }

    private void addWide(ColumnVector vector, Batch rows, int[] groups) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                addWide(groups[i], numeric(vector.value(row)));
                counts[groups[i]]++;
                wideCounts[groups[i]]++;
            }
        }
    }

    private static Value numeric(Value value) {
        return value instanceof Value.Int(long number)
                ? new Value.Numeric(BigDecimal.valueOf(number))
                : value;
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var sum = (DecimalSum) other;
        if (scale == NO_SCALE) {
            scale = sum.scale;
        }
        for (int i = 0; i < groupCount; i++) {
            if (sum.counts[i] > 0 && scale == sum.scale && sum.wide[i].isNull()) {
                add(groups[i], sum.sums[i]);
                counts[groups[i]] += sum.counts[i];
            } else if (sum.counts[i] > 0) {
                addWide(groups[i], sum.total(i));
                counts[groups[i]] += sum.counts[i];
                wideCounts[groups[i]] += sum.counts[i];
            }
        }
    }

    private Value total(int group) {
        if (wide[group].isNull()) {
            return new Value.Numeric(BigDecimal.valueOf(sums[group], scale));
        }
        return counts[group] > wideCounts[group]
                ? Decimals.add(
                        wide[group], new Value.Numeric(BigDecimal.valueOf(sums[group], scale)))
                : wide[group];
    }

    @Override
    public ColumnVector results(int groupCount) {
        if (!average && scale != NO_SCALE && isAllNarrow(groupCount)) {
            return NumericVector.compact(
                    Arrays.copyOf(sums, groupCount), scale, withoutRows(groupCount), groupCount);
        }
        var builder = new VectorBuilder(PhysicalType.NUMERIC, groupCount);
        for (int group = 0; group < groupCount; group++) {
            if (counts[group] == 0) {
                builder.appendNull();
            } else {
                Value total = total(group);
                builder.append(
                        average
                                ? Decimals.divide(
                                        total, new Value.Numeric(BigDecimal.valueOf(counts[group])))
                                : total);
            }
        }
        return builder.build();
    }

    private boolean isAllNarrow(int groupCount) {
        for (int group = 0; group < groupCount; group++) {
            if (!wide[group].isNull()) {
                return false;
            }
        }
        return true;
    }

    /// Returns the bitmap of groups without rows.
    private long[] withoutRows(int groupCount) {
        long[] nulls = Nulls.NONE;
        for (int group = 0; group < groupCount; group++) {
            if (counts[group] == 0) {
                nulls = nulls.length == 0 ? new long[(groupCount + 63) >>> 6] : nulls;
                nulls[group >> 6] |= 1L << (group & 63);
            }
        }
        return nulls;
    }

    @Override
    public long byteCount() {
        return sums.length * (3L * Long.BYTES + Long.BYTES);
    }
}
