package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The constraints of one table: added, altered, validated, dropped. For one action.
final class ConstraintChanges {
    private final Definitions definitions;
    private Table table;

    ConstraintChanges(Definitions definitions, Table table) {
        this.definitions = definitions;
        this.table = table;
    }

    void add(TableElement.Constraint constraint) {
        var constraintDefinitions = new ConstraintDefinitions(definitions);
        Table before = table;
        Table changed =
                constraintDefinitions.addAll(
                        table, List.of(new PendingConstraint(constraint, Optional.empty())));
        Constraint added = changed.constraints().getLast();
        boolean newKey =
                added.rule() instanceof Constraint.Unique(boolean primary, long _) && primary;
        if (newKey) {
            for (int number : added.columns()) {
                TableColumn column = before.columns().get(before.position(number));
                if (!column.notNull()) {
                    requireNoNulls(before, column, constraint);
                }
            }
            table = new TableRewrite(definitions).rewrite(before, changed);
        } else {
            put(changed);
        }
        constraintDefinitions.createIndexes(table);
        if (added.validated()) {
            check(added);
        }
    }

    /// Refuses NULL in a column of a new primary key; before that, as PostgreSQL builds the index
    /// first, keys that occur twice.
    private void requireNoNulls(
            Table before, TableColumn column, TableElement.Constraint primaryKey) {
        try {
            new TableChecks(definitions).requireNoNulls(before, column);
        } catch (DatabaseException hasNulls) {
            var key = (TableElement.Rule.Unique) primaryKey.rule();
            var unique =
                    new TableElement.Rule.Unique(
                            false,
                            false,
                            key.columns(),
                            key.include(),
                            key.options(),
                            key.tablespace(),
                            key.existingIndex());
            Optional<String> name =
                    primaryKey.name().or(() -> Optional.of(before.name() + "_pkey"));
            new ConstraintChanges(definitions, before)
                    .add(
                            new TableElement.Constraint(
                                    name, unique, false, false, false, primaryKey.position()));
            throw hasNulls;
        }
    }

    void alter(AlterTableAction.AlterConstraint alter) {
        Constraint known = constraint(alter.name());
        if (!(known.rule() instanceof Constraint.ForeignKey)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "constraint \""
                            + alter.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is not a foreign key constraint");
        }
        replace(
                new Constraint(
                        known.oid(),
                        known.name(),
                        known.columns(),
                        known.rule(),
                        alter.deferrable(),
                        alter.initiallyDeferred(),
                        known.validated()));
    }

    void validate(String name) {
        Constraint known = constraint(name);
        if (!known.validated()) {
            check(known);
            replace(
                    new Constraint(
                            known.oid(),
                            known.name(),
                            known.columns(),
                            known.rule(),
                            known.deferrable(),
                            known.initiallyDeferred(),
                            true));
        }
    }

    void drop(AlterTableAction.DropConstraint drop) {
        requireNoTrigger(drop.name());
        if (table.constraint(drop.name()).isEmpty() && drop.ifExists()) {
            definitions.notice(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \""
                            + drop.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" does not exist, skipping");
            return;
        }
        Constraint known = constraint(drop.name());
        dropViewsOver(known, drop.cascade());
        if (known.rule() instanceof Constraint.Unique(boolean primary, long indexOid)) {
            requireUnneeded(known, indexOid, drop.cascade());
            table = (Table) definitions.catalog().relation(table.oid()).orElseThrow();
            Table changed = without(known);
            definitions
                    .catalog()
                    .relation(indexOid)
                    .ifPresent(index -> {
                        if (index instanceof Index each && each.storageId() != 0) {
                            definitions.transaction().dropTable(each.storageId());
                        }
                        definitions.remove(index);
                    });
            if (primary && !known.deferrable()) {
                new TableRewrite(definitions).rewrite(table, changed);
            } else {
                put(changed);
            }
            return;
        }
        put(without(known));
    }

    /// A constraint trigger is not dropped as a constraint.
    private void requireNoTrigger(String name) {
        for (Trigger trigger : definitions.catalog().triggers(table.oid())) {
            if (trigger.constraint().isPresent() && trigger.name().equals(name)) {
                String title = new ObjectTitles(definitions).of(trigger);
                throw new DatabaseException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "cannot drop constraint "
                                        + name
                                        + " on table "
                                        + table.name()
                                        + " because "
                                        + title
                                        + " requires it")
                        .withHint("You can drop " + title + " instead.");
            }
        }
    }

    /// A view that groups by a primary key rests on it.
    private void dropViewsOver(Constraint constraint, boolean cascade) {
        List<CatalogObject> views = new Dependents(definitions).queries(constraint.oid());
        if (views.isEmpty()) {
            return;
        }
        var titles = new ObjectTitles(definitions);
        List<String> names = views.stream().map(titles::of).toList();
        String what = "constraint " + constraint.name() + " on table " + table.name();
        if (!cascade) {
            throw Cascade.refused(
                    what,
                    names.stream()
                            .map(each -> each + " depends on " + what)
                            .collect(Collectors.joining("\n")));
        }
        Cascade.tell(definitions, names);
        new Drops(definitions).dropSilently(views);
    }

    /// A unique constraint that foreign keys rest on goes with them only.
    private void requireUnneeded(Constraint constraint, long indexOid, boolean cascade) {
        for (Table referencing : List.copyOf(definitions.catalog().referencing(table.oid()))) {
            var kept = new ArrayList<Constraint>();
            for (Constraint each : referencing.constraints()) {
                boolean needs =
                        each.rule() instanceof Constraint.ForeignKey key
                                && key.indexOid() == indexOid;
                if (!needs) {
                    kept.add(each);
                    continue;
                }
                String what = "constraint " + each.name() + " on table " + referencing.name();
                if (!cascade) {
                    throw Cascade.refused(
                            "constraint " + constraint.name() + " on table " + table.name(),
                            what + " depends on index " + constraint.name());
                }
                Cascade.tell(definitions, List.of(what));
            }
            if (kept.size() != referencing.constraints().size()) {
                definitions.put(referencing.withConstraints(kept));
            }
        }
    }

    private void check(Constraint constraint) {
        switch (constraint.rule()) {
            case Constraint.Check _ -> new TableChecks(definitions).requireCheck(table, constraint);
            case Constraint.ForeignKey _ ->
                    new TableChecks(definitions).requireForeignKey(table, constraint);
            case Constraint.Unique _ -> {}
        }
    }

    private Constraint constraint(String name) {
        return table.constraint(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "constraint \""
                                        + name
                                        + "\" of relation \""
                                        + table.name()
                                        + "\" does not exist"));
    }

    private void replace(Constraint changed) {
        put(
                table.withConstraints(
                        table.constraints().stream()
                                .map(each -> each.oid() == changed.oid() ? changed : each)
                                .toList()));
    }

    private Table without(Constraint constraint) {
        return table.withConstraints(
                table.constraints().stream()
                        .filter(each -> each.oid() != constraint.oid())
                        .toList());
    }

    private void put(Table changed) {
        definitions.put(changed);
        table = changed;
    }
}
