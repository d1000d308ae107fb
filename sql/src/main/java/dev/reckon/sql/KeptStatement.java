package dev.reckon.sql;

import dev.reckon.sql.procedural.PlannedSql;
import java.util.List;

/// A statement of a procedure with its plan.
///
/// @param cached plans itself anew when the catalog has changed
record KeptStatement(CachedStatement cached) implements PlannedSql {
    @Override
    public List<Field> columns() {
        return fields(cached.plan().orElseThrow());
    }

    @Override
    public boolean changes() {
        return cached.plan().orElseThrow().writes();
    }

    static List<Field> fields(QueryPlan plan) {
        return plan.columns().orElse(List.of()).stream()
                .map(column -> new Field(column.name(), column.type(), column.modifier()))
                .toList();
    }
}
