package dev.reckon.sql.plan;

import java.util.List;

/// WITH RECURSIVE: the rows of `start`, then those of `step` computed over the rows that the last
/// round added, until there are none.
///
/// @param workTableId the id by which [WorkTable]s in `step` read the last round's rows
/// @param all UNION ALL; otherwise rows that came before are dropped
public record RecursiveUnion(
        int workTableId, Plan start, Plan step, boolean all, List<Column> columns) implements Plan {
    public RecursiveUnion {
        columns = List.copyOf(columns);
    }

    @Override
    public List<Plan> inputs() {
        return List.of(start, step);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new RecursiveUnion(workTableId, newInputs.get(0), newInputs.get(1), all, columns);
    }
}
