package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A join of two inputs that are both sorted by their keys, ascending, NULLs last.
public record MergeJoin(
        JoinKind kind,
        Plan left,
        Plan right,
        List<Scalar> leftKeys,
        List<Scalar> rightKeys,
        Optional<Scalar> residual)
        implements Plan {
    public MergeJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

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
        return new MergeJoin(
                kind, newInputs.get(0), newInputs.get(1), leftKeys, rightKeys, residual);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new MergeJoin(
                kind,
                left,
                right,
                Scalar.mapAll(leftKeys, change),
                Scalar.mapAll(rightKeys, change),
                residual.map(change));
    }
}
