package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names.DefinitionPart;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.util.Map;
import java.util.Optional;

/// `pg_tables`, `pg_views`, `pg_matviews`, `pg_indexes`, `pg_sequences`: relations for people.
final class ObjectViewRows {
    private ObjectViewRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_tables", ObjectViewRows::tables);
        sources.put("pg_catalog.pg_views", ObjectViewRows::views);
        sources.put("pg_catalog.pg_matviews", ObjectViewRows::materializedViews);
        sources.put("pg_catalog.pg_indexes", ObjectViewRows::indexes);
        sources.put("pg_catalog.pg_sequences", ObjectViewRows::sequences);
    }

    static String owner(Relation relation, Catalog catalog) {
        return catalog.role(relation.header().ownerOid()).map(Role::name).orElse("");
    }

    private static void tables(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        String bootstrap = catalog.role(Role.BOOTSTRAP_OID).map(Role::name).orElse("");
        for (SystemTable table : catalog.systemTables().all()) {
            if (!table.isView()) {
                rows.set("schemaname", table.schema())
                        .set("tablename", table.name())
                        .set("tableowner", bootstrap)
                        .set("hasindexes", false)
                        .set("hasrules", false)
                        .set("hastriggers", false)
                        .set("rowsecurity", false)
                        .add();
            }
        }
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table && table.definition().isEmpty()) {
                boolean hasTriggers =
                        !catalog.triggers(table.oid()).isEmpty()
                                || !catalog.referencing(table.oid()).isEmpty()
                                || table.constraints().stream()
                                        .anyMatch(c -> c.rule() instanceof Constraint.ForeignKey);
                rows.set("schemaname", catalog.schemaName(table.schemaOid()))
                        .set("tablename", table.name())
                        .set("tableowner", owner(table, catalog))
                        .set("hasindexes", !catalog.indexes(table.oid()).isEmpty())
                        .set("hasrules", false)
                        .set("hastriggers", hasTriggers)
                        .set("rowsecurity", false)
                        .add();
            }
        }
    }

    private static void views(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof View view) {
                rows.set("schemaname", catalog.schemaName(view.schemaOid()))
                        .set("viewname", view.name())
                        .set("viewowner", owner(view, catalog))
                        .set("definition", definition(DefinitionPart.VIEW, view, environment))
                        .add();
            }
        }
    }

    private static void materializedViews(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table && table.definition().isPresent()) {
                rows.set("schemaname", catalog.schemaName(table.schemaOid()))
                        .set("matviewname", table.name())
                        .set("matviewowner", owner(table, catalog))
                        .set("hasindexes", !catalog.indexes(table.oid()).isEmpty())
                        .set("ispopulated", table.populated())
                        .set("definition", definition(DefinitionPart.VIEW, table, environment))
                        .add();
            }
        }
    }

    private static void indexes(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Index index) {
                rows.set("schemaname", catalog.schemaName(index.schemaOid()))
                        .set("tablename", catalog.relation(index.tableOid()).orElseThrow().name())
                        .set("indexname", index.name())
                        .set("indexdef", definition(DefinitionPart.INDEX, index, environment))
                        .add();
            }
        }
    }

    private static void sequences(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Sequence sequence) {
                rows.set("schemaname", catalog.schemaName(sequence.schemaOid()))
                        .set("sequencename", sequence.name())
                        .set("sequenceowner", owner(sequence, catalog))
                        .set("data_type", new Value.Int(sequence.type().oid()))
                        .set("start_value", sequence.start())
                        .set("min_value", sequence.minimum())
                        .set("max_value", sequence.maximum())
                        .set("increment_by", sequence.increment())
                        .set("cycle", sequence.cycle())
                        .set("cache_size", sequence.cache())
                        .add();
            }
        }
    }

    private static Optional<String> definition(
            DefinitionPart part, Relation relation, Environment environment) {
        return environment.names().definition(part, relation.oid(), 0, false);
    }
}
