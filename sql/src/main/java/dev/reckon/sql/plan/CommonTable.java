package dev.reckon.sql.plan;

import java.util.List;

/// Computes `definition` at most once, on first use, for all [CommonTableScan]s of its id in
/// `body`; a data-modifying one is always run to its end.
///
/// @param materialized whether it was asked to be computed by itself
public record CommonTable(
        int commonTableId,
        String name,
        Plan definition,
        boolean modifies,
        boolean materialized,
        Plan body)
        implements Plan {
    @Override
    public List<Column> columns() {
        return body.columns();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(definition, body);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new CommonTable(
                commonTableId, name, newInputs.get(0), modifies, materialized, newInputs.get(1));
    }
}
