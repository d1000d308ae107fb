package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A join by testing every pair. The right input is computed once.
public record NestedLoopJoin(JoinKind kind, Plan left, Plan right, Optional<Scalar> condition)
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
        return new NestedLoopJoin(kind, newInputs.get(0), newInputs.get(1), condition);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new NestedLoopJoin(kind, left, right, condition.map(change));
    }
}
