package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Changes rows. The input gives the keys of rows of the target. Each row is locked; the change
/// reads it as it is then, through the columns of [Target#row], beside the columns of the input.
///
/// @param key the input's columns that hold the key of the target's row
/// @param mover where rows of a partition go that the change makes those of another; absent when
///   there are none, or when they break the partition's condition
public record Update(
        Plan input,
        Target target,
        List<Column> key,
        RowChange assignment,
        Optional<Returning> returning,
        Optional<RowMover> mover)
        implements Plan {
    public Update {
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
        return new Update(newInputs.get(0), target, key, assignment, returning, mover);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Update(
                input,
                target,
                key,
                assignment.map(change),
                returning.map(each -> each.map(change)),
                mover);
    }
}
