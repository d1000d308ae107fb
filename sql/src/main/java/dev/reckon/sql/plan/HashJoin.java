package dev.reckon.sql.plan;

import dev.reckon.sql.function.ScalarFunction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A join on equal keys: the right input is hashed, the left probes. With
/// [JoinKind#ANTI_NULL_AWARE] one NULL among the right keys lets no row pass, and a NULL left key
/// passes only when the right input is empty (NOT IN).
///
/// @param leftKeys over the left columns
/// @param rightKeys over the right columns, of the same types
/// @param equalities the `=` operator of each pair
/// @param residual what else must hold for a pair, over the columns of both
public record HashJoin(
        JoinKind kind,
        Plan left,
        Plan right,
        List<Scalar> leftKeys,
        List<Scalar> rightKeys,
        List<ScalarFunction> equalities,
        Optional<Scalar> residual)
        implements Plan {
    public HashJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        equalities = List.copyOf(equalities);
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
        return new HashJoin(
                kind,
                newInputs.get(0),
                newInputs.get(1),
                leftKeys,
                rightKeys,
                equalities,
                residual);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new HashJoin(
                kind,
                left,
                right,
                Scalar.mapAll(leftKeys, change),
                Scalar.mapAll(rightKeys, change),
                equalities,
                residual.map(change));
    }
}
