package dev.reckon.sql.system;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewShape;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names.DefinitionPart;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `information_schema`: the SQL standard's view of schemas, tables, columns and constraints.
final class InformationSchemaRows {
    private InformationSchemaRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("information_schema.schemata", InformationSchemaRows::schemata);
        sources.put("information_schema.tables", InformationSchemaRows::tables);
        sources.put("information_schema.columns", InformationSchemaRows::columns);
        sources.put("information_schema.views", InformationSchemaRows::views);
        sources.put("information_schema.sequences", InformationSchemaRows::sequences);
        sources.put(
                "information_schema.table_constraints", InformationSchemaRows::tableConstraints);
        sources.put("information_schema.key_column_usage", InformationSchemaRows::keyColumns);
        sources.put(
                "information_schema.constraint_column_usage",
                InformationSchemaRows::constraintColumns);
        sources.put(
                "information_schema.referential_constraints",
                InformationSchemaRows::referentialConstraints);
        sources.put("information_schema.check_constraints", InformationSchemaRows::checks);
        sources.put(
                "information_schema.information_schema_catalog_name",
                (rows, _, _, environment) ->
                        rows.set("catalog_name", environment.currentDatabase()).add());
    }

    private static void schemata(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Schema schema : catalog.schemas()) {
            rows.set("catalog_name", environment.currentDatabase())
                    .set("schema_name", schema.name())
                    .set(
                            "schema_owner",
                            catalog.role(schema.header().ownerOid()).map(Role::name).orElse(""))
                    .add();
        }
    }

    private static void tables(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            boolean view = relation instanceof View;
            if (!isShown(relation, catalog, environment)) {
                continue;
            }
            if (view || (relation instanceof Table table && table.definition().isEmpty())) {
                boolean temporary =
                        relation instanceof Table t
                                && t.persistence() == Table.Persistence.TEMPORARY;
                table(rows, relation, catalog, environment);
                rows.set("table_type", view ? "VIEW" : temporary ? "LOCAL TEMPORARY" : "BASE TABLE")
                        .set("is_insertable_into", yes(ViewShape.isUpdatable(relation, catalog)))
                        .set("is_typed", "NO")
                        .add();
            }
        }
        catalog.systemTables()
                .all()
                .forEach(table ->
                        rows.set("table_catalog", environment.currentDatabase())
                                .set("table_schema", table.schema())
                                .set("table_name", table.name())
                                .set("table_type", table.isView() ? "VIEW" : "BASE TABLE")
                                .set("is_insertable_into", "NO")
                                .set("is_typed", "NO")
                                .add());
    }

    private static String yes(boolean value) {
        return value ? "YES" : "NO";
    }

    /// Returns whether the user may do anything with a relation: others are not shown.
    private static boolean isShown(Relation relation, Catalog catalog, Environment environment) {
        Rights rights = Rights.of(catalog, environment.currentUser());
        return rights.owns(relation)
                || "arwdDxt"
                        .chars()
                        .anyMatch(letter -> rights.mayAnyColumn(relation, (char) letter));
    }

    /// Sets the three columns that name a table.
    private static void table(
            SystemRows rows, Relation relation, Catalog catalog, Environment environment) {
        rows.set("table_catalog", environment.currentDatabase())
                .set("table_schema", catalog.schemaName(relation.schemaOid()))
                .set("table_name", relation.name());
    }

    private static void columns(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            boolean hasRows =
                    relation instanceof View
                            || (relation instanceof Table each && each.definition().isEmpty());
            if (hasRows && isShown(relation, catalog, environment)) {
                for (TableColumn column : relation.columns()) {
                    table(rows, relation, catalog, environment);
                    column(rows, column, relation, catalog, environment);
                    rows.add();
                }
            }
        }
    }

    private static void column(
            SystemRows rows,
            TableColumn column,
            Relation relation,
            Catalog catalog,
            Environment environment) {
        DataType base = catalog.baseType(column.type());
        boolean userDefined = DataType.builtIn(base.oid()).isEmpty() && !base.isArray();
        rows.set("column_name", column.name())
                .set("ordinal_position", column.number())
                .set("is_nullable", column.notNull() ? "NO" : "YES")
                .set(
                        "data_type",
                        base.isArray() ? "ARRAY" : userDefined ? "USER-DEFINED" : base.sqlName())
                .set("udt_catalog", environment.currentDatabase())
                .set(
                        "udt_schema",
                        DataType.builtIn(base.oid()).isPresent()
                                ? "pg_catalog"
                                : catalog.schemaName(catalog.typeSchema(base)))
                .set("udt_name", base.name())
                .set("dtd_identifier", String.valueOf(column.number()))
                .set("is_self_referencing", "NO")
                .set("is_identity", column.identity() == TableColumn.Identity.NONE ? "NO" : "YES")
                .set("identity_cycle", "NO")
                .set("is_generated", column.generatedText().isPresent() ? "ALWAYS" : "NEVER")
                .set("generation_expression", column.generatedText())
                .set(
                        "is_updatable",
                        yes(ViewShape.tableColumn(relation, column.number(), catalog).isPresent()));
        if (column.generatedText().isEmpty()) {
            rows.set(
                    "column_default",
                    column.defaultText().map(text -> environment.names().expression(text, false)));
        }
        if (column.identity() != TableColumn.Identity.NONE) {
            rows.set(
                    "identity_generation",
                    column.identity() == TableColumn.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT");
        }
        size(rows, base, column.modifier());
    }

    /// Sets the columns that say how long or how precise a type is.
    private static void size(SystemRows rows, DataType type, int modifier) {
        switch (type.name()) {
            case "varchar", "bpchar" -> {
                if (modifier >= 4) {
                    rows.set("character_maximum_length", modifier - 4)
                            .set("character_octet_length", (modifier - 4) * 4L);
                } else {
                    rows.set("character_octet_length", 1 << 30);
                }
            }
            case "text" -> rows.set("character_octet_length", 1 << 30);
            case "int2" -> number(rows, 16);
            case "int4" -> number(rows, 32);
            case "int8" -> number(rows, 64);
            case "float4" -> rows.set("numeric_precision", 24).set("numeric_precision_radix", 2);
            case "float8" -> rows.set("numeric_precision", 53).set("numeric_precision_radix", 2);
            case "numeric" -> {
                rows.set("numeric_precision_radix", 10);
                if (modifier >= 4) {
                    rows.set("numeric_precision", (modifier - 4) >> 16)
                            .set("numeric_scale", (modifier - 4) & 0x7FF);
                }
            }
            case "date" -> rows.set("datetime_precision", 0);
            case "time", "timetz", "timestamp", "timestamptz", "interval" ->
                    rows.set("datetime_precision", modifier >= 0 ? modifier & 0xFFFF : 6);
            default -> {}
        }
    }

    private static void number(SystemRows rows, int bits) {
        rows.set("numeric_precision", bits)
                .set("numeric_precision_radix", 2)
                .set("numeric_scale", 0);
    }

    private static void views(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof View view && isShown(view, catalog, environment)) {
                table(rows, view, catalog, environment);
                boolean updatable = ViewShape.isUpdatable(view, catalog);
                if (Rights.of(catalog, environment.currentUser()).owns(view)) {
                    rows.set("view_definition", definition(DefinitionPart.VIEW, view, environment));
                }
                rows.set("check_option", view.checkOption().name())
                        .set("is_updatable", yes(updatable))
                        .set("is_insertable_into", yes(updatable))
                        .set(
                                "is_trigger_updatable",
                                yes(isTriggered(view, TriggerOperation.UPDATE, catalog)))
                        .set(
                                "is_trigger_deletable",
                                yes(isTriggered(view, TriggerOperation.DELETE, catalog)))
                        .set(
                                "is_trigger_insertable_into",
                                yes(isTriggered(view, TriggerOperation.INSERT, catalog)))
                        .add();
            }
        }
    }

    /// Returns whether a view has a trigger that does something in its place.
    private static boolean isTriggered(View view, TriggerOperation operation, Catalog catalog) {
        return catalog.triggers(view.oid()).stream()
                .anyMatch(trigger ->
                        trigger.timing() == TriggerTiming.INSTEAD_OF
                                && trigger.firesFor(operation));
    }

    private static void sequences(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Sequence sequence && !sequence.identity()) {
                rows.set("sequence_catalog", environment.currentDatabase())
                        .set("sequence_schema", catalog.schemaName(sequence.schemaOid()))
                        .set("sequence_name", sequence.name())
                        .set("data_type", sequence.type().sqlName())
                        .set("numeric_precision", sequence.type().byteLength() * 8L)
                        .set("numeric_precision_radix", 2)
                        .set("numeric_scale", 0)
                        .set("start_value", String.valueOf(sequence.start()))
                        .set("minimum_value", String.valueOf(sequence.minimum()))
                        .set("maximum_value", String.valueOf(sequence.maximum()))
                        .set("increment", String.valueOf(sequence.increment()))
                        .set("cycle_option", sequence.cycle() ? "YES" : "NO")
                        .add();
            }
        }
    }

    /// Sets the columns that name a constraint.
    private static void constraint(
            SystemRows rows,
            Constraint constraint,
            Table table,
            Catalog catalog,
            Environment environment) {
        rows.set("constraint_catalog", environment.currentDatabase())
                .set("constraint_schema", catalog.schemaName(table.schemaOid()))
                .set("constraint_name", constraint.name());
    }

    private interface ConstraintVisitor {
        void visit(Table table, Constraint constraint);
    }

    private static void forEachConstraint(Catalog catalog, ConstraintVisitor visitor) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                table.constraints().forEach(constraint -> visitor.visit(table, constraint));
            }
        }
    }

    private static void tableConstraints(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        forEachConstraint(
                catalog,
                (table, constraint) -> {
                    constraint(rows, constraint, table, catalog, environment);
                    table(rows, table, catalog, environment);
                    rows.set(
                                    "constraint_type",
                                    switch (constraint.rule()) {
                                        case Constraint.Unique(boolean primaryKey, long _) ->
                                                primaryKey ? "PRIMARY KEY" : "UNIQUE";
                                        case Constraint.Check _ -> "CHECK";
                                        case Constraint.ForeignKey _ -> "FOREIGN KEY";
                                    })
                            .set("is_deferrable", constraint.deferrable() ? "YES" : "NO")
                            .set(
                                    "initially_deferred",
                                    constraint.initiallyDeferred() ? "YES" : "NO")
                            .set("enforced", "YES");
                    if (constraint.rule() instanceof Constraint.Unique) {
                        rows.set("nulls_distinct", "YES");
                    }
                    rows.add();
                });
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                for (TableColumn column : table.columns()) {
                    if (column.notNull()) {
                        rows.set("constraint_catalog", environment.currentDatabase())
                                .set("constraint_schema", catalog.schemaName(table.schemaOid()))
                                .set("constraint_name", notNullName(table, column));
                        table(rows, table, catalog, environment);
                        rows.set("constraint_type", "CHECK")
                                .set("is_deferrable", "NO")
                                .set("initially_deferred", "NO")
                                .set("enforced", "YES")
                                .add();
                    }
                }
            }
        }
    }

    /// Returns the name that PostgreSQL makes up for NOT NULL here.
    private static String notNullName(Table table, TableColumn column) {
        return table.schemaOid() + "_" + table.oid() + "_" + column.number() + "_not_null";
    }

    private static String columnName(Table table, int number) {
        return table.columns().get(table.position(number)).name();
    }

    private static void keyColumns(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        forEachConstraint(
                catalog,
                (table, constraint) -> {
                    if (constraint.rule() instanceof Constraint.Check) {
                        return;
                    }
                    List<Integer> columns = constraint.columns();
                    for (int i = 0; i < columns.size(); i++) {
                        constraint(rows, constraint, table, catalog, environment);
                        table(rows, table, catalog, environment);
                        rows.set("column_name", columnName(table, columns.get(i)))
                                .set("ordinal_position", i + 1);
                        if (constraint.rule() instanceof Constraint.ForeignKey key) {
                            rows.set(
                                    "position_in_unique_constraint",
                                    uniquePosition(key, i, catalog));
                        }
                        rows.add();
                    }
                });
    }

    /// Returns where the column that a foreign key's column refers to stands in the key there.
    private static int uniquePosition(Constraint.ForeignKey key, int index, Catalog catalog) {
        Index unique = (Index) catalog.relation(key.indexOid()).orElseThrow();
        int referenced = key.referencedColumns().get(index);
        return unique.keys().stream().map(Index.Key::columnNumber).toList().indexOf(referenced) + 1;
    }

    private static void constraintColumns(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        forEachConstraint(
                catalog,
                (table, constraint) -> {
                    Table used = table;
                    List<Integer> columns = constraint.columns();
                    if (constraint.rule() instanceof Constraint.ForeignKey key) {
                        used = (Table) catalog.relation(key.referencedOid()).orElseThrow();
                        columns = key.referencedColumns();
                    }
                    for (int column : columns) {
                        table(rows, used, catalog, environment);
                        rows.set("column_name", columnName(used, column));
                        constraint(rows, constraint, table, catalog, environment);
                        rows.add();
                    }
                });
    }

    private static void referentialConstraints(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        forEachConstraint(
                catalog,
                (table, constraint) -> {
                    if (constraint.rule() instanceof Constraint.ForeignKey key) {
                        Table referenced =
                                (Table) catalog.relation(key.referencedOid()).orElseThrow();
                        constraint(rows, constraint, table, catalog, environment);
                        rows.set("unique_constraint_catalog", environment.currentDatabase())
                                .set(
                                        "unique_constraint_schema",
                                        catalog.schemaName(referenced.schemaOid()))
                                .set(
                                        "unique_constraint_name",
                                        catalog.relation(key.indexOid()).orElseThrow().name())
                                .set("match_option", key.matchFull() ? "FULL" : "NONE")
                                .set("update_rule", key.onUpdate().name().replace('_', ' '))
                                .set("delete_rule", key.onDelete().name().replace('_', ' '))
                                .add();
                    }
                });
    }

    private static void checks(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        forEachConstraint(
                catalog,
                (table, constraint) -> {
                    if (constraint.rule() instanceof Constraint.Check(String text, boolean _)) {
                        constraint(rows, constraint, table, catalog, environment);
                        rows.set("check_clause", text).add();
                    }
                });
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table) {
                for (TableColumn column : table.columns()) {
                    if (column.notNull()) {
                        rows.set("constraint_catalog", environment.currentDatabase())
                                .set("constraint_schema", catalog.schemaName(table.schemaOid()))
                                .set("constraint_name", notNullName(table, column))
                                .set("check_clause", column.name() + " IS NOT NULL")
                                .add();
                    }
                }
            }
        }
    }

    private static Optional<String> definition(
            DefinitionPart part, Relation relation, Environment environment) {
        return environment.names().definition(part, relation.oid(), 0, false);
    }
}
