package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Aggregates that need all rows of a group at once: array_agg, string_agg, percentiles, json_agg,
/// regression, ….
final class Collect implements Accumulator {
    private static final int BYTES_PER_VALUE = 56;

    private final PhysicalType physical;
    private final Predicate<Value[]> counts;
    private final Function<List<Value[]>, Value> finish;
    private final List<List<Value[]>> groups = new ArrayList<>();
    private long valueCount;

    /// Makes the aggregate.
    ///
    /// @param counts whether a row counts, given its arguments
    /// @param finish computes the result of the rows of one group, in the order in which they came
    Collect(
            PhysicalType physical,
            Predicate<Value[]> counts,
            Function<List<Value[]>, Value> finish) {
        this.physical = physical;
        this.counts = counts;
        this.finish = finish;
    }

    @Override
    public void reserve(int groupCount) {
        while (groups.size() < groupCount) {
            groups.add(new ArrayList<>(2));
        }
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groupOfRow) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            Value[] values = new Value[arguments.size()];
            Arrays.setAll(values, argument -> arguments.get(argument).value(row));
            if (counts.test(values)) {
                groups.get(groupOfRow[i]).add(values);
                valueCount += values.length;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] groupOfOther, int groupCount) {
        var collect = (Collect) other;
        for (int i = 0; i < groupCount; i++) {
            groups.get(groupOfOther[i]).addAll(collect.groups.get(i));
        }
        valueCount += collect.valueCount;
    }

    @Override
    public ColumnVector results(int groupCount) {
        var builder = new VectorBuilder(physical, groupCount);
        for (int group = 0; group < groupCount; group++) {
            builder.append(finish.apply(groups.get(group)));
        }
        return builder.build();
    }

    @Override
    public long byteCount() {
        return groups.size() * (long) BYTES_PER_VALUE + valueCount * BYTES_PER_VALUE;
    }
}
