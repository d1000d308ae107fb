package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.TableStatement.CreateTrigger;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The triggers that a partition has because a table above it has them for each row. They are kept
/// once, at the table that was given them; PostgreSQL makes copies.
record InheritedTriggers(Definitions definitions) {
    /// A trigger, and the table above that has it.
    private record Inherited(Trigger trigger, Table of) {}

    private List<Inherited> of(Table partition) {
        var found = new ArrayList<Inherited>();
        Optional<Table> above = definitions.catalog().parent(partition);
        while (above.isPresent()) {
            for (Trigger trigger : definitions.catalog().triggers(above.get().oid())) {
                if (trigger.forEachRow()) {
                    found.add(new Inherited(trigger, above.get()));
                }
            }
            above = definitions.catalog().parent(above.get());
        }
        return found;
    }

    private List<Table> below(Table table) {
        var all = new ArrayList<Table>();
        for (Table partition : definitions.catalog().partitions(table.oid())) {
            all.add(partition);
            all.addAll(below(partition));
        }
        return all;
    }

    /// Sees that a partition does not get a trigger of a name that a table above has.
    ///
    /// @throws DatabaseException 42710, and 0A000 for transition tables, which are of one table
    void requireNew(CreateTrigger create, Table table) {
        if (!create.transitions().isEmpty() && table.isPartitioned()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "\"" + table.name() + "\" is a partitioned table")
                    .withDetail(
                            "ROW triggers with transition tables are not supported on partitioned"
                                    + " tables.");
        }
        if (!create.transitions().isEmpty() && table.parentOid().isPresent()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "ROW triggers with transition tables are not supported on partitions");
        }
        for (Inherited each : of(table)) {
            if (each.trigger.name().equals(create.name())) {
                throw exists(create.name(), table, create.orReplace());
            }
        }
        for (Table partition : below(table)) {
            requireFree(create.name(), partition);
        }
    }

    private void requireFree(String name, Table partition) {
        for (Trigger trigger : definitions.catalog().triggers(partition.oid())) {
            if (trigger.name().equals(name)) {
                throw exists(name, partition, false);
            }
        }
    }

    private static DatabaseException exists(String name, Table table, boolean isChild) {
        return new DatabaseException(
                SqlState.DUPLICATE_OBJECT,
                TriggerDefinitions.title(name, "relation", table)
                        + (isChild ? " is an internal or a child trigger" : " already exists"));
    }

    /// @throws DatabaseException 2BP01 when a trigger that is to be dropped is one of a table above
    void requireNotDropped(String name, Table partition) {
        for (Inherited each : of(partition)) {
            if (each.trigger.name().equals(name)) {
                throw new DatabaseException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "cannot drop trigger %1$s on table %2$s because trigger %1$s on table %3$s requires it"
                                        .formatted(name, partition.name(), each.of.name()))
                        .withHint(
                                "You can drop trigger %s on table %s instead."
                                        .formatted(name, each.of.name()));
            }
        }
    }

    /// @throws DatabaseException 0A000 when triggers of a table above are to be switched here alone
    void requireNotSet(AlterTableAction.SetTrigger set, Table partition) {
        for (Inherited each : of(partition)) {
            if (set.all() || each.trigger.name().equals(set.trigger())) {
                throw DatabaseException.notSupported(
                        "switching a trigger of a partitioned table for one partition",
                        "Alter the table \"" + each.of.name() + "\".");
            }
        }
    }

    /// Sees that a table that is to become a partition has no trigger in the way.
    ///
    /// @throws DatabaseException 0A000, 42710
    void requireAttachable(Table table, Table parent) {
        var tables = new ArrayList<Table>(List.of(table));
        tables.addAll(below(table));
        for (Table each : tables) {
            for (Trigger trigger : definitions.catalog().triggers(each.oid())) {
                boolean hasTables =
                        trigger.oldTable().isPresent() || trigger.newTable().isPresent();
                if (trigger.forEachRow() && hasTables) {
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "trigger \"%s\" prevents table \"%s\" from becoming a partition"
                                            .formatted(trigger.name(), each.name()))
                            .withDetail(
                                    "ROW triggers with transition tables are not supported on"
                                            + " partitions.");
                }
            }
        }
        var above = new ArrayList<>(of(parent));
        for (Trigger trigger : definitions.catalog().triggers(parent.oid())) {
            if (trigger.forEachRow()) {
                above.add(new Inherited(trigger, parent));
            }
        }
        for (Inherited inherited : above) {
            tables.forEach(each -> requireFree(inherited.trigger.name(), each));
        }
    }
}
