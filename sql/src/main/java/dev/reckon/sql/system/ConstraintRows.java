package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pg_constraint`: constraints of tables and domains.
final class ConstraintRows {
    private ConstraintRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_constraint", ConstraintRows::constraints);
    }

    private static void constraints(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            for (Trigger trigger : catalog.triggers(relation.oid())) {
                trigger.constraint().ifPresent(each -> ofTrigger(rows, relation, trigger, each));
            }
            if (relation instanceof Table table) {
                for (Constraint constraint : table.constraints()) {
                    ofTable(rows, table, constraint, new PartitionTree(catalog));
                }
            }
        }
        catalog.objects().stream()
                .filter(UserType.Domain.class::isInstance)
                .map(UserType.Domain.class::cast)
                .forEach(domain ->
                        domain.constraints()
                                .forEach(constraint ->
                                        rows.set("oid", constraint.oid())
                                                .set("conname", constraint.name())
                                                .set("connamespace", domain.schemaOid())
                                                .set("contype", "c")
                                                .set("convalidated", constraint.validated())
                                                .set("contypid", domain.oid())
                                                .set("conislocal", true)
                                                .set("conbin", constraint.text())
                                                .add()));
    }

    /// A constraint trigger is listed here, with nothing but its name.
    private static void ofTrigger(
            SystemRows rows, Relation relation, Trigger trigger, Trigger.Deferral deferral) {
        rows.set("oid", deferral.oid())
                .set("conname", trigger.name())
                .set("connamespace", relation.schemaOid())
                .set("contype", "t")
                .set("condeferrable", deferral.deferrable())
                .set("condeferred", deferral.initiallyDeferred())
                .set("convalidated", true)
                .set("conrelid", relation.oid())
                .set("conislocal", true)
                .set("connoinherit", true)
                .add();
    }

    private static void ofTable(
            SystemRows rows, Table table, Constraint constraint, PartitionTree tree) {
        Optional<Constraint> parent = tree.parent(constraint, table);
        boolean isCheck = constraint.rule() instanceof Constraint.Check;
        rows.set("oid", constraint.oid())
                .set("conname", constraint.name())
                .set("connamespace", table.schemaOid())
                .set("condeferrable", constraint.deferrable())
                .set("condeferred", constraint.initiallyDeferred())
                .set("convalidated", constraint.validated())
                .set("conrelid", table.oid())
                .set("conislocal", parent.isEmpty())
                .set("coninhcount", parent.isPresent() ? 1 : 0)
                .set("conparentid", isCheck ? 0 : parent.map(Constraint::oid).orElse(0L))
                .set("connoinherit", !table.isPartitioned())
                .set("conkey", numbers(constraint.columns()));
        switch (constraint.rule()) {
            case Constraint.Unique(boolean primaryKey, long indexOid) ->
                    rows.set("contype", primaryKey ? "p" : "u").set("conindid", indexOid);
            case Constraint.Check(String text, boolean noInherit) ->
                    rows.set("contype", "c").set("conbin", text).set("connoinherit", noInherit);
            case Constraint.ForeignKey key ->
                    rows.set("contype", "f")
                            .set("conindid", key.indexOid())
                            .set("confrelid", key.referencedOid())
                            .set("confkey", numbers(key.referencedColumns()))
                            .set("confupdtype", String.valueOf(key.onUpdate().letter()))
                            .set("confdeltype", String.valueOf(key.onDelete().letter()))
                            .set("confmatchtype", key.matchFull() ? "f" : "s");
        }
        rows.add();
    }

    private static Value numbers(List<Integer> columnNumbers) {
        return Value.Array.of(columnNumbers.stream().<Value>map(Value.Int::new).toList());
    }
}
