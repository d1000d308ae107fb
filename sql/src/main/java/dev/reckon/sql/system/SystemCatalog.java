package dev.reckon.sql.system;

import dev.reckon.sql.catalog.SystemTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All relations of PostgreSQL's system schemas; those without a source here are empty, as nothing
/// that they describe exists.
public final class SystemCatalog {
    private SystemCatalog() {}

    /// Makes the relations of `pg_catalog` and `information_schema`.
    public static List<SystemTable> relations() {
        Map<String, RowSource> sources = new HashMap<>();
        RelationRows.register(sources);
        AttributeRows.register(sources);
        ConstraintRows.register(sources);
        PartitionRows.register(sources);
        DependencyRows.register(sources);
        TriggerRows.register(sources);
        TypeRows.register(sources);
        RoutineRows.register(sources);
        ExtensionRows.register(sources);
        RoleRows.register(sources);
        ServerRows.register(sources);
        SessionRows.register(sources);
        SettingRows.register(sources);
        ZoneRows.register(sources);
        LargeObjectRows.register(sources);
        ActivityRows.register(sources);
        LockRows.register(sources);
        ObjectViewRows.register(sources);
        StatisticsRows.register(sources);
        UseRows.register(sources);
        Map<String, String> queries = SystemView.queries();
        List<SystemTable> relations = new ArrayList<>();
        for (RelationShape shape : RelationShape.readAll()) {
            if (shape.schema().equals("information_schema") && queries.containsKey(shape.name())) {
                relations.add(new SystemView(shape, queries.remove(shape.name())));
                continue;
            }
            RowSource source = sources.remove(shape.schema() + "." + shape.name());
            relations.add(
                    new SystemRelation(shape, source != null ? source : SystemCatalog::noRows));
        }
        if (!sources.isEmpty() || !queries.isEmpty()) {
            throw new IllegalStateException(
                    "no relations: " + sources.keySet() + " " + queries.keySet());
        }
        return relations;
    }

    private static void noRows(
            SystemRows rows,
            dev.reckon.sql.catalog.Catalog catalog,
            dev.reckon.storage.Snapshot snapshot,
            dev.reckon.sql.function.Environment environment) {}
}
