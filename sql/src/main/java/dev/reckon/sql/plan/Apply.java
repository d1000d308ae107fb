package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Computes the right input anew for each row of the left, whose columns it may refer to: what
/// could not be unnested.
public record Apply(JoinKind kind, Plan left, Plan right, Optional<Scalar> condition)
        implements Plan {
    @Override
    public List<Column> columns() {
        return kind.columns(left, right);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(left, right);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Apply(kind, newInputs.get(0), newInputs.get(1), condition);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Apply(kind, left, right, condition.map(change));
    }
}
