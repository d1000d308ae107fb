package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/// Aggregates that join values two by two and skip NULLs: min and max of any type, bit_and,
/// bool_or, sum of intervals, ….
final class Fold implements Accumulator {
    private static final int BYTES_PER_VALUE = 48;

    private final PhysicalType physical;
    private final BinaryOperator<Value> join;
    private Value[] states = {};

    Fold(PhysicalType physical, BinaryOperator<Value> join) {
        this.physical = physical;
        this.join = join;
    }

    @Override
    public void reserve(int groupCount) {
        int before = states.length;
        states = Arrays.copyOf(states, Groups.capacity(before, groupCount));
        Arrays.fill(states, before, states.length, Value.Null.NULL);
    }

    @Override
    public void add(List<ColumnVector> arguments, Batch rows, int[] groups) {
        ColumnVector vector = arguments.getFirst();
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!vector.isNull(row)) {
                addTo(groups[i], vector.value(row));
            }
        }
    }

    private void addTo(int group, Value value) {
        states[group] = states[group].isNull() ? value : join.apply(states[group], value);
    }

    @Override
    public void merge(Accumulator other, int[] groups, int groupCount) {
        var fold = (Fold) other;
        for (int i = 0; i < groupCount; i++) {
            if (!fold.states[i].isNull()) {
                addTo(groups[i], fold.states[i]);
            }
        }
    }

    @Override
    public ColumnVector results(int groupCount) {
        var builder = new VectorBuilder(physical, groupCount);
        for (int group = 0; group < groupCount; group++) {
            builder.append(states[group]);
        }
        return builder.build();
    }

    @Override
    public long byteCount() {
        return (long) states.length * BYTES_PER_VALUE;
    }
}
