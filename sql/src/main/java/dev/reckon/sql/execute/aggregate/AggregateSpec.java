package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// One aggregate of an aggregation; columns are positions among the values of its [AggregateInput].
/// Immutable.
///
/// @param filterColumn a boolean that says which rows count, or [AggregateInput#NO_FILTER]
/// @param distinct whether only different arguments count
/// @param order the order in which rows are added; empty for any
public record AggregateSpec(
        AggregateFunction.Implementation implementation,
        List<Integer> argumentColumns,
        List<DataType> argumentTypes,
        DataType resultType,
        int filterColumn,
        boolean distinct,
        List<RowOrder.Key> order) {
    public AggregateSpec {
        argumentColumns = List.copyOf(argumentColumns);
        argumentTypes = List.copyOf(argumentTypes);
        order = List.copyOf(order);
    }

    AggregateFunction.Accumulator newAccumulator(Environment environment) {
        // An ordered-set aggregate sorts its rows itself, in the order of WITHIN GROUP.
        return implementation.newAccumulator(
                argumentTypes,
                resultType,
                environment,
                order.stream()
                        .map(key ->
                                new AggregateFunction.Direction(key.descending(), key.nullsFirst()))
                        .toList());
    }

    /// Returns whether states of parts of the rows can be merged: not when the rows must be seen
    /// together.
    public boolean isMergeable() {
        return !distinct && order.isEmpty();
    }
}
