package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Some rows, from the start.
///
/// @param offset bigint; 2201X when negative, NULL for 0
/// @param limit bigint; 2201W when negative, NULL for all
/// @param ties WITH TIES: rows equal in these keys to the last one come too; the input is sorted by
///   them; else empty
public record Limit(Plan input, Optional<Scalar> offset, Optional<Scalar> limit, List<SortKey> ties)
        implements Plan {
    public Limit {
        ties = List.copyOf(ties);
    }

    @Override
    public List<Column> columns() {
        return input.columns();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Limit(newInputs.get(0), offset, limit, ties);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Limit(
                input,
                offset.map(change),
                limit.map(change),
                ties.stream().map(key -> key.with(change.apply(key.value()))).toList());
    }
}
