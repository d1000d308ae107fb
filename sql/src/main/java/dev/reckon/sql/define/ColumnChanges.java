package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// ADD COLUMN and DROP COLUMN of one table. For one action.
final class ColumnChanges {
    private final Definitions definitions;
    private Table table;

    ColumnChanges(Definitions definitions, Table table) {
        this.definitions = definitions;
        this.table = table;
    }

    void add(AlterTableAction.AddColumn add) {
        String name = add.column().name();
        if (table.position(name).isPresent()) {
            String message = Lookup.title(table, name) + " already exists";
            if (add.ifNotExists()) {
                definitions.notice(SqlState.DUPLICATE_COLUMN, message + ", skipping");
                return;
            }
            throw new DatabaseException(SqlState.DUPLICATE_COLUMN, message);
        }
        ColumnDefinitions.requireNoSystemName(name);
        var pending = new ArrayList<PendingConstraint>();
        Schema schema = definitions.catalog().schema(table.schemaOid()).orElseThrow();
        var columnDefinitions =
                new ColumnDefinitions(
                        definitions,
                        schema,
                        table.name(),
                        TableStatement.Persistence.valueOf(table.persistence().name()));
        TableColumn column =
                columnDefinitions.define(
                        add.column(), table.lastNumber() + 1, pending, new ArrayList<>());
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = TableRewrite.unchanged(table, oldRow);
        values.add(definitions.binder().bindDefault(column));
        var columns = new ArrayList<>(table.columns());
        columns.add(column);
        var constraintDefinitions = new ConstraintDefinitions(definitions);
        Table changed = constraintDefinitions.addAll(table.withColumns(columns), pending);
        changed = new GeneratedColumns(definitions).resolved(changed);
        table = new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
        columnDefinitions.own(table);
        constraintDefinitions.createIndexes(table);
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.ForeignKey
                    && constraint.columns().contains(column.number())) {
                new TableChecks(definitions).requireForeignKey(table, constraint);
            }
        }
    }

    /// Adds a column that the table's parent has got.
    void addInherited(TableColumn inherited) {
        Optional<TableColumn> own = table.position(inherited.name()).map(table.columns()::get);
        if (own.isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_COLUMN,
                    Lookup.title(table, inherited.name()) + " already exists");
        }
        definitions.lockForChange(table, "ALTER TABLE");
        TableColumn column =
                new TableColumn(
                                table.lastNumber() + 1,
                                inherited.name(),
                                inherited.type(),
                                inherited.modifier())
                        .withNotNull(inherited.notNull())
                        .withDefault(inherited.defaultText())
                        .withGenerated(inherited.generatedText());
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = TableRewrite.unchanged(table, oldRow);
        values.add(definitions.binder().bindDefault(column));
        var columns = new ArrayList<>(table.columns());
        columns.add(column);
        new TableRewrite(definitions).rewrite(table, table.withColumns(columns), oldRow, values);
    }

    void drop(AlterTableAction.DropColumn drop) {
        Optional<Integer> position = table.position(drop.name());
        if (position.isEmpty()) {
            if (drop.ifExists()) {
                definitions.notice(
                        SqlState.SUCCESSFUL_COMPLETION,
                        Lookup.title(table, drop.name()) + " does not exist, skipping");
                return;
            }
            Lookup.column(table, drop.name());
        }
        TableColumn column = table.columns().get(position.orElseThrow());
        var uses = new ColumnUses(definitions, table, column);
        List<CatalogObject> views = uses.views();
        List<TableColumn> generated = uses.generated();
        var dependents = new ArrayList<String>();
        generated.forEach(
                each -> dependents.add("column " + each.name() + " of table " + table.name()));
        views.forEach(view -> dependents.add(((Relation) view).noun() + " " + view.name()));
        dependents.addAll(uses.foreignKeys());
        uses.triggers().stream().map(new ObjectTitles(definitions)::of).forEach(dependents::add);
        String what = "column " + column.name() + " of table " + table.name();
        if (!drop.cascade() && !dependents.isEmpty()) {
            throw Cascade.refused(
                    what,
                    dependents.stream()
                            .map(each -> each + " depends on " + what)
                            .collect(Collectors.joining("\n")));
        }
        Cascade.tell(definitions, dependents);
        if (!views.isEmpty()) {
            new Drops(definitions).dropSilently(views);
        }
        uses.triggers().forEach(definitions::remove);
        uses.dropForeignKeys();
        table = (Table) definitions.catalog().relation(table.oid()).orElseThrow();
        generated.forEach(each -> drop(each.number()));
        drop(column.number());
    }

    /// Removes a column with its constraints, indexes and sequence.
    void drop(int number) {
        int position = table.position(number);
        TableColumn column = table.columns().get(position);
        Set<Long> indexOids = new HashSet<>();
        var constraints = new ArrayList<Constraint>();
        for (Constraint constraint : table.constraints()) {
            if (!constraint.columns().contains(number)) {
                constraints.add(constraint);
            } else if (constraint.rule() instanceof Constraint.Unique unique) {
                indexOids.add(unique.indexOid());
            }
        }
        dropIndexes(column, indexOids);
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = TableRewrite.unchanged(table, oldRow);
        values.remove(position);
        var columns = new ArrayList<>(table.columns());
        columns.remove(position);
        Table changed = table.withColumns(columns).withConstraints(constraints);
        table = new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (object instanceof Sequence sequence
                    && sequence.ownerTableOid() == table.oid()
                    && sequence.ownerColumn() == number) {
                definitions.remove(sequence);
            }
        }
    }

    /// Removes the indexes that hold or read a column, and those of its constraints.
    private void dropIndexes(TableColumn column, Set<Long> constraintIndexOids) {
        for (Index index : List.copyOf(definitions.catalog().indexes(table.oid()))) {
            boolean uses =
                    index.keys().stream().anyMatch(key -> key.columnNumber() == column.number())
                            || index.included().contains(column.number())
                            || constraintIndexOids.contains(index.oid())
                            || index.keys().stream()
                                    .anyMatch(
                                            key -> RowTexts.reads(key.expression(), column.name()))
                            || index.predicate()
                                    .filter(text -> RowTexts.reads(text, column.name()))
                                    .isPresent();
            if (uses) {
                if (index.storageId() != 0) {
                    definitions.transaction().dropTable(index.storageId());
                }
                definitions.remove(index);
            }
        }
    }
}
