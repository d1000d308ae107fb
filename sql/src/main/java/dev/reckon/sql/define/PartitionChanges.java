package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ALTER TABLE of partitioned tables, which changes their partitions alike, and of partitions,
/// which stay as their parents are. For one action.
///
/// @param only whether the statement says ONLY
record PartitionChanges(Definitions definitions, boolean only) {
    /// Carries an action out on a table, and on what is below it.
    void apply(Table table, AlterTableAction action) {
        table.parentOid()
                .flatMap(definitions.catalog()::relation)
                .ifPresent(parent -> requireOwn(table, (Table) parent, action));
        if (table.isPartitioned()) {
            requireWhole(table, action);
        }
        if (!table.isPartitioned() || only) {
            new TableChange(definitions, table).apply(action);
            return;
        }
        applyToAll(table, action);
    }

    private List<Table> partitions(Table table) {
        return List.copyOf(definitions.catalog().partitions(table.oid()));
    }

    private PartitionTree tree() {
        return new PartitionTree(definitions.catalog());
    }

    private Table current(Table table) {
        return (Table) definitions.catalog().relation(table.oid()).orElseThrow();
    }

    private void applyToAll(Table table, AlterTableAction action) {
        switch (action) {
            case AlterTableAction.AddColumn add -> addColumn(table, add);
            case AlterTableAction.AddConstraint add -> addConstraint(table, add);
            case AlterTableAction.DropConstraint drop -> dropConstraint(table, drop);
            case AlterTableAction.DropColumn drop -> {
                new TableChange(definitions, table).apply(drop);
                var below =
                        new AlterTableAction.DropColumn(
                                drop.name(), true, drop.cascade(), drop.position());
                partitions(table).forEach(each -> applyToAll(current(each), below));
            }
            case AlterTableAction.SetType _,
                    AlterTableAction.SetDefault _,
                    AlterTableAction.SetNotNull _,
                    AlterTableAction.DropExpression _ -> {
                new TableChange(definitions, table).apply(action);
                partitions(table).forEach(each -> applyToAll(current(each), action));
            }
            case AlterTableAction.ValidateConstraint validate -> {
                partitions(table)
                        .forEach(each -> {
                            if (each.constraint(validate.name()).isPresent()) {
                                applyToAll(current(each), validate);
                            }
                        });
                new TableChange(definitions, current(table)).apply(validate);
            }
            case AlterTableAction.AlterConstraint alter -> {
                new TableChange(definitions, table).apply(alter);
                for (Table each : partitions(table)) {
                    if (each.constraint(alter.name()).isPresent()) {
                        applyToAll(each, alter);
                    }
                }
            }
            default -> new TableChange(definitions, table).apply(action);
        }
    }

    /// A column is the parent's with all that makes it: a sequence for its values is one for all.
    private void addColumn(Table table, AlterTableAction.AddColumn add) {
        boolean isThere = table.position(add.column().name()).isPresent();
        new TableChange(definitions, table).apply(add);
        if (isThere) {
            return;
        }
        Table changed = current(table);
        addBelow(changed, changed.columns().getLast());
        for (Table each : partitions(changed)) {
            Table withChecks = new Partitions(definitions).withChecks(current(each), changed);
            definitions.put(withChecks);
            new PartitionIndexes(definitions).complete(each.oid());
            new Partitions(definitions).addForeignKeys(each.oid());
        }
    }

    private void addBelow(Table parent, TableColumn column) {
        for (Table each : partitions(parent)) {
            new ColumnChanges(definitions, current(each)).addInherited(column);
            addBelow(current(each), column);
        }
    }

    private void addConstraint(Table table, AlterTableAction.AddConstraint add) {
        if (add.constraint().rule() instanceof TableElement.Rule.Check) {
            // The name is found before the partitions get theirs.
            new TableChange(definitions, table).apply(add);
            checkBelow(current(table), current(table).constraints().getLast());
            return;
        }
        new TableChange(definitions, table).apply(add);
        for (Table each : partitions(table)) {
            new PartitionIndexes(definitions).complete(each.oid());
            new Partitions(definitions).addForeignKeys(each.oid());
        }
    }

    private void checkBelow(Table parent, Constraint added) {
        var check = (Constraint.Check) added.rule();
        for (Table each : partitions(parent)) {
            Optional<Constraint> own = each.constraint(added.name());
            if (own.isPresent()
                    && own.get().rule() instanceof Constraint.Check known
                    && known.text().equals(check.text())) {
                continue;
            }
            var element =
                    new TableElement.Constraint(
                            Optional.of(added.name()),
                            new TableElement.Rule.Check(
                                    Parser.parseExpression(check.text()), false),
                            false,
                            false,
                            !added.validated(),
                            -1);
            new TableChange(definitions, current(each))
                    .apply(new AlterTableAction.AddConstraint(element, -1));
            checkBelow(current(each), added);
        }
    }

    private void dropConstraint(Table table, AlterTableAction.DropConstraint drop) {
        Optional<Constraint> known = table.constraint(drop.name());
        if (known.isPresent()) {
            for (Table each : partitions(table)) {
                for (Constraint own : inherited(current(each), table, known.get())) {
                    dropConstraint(
                            current(each),
                            new AlterTableAction.DropConstraint(
                                    own.name(), true, drop.cascade(), drop.position()));
                }
            }
        }
        new TableChange(definitions, current(table)).apply(drop);
    }

