package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Deletes rows, found and read as by [Update].
///
/// @param key the input's columns that hold the key of the target's row
/// @param recheck what must still hold when the row changed meanwhile, over [Target#row] and the
///   columns of the input
public record Delete(
        Plan input,
        Target target,
        List<Column> key,
        Optional<Scalar> recheck,
        Optional<Returning> returning)
        implements Plan {
    public Delete {
        key = List.copyOf(key);
    }

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
        return new Delete(newInputs.get(0), target, key, recheck, returning);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Delete(
                input, target, key, recheck.map(change), returning.map(each -> each.map(change)));
    }
}
