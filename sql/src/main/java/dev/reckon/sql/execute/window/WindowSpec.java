package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// One compiled window function. Immutable.
///
/// @param arguments over the input's columns
/// @param filter rows that count, for aggregates
public record WindowSpec(
        Function function,
        List<Expression> arguments,
        List<DataType> argumentTypes,
        DataType resultType,
        Optional<Predicate> filter,
        FrameSpec frame) {
    /// What is computed.
    public sealed interface Function {
        record Own(WindowFunction.Kind kind) implements Function {}

        record Whole(AggregateFunction.Implementation implementation) implements Function {}
    }
}
