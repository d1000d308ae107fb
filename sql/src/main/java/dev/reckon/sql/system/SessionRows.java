package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.OpenCursor;
import dev.reckon.sql.function.PreparedStatement;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.util.Map;

/// What the session itself holds: cursors and prepared statements.
final class SessionRows {
    private SessionRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_cursors", SessionRows::cursors);
        sources.put("pg_catalog.pg_prepared_statements", SessionRows::preparedStatements);
    }

    private static void cursors(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (OpenCursor cursor : environment.openCursors()) {
            rows.set("name", cursor.name())
                    .set("statement", cursor.statement())
                    .set("is_holdable", cursor.holdable())
                    .set("is_binary", cursor.binary())
                    .set("is_scrollable", cursor.scrollable())
                    .set("creation_time", cursor.createdMicros())
                    .add();
        }
    }

    /// A plan is made once, for all values of its parameters: what PostgreSQL calls generic.
    private static void preparedStatements(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (PreparedStatement each : environment.preparedStatements()) {
            rows.set("name", each.name())
                    .set("statement", each.statement())
                    .set("prepare_time", each.preparedMicros())
                    .set(
                            "parameter_types",
                            Value.Array.of(
                                    each.parameterTypes().stream()
                                            .map(type -> (Value) new Value.Int(type.oid()))
                                            .toList()))
                    .set("from_sql", each.fromSql())
                    .set("generic_plans", each.runCount())
                    .set("custom_plans", 0)
                    .add();
        }
    }
}
