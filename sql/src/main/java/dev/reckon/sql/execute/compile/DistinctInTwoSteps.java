package dev.reckon.sql.execute.compile;

import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes two aggregations of one whose aggregates count different arguments only: the first groups
/// by the argument, too, so that the second sees each of them once. Unlike telling duplicates
/// apart, grouping can be done by many threads.
final class DistinctInTwoSteps {
    /// The id of the argument's column, which no other column of a statement has.
    private static final int ARGUMENT_ID = Integer.MIN_VALUE;

    private DistinctInTwoSteps() {}

    /// Returns the second aggregation, whose input is the first; empty when the aggregates do not
    /// all have the same argument, or need more than its different values.
    static Optional<Aggregate> of(Aggregate aggregate) {
        if (aggregate.calls().isEmpty() || !aggregate.sets().isEmpty()) {
            return Optional.empty();
        }
        List<Scalar> arguments = aggregate.calls().getFirst().arguments();
        if (arguments.size() != 1 || !Parallelism.isSafe(arguments.getFirst())) {
            return Optional.empty();
        }
        for (AggregateCall call : aggregate.calls()) {
            if (!call.distinct()
                    || call.function().orderSensitive()
                    || !call.orderBy().isEmpty()
                    || call.filter().isPresent()
                    || !call.arguments().equals(arguments)) {
                return Optional.empty();
            }
        }
        Scalar argument = arguments.getFirst();
        var column = new Column(ARGUMENT_ID, "argument", argument.type(), argument.modifier());
        var keys = new ArrayList<>(aggregate.keys());
        keys.add(new Output(column, argument));
        var first = new Aggregate(aggregate.input(), keys, List.of(), List.of(), Optional.empty());
        return Optional.of(
                new Aggregate(
                        first,
                        aggregate.keys().stream().map(key -> Output.of(key.column())).toList(),
                        List.of(),
                        aggregate.calls().stream().map(call -> once(call, column)).toList(),
                        Optional.empty()));
    }

    private static AggregateCall once(AggregateCall call, Column argument) {
        return new AggregateCall(
                call.output(),
                call.function(),
                List.of(argument.value()),
                false,
                List.of(),
                Optional.empty());
    }
}
