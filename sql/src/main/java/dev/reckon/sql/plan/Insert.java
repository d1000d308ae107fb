package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Inserts the rows of its input. The input's columns are the table's columns in order, with
/// defaults in place; generated columns and checks are computed here.
public record Insert(
        Plan input,
        Target target,
        Optional<ConflictAction> onConflict,
        Optional<Returning> returning)
        implements Plan {
    @Override
    public List<Column> columns() {
        return returning.map(Returning::columns).orElse(List.of());
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Insert(newInputs.get(0), target, onConflict, returning);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Insert(
                input,
                target,
                onConflict.map(each -> each.map(change)),
                returning.map(each -> each.map(change)));
    }
}
