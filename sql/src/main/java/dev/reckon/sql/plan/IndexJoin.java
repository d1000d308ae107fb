package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A join that looks the rows of a stored table up by whole primary key, a batch at a time.
///
/// @param right the table; its own key selection is [KeySelection#ALL], its filter applies to each
///   row found
/// @param keys one for each key column of the table, in key order and of its type, over the left
///   columns
/// @param residual what else must hold for a pair
public record IndexJoin(
        JoinKind kind, Plan left, TableScan right, List<Scalar> keys, Optional<Scalar> residual)
        implements Plan {
    public IndexJoin {
        keys = List.copyOf(keys);
    }

    @Override
    public List<Column> columns() {
        return kind.columns(left, right);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(left);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new IndexJoin(kind, newInputs.get(0), right, keys, residual);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new IndexJoin(kind, left, right, Scalar.mapAll(keys, change), residual.map(change));
    }
}
