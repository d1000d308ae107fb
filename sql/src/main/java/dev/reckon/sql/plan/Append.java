package dev.reckon.sql.plan;

import java.util.List;

/// The rows of all inputs, one input after the other, column by column in order.
public record Append(List<Plan> inputs, List<Column> columns) implements Plan {
    public Append {
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Append(newInputs, columns);
    }
}
