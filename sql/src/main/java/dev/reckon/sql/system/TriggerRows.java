package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `pg_trigger`. The triggers by which PostgreSQL keeps foreign keys do not exist here.
final class TriggerRows {
    private TriggerRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_trigger", TriggerRows::triggers);
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
}