    /// Returns the constraints of a partition that are those of its parent.
    private List<Constraint> inherited(Table partition, Table parent, Constraint of) {
        var found = new ArrayList<Constraint>();
        for (Constraint own : partition.constraints()) {
            if (tree().isInherited(own, partition, of, parent)) {
                found.add(own);
            }
        }
        return found;
    }

    /// What a partition has from its parent is changed there.
    private void requireOwn(Table table, Table parent, AlterTableAction action) {
        switch (action) {
            case AlterTableAction.AddColumn _ ->
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE, "cannot add column to a partition");
            case AlterTableAction.DropColumn drop when table.position(drop.name()).isPresent() ->
                    throw invalid("cannot drop inherited column \"" + drop.name() + "\"");
            case AlterTableAction.SetType set when table.position(set.column()).isPresent() ->
                    throw invalid("cannot alter inherited column \"" + set.column() + "\"");
            case AlterTableAction.SetNotNull set
                    when !set.notNull()
                            && parent.position(set.column())
                                    .filter(i -> parent.columns().get(i).notNull())
                                    .isPresent() ->
                    throw invalid(
                            "column \"" + set.column() + "\" is marked NOT NULL in parent table");
            case AlterTableAction.DropConstraint drop -> {
                Optional<Constraint> own = table.constraint(drop.name());
                if (own.flatMap(each -> tree().parent(each, table)).isPresent()) {
                    throw invalid(
                            "cannot drop inherited constraint \""
                                    + drop.name()
                                    + "\" of relation \""
                                    + table.name()
                                    + "\"");
                }
            }
            default -> {}
        }
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_TABLE_DEFINITION, message);
    }

    /// What holds for a partitioned table holds for its partitions.
    private void requireWhole(Table table, AlterTableAction action) {
        boolean leavesSome = only && !partitions(table).isEmpty();
        switch (action) {
            case AlterTableAction.DropColumn drop -> {
                new PartitionKeys(definitions).requireNoKey(table, drop.name(), "drop");
                if (leavesSome) {
                    throw invalid(
                                    "cannot drop column from only the partitioned table when"
                                            + " partitions exist")
                            .withHint("Do not specify the ONLY keyword.");
                }
            }
            case AlterTableAction.SetType set -> {
                new PartitionKeys(definitions).requireNoKey(table, set.column(), "alter");
                if (leavesSome) {
                    throw invalid(
                            "type of inherited column \""
                                    + set.column()
                                    + "\" must be changed in child tables too");
                }
            }
            case AlterTableAction.AddColumn _ -> {
                if (leavesSome) {
                    throw invalid("column must be added to child tables too");
                }
            }
            case AlterTableAction.SetNotNull set -> {
                if (leavesSome && !set.notNull()) {
                    throw invalid(
                                    "cannot remove constraint from only the partitioned table when"
                                            + " partitions exist")
                            .withHint("Do not specify the ONLY keyword.");
                }
                if (leavesSome) {
                    requireNotNullBelow(table, set.column());
                }
            }
            case AlterTableAction.AddConstraint add -> {
                if (add.constraint().rule()
                        instanceof TableElement.Rule.Check(var _, boolean noInherit)) {
                    if (noInherit) {
                        throw invalid(
                                "cannot add NO INHERIT constraint to partitioned table \""
                                        + table.name()
                                        + "\"");
                    }
                    if (leavesSome) {
                        throw invalid("constraint must be added to child tables too");
                    }
                }
                if (add.constraint().rule() instanceof TableElement.Rule.Unique unique
                        && unique.primaryKey()
                        && leavesSome) {
                    unique.columns().forEach(column -> requireNotNullBelow(table, column));
                }
                if (add.constraint().rule() instanceof TableElement.Rule.ForeignKey && only) {
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "cannot use ONLY for foreign key on partitioned table \""
                                    + table.name()
                                    + "\" referencing relation \""
                                    + ((TableElement.Rule.ForeignKey) add.constraint().rule())
                                            .table()
                                            .name()
                                    + "\"");
                }
            }
            case AlterTableAction.DropConstraint _ -> {
                if (leavesSome) {
                    throw invalid(
                                    "cannot remove constraint from only the partitioned table when"
                                            + " partitions exist")
                            .withHint("Do not specify the ONLY keyword.");
                }
            }
            case AlterTableAction.SetLogged _ ->
                    throw DatabaseException.notSupported(
                            "SET LOGGED and UNLOGGED of a partitioned table",
                            "Change the partitions.");
            default -> {}
        }
    }

    private void requireNotNullBelow(Table table, String column) {
        for (Table each : partitions(table)) {
            boolean isNotNull =
                    each.position(column).filter(i -> each.columns().get(i).notNull()).isPresent();
            if (!isNotNull) {
                throw invalid("constraint must be added to child tables too")
                        .withDetail(
                                "Column \""
                                        + column
                                        + "\" of relation \""
                                        + each.name()
                                        + "\" is not already NOT NULL.")
                        .withHint("Do not specify the ONLY keyword.");
            }
        }
    }
}
