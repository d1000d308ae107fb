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
/// @param runtimeFilters what the build side tells scans of the other side
public record HashJoin(
        JoinKind kind,
        Plan left,
        Plan right,
        List<Scalar> leftKeys,
        List<Scalar> rightKeys,
        List<ScalarFunction> equalities,
        Optional<Scalar> residual,
        List<RuntimeFilterSource> runtimeFilters)
        implements Plan {
    public HashJoin {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        equalities = List.copyOf(equalities);
        runtimeFilters = List.copyOf(runtimeFilters);
    }

    /// Makes a join that filters no scan.
    public HashJoin(
            JoinKind kind,
            Plan left,
            Plan right,
            List<Scalar> leftKeys,
            List<Scalar> rightKeys,
            List<ScalarFunction> equalities,
            Optional<Scalar> residual) {
        this(kind, left, right, leftKeys, rightKeys, equalities, residual, List.of());
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
                residual,
                runtimeFilters);
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
                residual.map(change),
                runtimeFilters);
    }

    /// Returns this with a probe side whose scans ask for filters.
    public HashJoin withRuntimeFilters(Plan newLeft, List<RuntimeFilterSource> sources) {
        return new HashJoin(
                kind, newLeft, right, leftKeys, rightKeys, equalities, residual, sources);
    }
}
