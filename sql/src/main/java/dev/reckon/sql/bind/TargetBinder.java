package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Describes the tables that statements change, with their constraints and indexes bound.
record TargetBinder(Binder binder) {
    /// Finds the table that a statement names, or the one below the view that it names.
    ///
    /// @param verb for the error when it is something else: `insert into`, `update`, `delete from`,
    ///   `merge into`
    TargetRelation find(QualifiedName name, String verb) {
        binder.requireOpenSchema(name);
        Relation relation =
                binder.catalog
                        .relation(binder.searchPath, name.parts())
                        .orElseThrow(() -> missing(name, verb));
        if (relation instanceof Table table) {
            if (table.definition().isPresent() && verb.equals("merge into")) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "cannot execute MERGE on relation \"" + table.name() + "\"")
                        .withDetail("This operation is not supported for materialized views.");
            }
            if (table.definition().isPresent()) {
                throw new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "cannot change materialized view \"" + table.name() + "\"");
            }
            return TargetRelation.of(binder, table);
        }
        if (relation instanceof View view) {
            if (verb.equals("merge into")) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "cannot execute MERGE on relation \"" + view.name() + "\"")
                        .withDetail("This operation is not supported for views.");
            }
            return TargetRelation.of(binder, view, verb);
        }
        throw new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE,
                        relation.noun().equals("sequence")
                                ? "cannot change sequence \"" + relation.name() + "\""
                                : "cannot open relation \"" + relation.name() + "\"")
                .at(name.position());
    }

    private DatabaseException missing(QualifiedName name, String verb) {
        if (binder.searchPath.given(name.parts()).isPresent()) {
            return new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "relation \""
                            + name.name()
                            + "\" cannot be the target of a modifying statement");
        }
        if (binder.catalog.systemTable(binder.searchPath, name.parts()).isPresent()) {
            return new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied: \""
                            + name.name()
                            + "\" is a system catalog: cannot "
                            + verb
                            + " it");
        }
        return RelationBinder.missing(binder, name);
    }

    /// Describes a table that a statement names.
    Target target(Table table) {
        return target(table, Optional.of(table));
    }

    /// Describes a table.
    ///
    /// @param named the table that the statement names, as of [TriggerBinder#triggers]
    Target target(Table table, Optional<Table> named) {
        Target stored = stored(table, named);
        return stored.inPartitions(
                partitionCondition(table, stored.row()),
                table.isPartitioned()
                        ? Optional.of(new PartitionConditions(binder).routing(table, stored.row()))
                        : Optional.empty());
    }

    /// Describes a table as one that has its rows itself, and may have any.
    Target stored(Table table) {
        return stored(table, Optional.of(table));
    }

    private Target stored(Table table, Optional<Table> named) {
        TableSchema schema = table.schema();
        var row = new ArrayList<Column>();
        schema.columns()
                .forEach(column ->
                        row.add(binder.newColumn(column.name(), column.type(), column.modifier())));
        Scope scope = rowScope(table, row, table.name());
        var generated = new ArrayList<RowChange.Assignment>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableColumn column = table.columns().get(i);
            if (column.generatedText().isPresent()) {
                generated.add(
                        new RowChange.Assignment(
                                i,
                                binder.coercion.assign(
                                        expression(
                                                column.generatedText().get(),
                                                scope,
                                                Clause.GENERATED),
                                        column.type(),
                                        column.modifier(),
                                        column.name(),
                                        -1)));
            }
        }
        var checks = new ArrayList<Scalar.NamedCheck>();
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.Check(String text, boolean _)) {
                Scalar condition =
                        binder.coercion.condition(
                                expression(text, scope, Clause.CHECK), "CHECK", -1);
                checks.add(new Scalar.NamedCheck(constraint.name(), condition));
            }
        }
        checks.sort((left, right) -> left.name().compareTo(right.name()));
        var indexes = new ArrayList<Target.IndexTarget>();
        for (Index index : binder.catalog.indexes(table.oid())) {
            if (index.isSecondary()) {
                indexes.add(new IndexBinder(binder.unwatched()).target(index, table, row));
            }
        }
        return new Target(
                schema,
                table.oid(),
                binder.catalog.schemaName(table.schemaOid()),
                table.name(),
                row,
                generated,
                checks,
                List.of(),
                indexes,
                table.storedKey().map(Constraint::name),
                new TriggerBinder(binder)
                        .triggers(
                                relation(table),
                                named.map(each ->
                                        each.oid() == table.oid() ? relation(table) : each)),
                foreignKeys(table, table),
                binder.catalog.referencingRows(table).stream()
                        .flatMap(each -> foreignKeysTo(table, each).stream())
                        .toList(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<Scalar> partitionCondition(Table table, List<Column> row) {
        if (table.parentOid().isEmpty()) {
            return Optional.empty();
        }
        Scalar condition = new PartitionConditions(binder).ofLeaf(table, table, row);
        return Plans.isTrue(condition) ? Optional.empty() : Optional.of(condition);
    }

    /// Returns the foreign keys of a table to the rows of another. One that a partition has from
    /// its parent is its parent's.
    private List<Target.ForeignKey> foreignKeysTo(Table table, Table referencing) {
        var tree = new PartitionTree(binder.catalog);
        var inherited = new HashSet<String>();
        for (Constraint constraint : referencing.constraints()) {
            if (tree.parent(constraint, referencing).isPresent()) {
                inherited.add(constraint.name());
            }
        }
        return foreignKeys(referencing, table).stream()
                .filter(key -> !inherited.contains(key.name()))
                .filter(key -> binder.catalog.isReferenced(table, key.referencedOid()))
                .map(key -> key.referencedOid() == table.oid() ? key : ofPartition(key, table))
                .toList();
    }

    /// Returns a foreign key to a partitioned table as one to the rows of a partition.
    private Target.ForeignKey ofPartition(Target.ForeignKey key, Table partition) {
        var referenced = (Table) binder.catalog.relation(key.referencedOid()).orElseThrow();
        return new Target.ForeignKey(
                key.name(),
                key.referencingOid(),
                key.columns(),
                key.referencedOid(),
                key.referencedColumns().stream()
                        .map(position -> referenced.columns().get(position).name())
                        .map(name -> partition.position(name).orElseThrow())
                        .toList());
    }

    /// Returns the relation itself for what stands for a view.
    private Relation relation(Table table) {
        return table.storageId() == Target.NO_STORAGE
                ? binder.catalog.relation(table.oid()).orElseThrow()
                : table;
    }

    private List<Target.ForeignKey> foreignKeys(Table referencing, Table known) {
        var keys = new ArrayList<Target.ForeignKey>();
        for (Constraint constraint : referencing.constraints()) {
            if (constraint.rule() instanceof Constraint.ForeignKey key) {
                Optional<Table> referenced =
                        key.referencedOid() == known.oid()
                                ? Optional.of(known)
                                : binder.catalog
                                        .relation(key.referencedOid())
                                        .map(Table.class::cast);
                keys.add(
                        new Target.ForeignKey(
                                constraint.name(),
                                referencing.oid(),
                                constraint.columns().stream().map(referencing::position).toList(),
                                key.referencedOid(),
                                referenced
                                        .map(table ->
                                                key.referencedColumns().stream()
                                                        .map(table::position)
                                                        .toList())
                                        .orElse(List.of())));
            }
        }
        return keys;
    }

    private Scalar expression(String text, Scope scope, Clause clause) {
        return new ExpressionBinder(binder.unwatched(), scope, clause)
                .bind(Parser.parseExpression(text));
    }

    /// Returns the scope in which a row of a table can be named.
    ///
    /// @param row its columns in order, perhaps with the hidden key last
    static Scope rowScope(Table table, List<Column> row, String name) {
        return Scope.of(Namespace.of(rowTable(table, row, name)));
    }

    static ScopeTable rowTable(Table table, List<Column> row, String name) {
        var columns = new ArrayList<ScopeColumn>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableColumn column = table.columns().get(i);
            columns.add(
                    new ScopeColumn(
                            column.name(), row.get(i).value(), table.oid(), column.number()));
        }
        return new ScopeTable(
                name,
                "",
                columns,
                UserType.ofRow(table.rowTypeOid(), table.name(), table.rowArrayOid()),
                table.oid(),
                ScopeTable.Kind.ROWS);
    }
}
