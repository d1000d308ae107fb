package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// A join as the statement means it, before a way to compute it was chosen.
///
/// @param condition over the columns of both
public record Join(JoinKind kind, Plan left, Plan right, Scalar condition) implements Plan {
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
        return new Join(kind, newInputs.get(0), newInputs.get(1), condition);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Join(kind, left, right, change.apply(condition));
    }
}
