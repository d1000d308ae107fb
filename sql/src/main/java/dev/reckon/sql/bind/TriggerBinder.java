package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TargetTriggers;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Binds the conditions of triggers.
record TriggerBinder(Binder binder) {
    /// A trigger, and the relation that has it.
    private record Found(Trigger trigger, Relation of) {}

    /// Describes the triggers that fire for a table or view; empty when there are none.
    ///
    /// @param named the relation that the statement names: this one, or the partitioned table above
    ///   it; absent where rows are sent to a partition, and others see to the statement
    Optional<TargetTriggers> triggers(Relation relation, Optional<Relation> named) {
        List<Found> triggers = find(relation, named);
        if (triggers.isEmpty()) {
            return Optional.empty();
        }
        List<Column> oldRow = newRow(relation);
        List<Column> newRow = newRow(relation);
        TriggerBinder unwatched = new TriggerBinder(binder.unwatched());
        var all = new ArrayList<TargetTriggers.Each>();
        for (Found found : triggers) {
            Trigger trigger = found.trigger;
            Relation table = trigger.forEachRow() ? relation : found.of;
            all.add(
                    new TargetTriggers.Each(
                            trigger,
                            table,
                            binder.catalog.schemaName(table.schemaOid()),
                            found.of.oid() != relation.oid(),
                            trigger.columns().stream()
                                    .map(number ->
                                            found.of.columns().get(position(found.of, number)))
                                    .map(column -> position(relation, column.name()))
                                    .toList(),
                            trigger.condition()
                                    .map(text ->
                                            unwatched.condition(
                                                    Parser.parseExpression(text),
                                                    relation,
                                                    oldRow,
                                                    newRow))));
        }
        return Optional.of(new TargetTriggers(relation, oldRow, newRow, all));
    }

    /// Triggers for each row are those of the tables above too; a partitioned table has no rows.
    /// Those for the statement are of the relation that it names.
    private List<Found> find(Relation relation, Optional<Relation> named) {
        var found = new ArrayList<Found>();
        for (Trigger trigger : binder.catalog.triggers(relation.oid())) {
            boolean fires =
                    trigger.forEachRow()
                            ? !(relation instanceof Table table && table.isPartitioned())
                            : named.filter(each -> each.oid() == relation.oid()).isPresent();
            if (fires) {
                found.add(new Found(trigger, relation));
            }
        }
        Optional<Table> above =
                relation instanceof Table table && !table.isPartitioned()
                        ? binder.catalog.parent(table)
                        : Optional.empty();
        while (above.isPresent()) {
            Table table = above.get();
            boolean isNamed = named.filter(each -> each.oid() == table.oid()).isPresent();
            for (Trigger trigger : binder.catalog.triggers(table.oid())) {
                if (trigger.forEachRow() || isNamed) {
                    found.add(new Found(trigger, table));
                }
            }
            above = binder.catalog.parent(table);
        }
        found.sort(Comparator.comparing(each -> each.trigger.name()));
        return found;
    }

    private static int position(Relation relation, String name) {
        List<TableColumn> columns = relation.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + name + " in " + relation.name());
    }

    /// Returns whether a view's triggers do in its place what a statement does.
    ///
    /// @param verb as in [TargetBinder#find]
    static boolean isTriggered(Binder binder, View view, String verb) {
        TriggerOperation operation =
                switch (verb) {
                    case "insert into" -> TriggerOperation.INSERT;
                    case "update" -> TriggerOperation.UPDATE;
                    default -> TriggerOperation.DELETE;
                };
        return binder.catalog.triggers(view.oid()).stream()
                .anyMatch(trigger ->
                        trigger.timing() == TriggerTiming.INSTEAD_OF
                                && trigger.firesFor(operation));
    }

    private static int position(Relation relation, int number) {
        List<TableColumn> columns = relation.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).number() == number) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + number + " in " + relation.name());
    }

    /// Makes the columns of a row of a relation.
    List<Column> newRow(Relation relation) {
        return relation.columns().stream()
                .map(column -> binder.newColumn(column.name(), column.type(), column.modifier()))
                .toList();
    }

    /// Binds a condition over two rows of a relation.
    Scalar condition(
            Expression condition, Relation relation, List<Column> oldRow, List<Column> newRow) {
        return condition(
                condition, row(relation, oldRow, Trigger.OLD), row(relation, newRow, Trigger.NEW));
    }

    private Scalar condition(Expression condition, ScopeTable oldRow, ScopeTable newRow) {
        Scope scope = Scope.of(Namespace.of(oldRow).join(Namespace.of(newRow)));
        return new ExpressionBinder(binder, scope, Clause.TRIGGER_WHEN)
                .bindCondition(condition, "WHEN");
    }

    /// Binds a condition over two rows of a relation, and returns its resolved form.
    Expression resolve(Expression condition, Relation relation) {
        BindingNotes notes = binder.takeNotes();
        ScopeTable oldRow = row(relation, newRow(relation), Trigger.OLD);
        ScopeTable newRow = row(relation, newRow(relation), Trigger.NEW);
        condition(condition, oldRow, newRow);
        var resolver = new TreeResolver(binder, notes);
        resolver.item(oldRow);
        resolver.item(newRow);
        return resolver.expression(condition);
    }

    private static ScopeTable row(Relation relation, List<Column> row, String name) {
        var columns = new ArrayList<ScopeColumn>();
        for (int i = 0; i < row.size(); i++) {
            TableColumn column = relation.columns().get(i);
            columns.add(
                    new ScopeColumn(
                            column.name(), row.get(i).value(), relation.oid(), column.number()));
        }
        return new ScopeTable(
                name, "", columns, rowType(relation), relation.oid(), ScopeTable.Kind.ROWS);
    }

    private static DataType rowType(Relation relation) {
        return switch (relation) {
            case Table table ->
                    UserType.ofRow(table.rowTypeOid(), table.name(), table.rowArrayOid());
            case View view -> UserType.ofRow(view.rowTypeOid(), view.name(), view.rowArrayOid());
            default -> throw new IllegalStateException("no rows in " + relation.noun());
        };
    }
}
