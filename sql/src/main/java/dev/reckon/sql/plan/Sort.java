package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// Sorts; equal rows come in any order.
public record Sort(Plan input, List<SortKey> keys) implements Plan {
    public Sort {
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
        return new Sort(newInputs.get(0), keys);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Sort(
                input, keys.stream().map(key -> key.with(change.apply(key.value()))).toList());
    }
}
