package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The first rows of a sort, without sorting the rest.
///
/// @param offset bigint
/// @param limit bigint; NULL for all
public record TopN(Plan input, List<SortKey> keys, Optional<Scalar> offset, Scalar limit)
        implements Plan {
    public TopN {
        keys = List.copyOf(keys);
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
        return new TopN(newInputs.get(0), keys, offset, limit);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new TopN(
                input,
                keys.stream().map(key -> key.with(change.apply(key.value()))).toList(),
                offset.map(change),
                change.apply(limit));
    }
}
