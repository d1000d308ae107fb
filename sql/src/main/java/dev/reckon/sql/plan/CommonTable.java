package dev.reckon.sql.plan;

import java.util.List;

/// Computes `definition` at most once, on first use, for all [CommonTableScan]s of its id in
/// `body`; a data-modifying one is always run to its end.
public record CommonTable(
        int commonTableId, String name, Plan definition, boolean modifies, Plan body)
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
        return new CommonTable(commonTableId, name, newInputs.get(0), modifies, newInputs.get(1));
    }
}
