package dev.reckon.sql.system;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names.DefinitionPart;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// `pg_trigger`, and triggers as the SQL standard describes them. The triggers by which PostgreSQL
/// keeps foreign keys do not exist here.
final class TriggerRows {
    private TriggerRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_trigger", TriggerRows::triggers);
        sources.put("information_schema.triggers", TriggerRows::standard);
        sources.put("information_schema.triggered_update_columns", TriggerRows::columns);
    }

    private static void triggers(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            for (Trigger trigger : catalog.triggers(relation.oid())) {
                rows.set("oid", trigger.oid())
                        .set("tgrelid", relation.oid())
                        .set("tgname", trigger.name())
                        .set("tgfoid", trigger.routineOid())
                        .set("tgtype", trigger.typeBits())
                        .set("tgenabled", String.valueOf(trigger.enabling().letter()))
                        .set(
                                "tgconstrrelid",
                                trigger.constraint().map(Trigger.Deferral::fromOid).orElse(0L))
                        .set(
                                "tgconstraint",
                                trigger.constraint().map(Trigger.Deferral::oid).orElse(0L))
                        .set("tgdeferrable", trigger.isDeferrable())
                        .set("tginitdeferred", trigger.isInitiallyDeferred())
                        .set("tgnargs", trigger.arguments().size())
                        .set(
                                "tgattr",
                                RelationRows.vector(
                                        trigger.columns().stream()
                                                .<Value>map(Value.Int::new)
                                                .toList()))
                        .set("tgargs", arguments(trigger.arguments()))
                        .set("tgqual", trigger.condition())
                        .set("tgoldtable", trigger.oldTable())
                        .set("tgnewtable", trigger.newTable())
                        .add();
            }
        }
    }

    /// Each argument ends with a zero.
    private static Value arguments(List<String> arguments) {
        var bytes = new ByteArrayOutputStream();
        for (String argument : arguments) {
            bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        return new Value.Bytes(bytes.toByteArray());
    }

    /// Visits the triggers of relations with which the user may do more than read them.
    private static void visit(
            Catalog catalog, Environment environment, BiConsumer<Relation, Trigger> visitor) {
        Rights rights = Rights.of(catalog, environment.currentUser());
        for (Relation relation : catalog.relations()) {
            boolean isShown =
                    rights.owns(relation)
                            || "awdDxt"
                                    .chars()
                                    .anyMatch(
                                            letter -> rights.mayAnyColumn(relation, (char) letter));
            if (isShown) {
                catalog.triggers(relation.oid())
                        .forEach(trigger -> visitor.accept(relation, trigger));
            }
        }
    }

    private static void names(
            SystemRows rows,
            Relation relation,
            Trigger trigger,
            Catalog catalog,
            Environment environment) {
        String schema = catalog.schemaName(relation.schemaOid());
        rows.set("trigger_catalog", environment.currentDatabase())
                .set("trigger_schema", schema)
                .set("trigger_name", trigger.name())
                .set("event_object_catalog", environment.currentDatabase())
                .set("event_object_schema", schema)
                .set("event_object_table", relation.name());
    }

    private static void standard(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        Rights rights = Rights.of(catalog, environment.currentUser());
        Map<List<Object>, Integer> orders = new HashMap<>();
        visit(
                catalog,
                environment,
                (relation, trigger) -> {
                    for (TriggerOperation operation : trigger.operations()) {
                        if (operation == TriggerOperation.TRUNCATE) {
                            continue; // The standard knows no such triggers.
                        }
                        int order =
                                orders.merge(
                                        List.of(
                                                relation.oid(),
                                                operation,
                                                trigger.forEachRow(),
                                                trigger.timing()),
                                        1,
                                        Integer::sum);
                        names(rows, relation, trigger, catalog, environment);
                        rows.set("event_manipulation", operation.name())
                                .set("action_order", order)
                                .set("action_statement", statement(trigger, environment))
                                .set(
                                        "action_orientation",
                                        trigger.forEachRow() ? "ROW" : "STATEMENT")
                                .set("action_timing", trigger.timing().sql())
                                .set("action_reference_old_table", trigger.oldTable())
                                .set("action_reference_new_table", trigger.newTable());
                        if (rights.owns(relation)) {
                            rows.set(
                                    "action_condition",
                                    trigger.condition()
                                            .map(text ->
                                                    environment.names().expression(text, false)));
                        }
                        rows.add();
                    }
                });
    }

    private static String statement(Trigger trigger, Environment environment) {
        String definition =
                environment
                        .names()
                        .definition(DefinitionPart.TRIGGER, trigger.oid(), 0, false)
                        .orElseThrow();
        return definition.substring(definition.lastIndexOf(" EXECUTE FUNCTION ") + 1);
    }

    private static void columns(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        visit(
                catalog,
                environment,
                (relation, trigger) -> {
                    for (TableColumn column : relation.columns()) {
                        if (trigger.columns().contains(column.number())) {
                            names(rows, relation, trigger, catalog, environment);
                            rows.set("event_object_column", column.name()).add();
                        }
                    }
                });
    }
}
