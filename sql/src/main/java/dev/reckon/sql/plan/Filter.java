package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// The rows for which the condition is true.
public record Filter(Plan input, Scalar condition) implements Plan {
    @Override
    public List<Column> columns() {
        return input.columns();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Filter(newInputs.get(0), condition);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Filter(input, change.apply(condition));
    }
}
