package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// MERGE: the input is the source joined with the target, whose key is NULL where nothing matched.
/// Branches for matches read the locked row through [Target#row].
///
/// @param key the input's columns that hold the key of the target's row; NULL when there is none
public record Merge(Plan input, Target target, List<Column> key, List<MergeBranch> branches)
        implements Plan {
    public Merge {
        key = List.copyOf(key);
        branches = List.copyOf(branches);
    }

    @Override
    public List<Column> columns() {
        return List.of();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Merge(newInputs.get(0), target, key, branches);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Merge(
                input, target, key, branches.stream().map(each -> each.map(change)).toList());
    }
}
