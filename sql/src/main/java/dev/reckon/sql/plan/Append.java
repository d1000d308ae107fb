package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// The rows of all inputs, one input after the other, column by column in order.
///
/// @param constraints what holds for all rows of each input, over `columns`, by which inputs
///   without a row of the result are left out; empty when nothing is known
public record Append(List<Plan> inputs, List<Column> columns, List<Scalar> constraints)
        implements Plan {
    public Append {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    /// Makes one of inputs of which nothing is known.
    public Append(List<Plan> inputs, List<Column> columns) {
        this(inputs, columns, List.of());
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Append(newInputs, columns, constraints);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return constraints.isEmpty()
                ? this
                : new Append(inputs, columns, Scalar.mapAll(constraints, change));
    }
}
