package dev.reckon.sql.plan;

import dev.reckon.sql.function.AggregateFunction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An aggregate of an [Aggregate] or a [Window].
///
/// @param output the column that holds the result
/// @param arguments direct arguments first, then those of each row; for `WITHIN GROUP` the sort
///   keys' values are the last of them
/// @param distinct only different arguments count
/// @param orderBy the order in which rows are added
/// @param filter rows that count
public record AggregateCall(
        Column output,
        AggregateFunction function,
        List<Scalar> arguments,
        boolean distinct,
        List<SortKey> orderBy,
        Optional<Scalar> filter) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        orderBy = List.copyOf(orderBy);
    }

    /// Returns this with each scalar replaced.
    public AggregateCall map(UnaryOperator<Scalar> change) {
        return new AggregateCall(
                output,
                function,
                Scalar.mapAll(arguments, change),
                distinct,
                orderBy.stream().map(key -> key.with(change.apply(key.value()))).toList(),
                filter.map(change));
    }
}
