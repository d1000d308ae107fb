package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.catalog.ViewShape;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.CommonTableScan;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SystemTableScan;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.WorkTable;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds the names of tables, views and common tables in FROM.
record RelationBinder(FromBinder from) {
    private static final int VIEW_DEPTH_MAX = 100;

    FromBinder.Item bind(TableReference.Table reference) {
        QualifiedName name = reference.name();
        if (name.parts().size() == 1) {
            Optional<CommonTableBinding> common = from.scope.commonTable(name.name());
            if (common.isPresent()) {
                requireNoSample(reference);
                from.addOther();
                return commonTable(common.get(), reference);
            }
        }
        Binder binder = from.binder;
        requireThisDatabase(name);
        binder.requireOpenSchema(name);
        Optional<Relation> relation = binder.catalog.relation(binder.searchPath, name.parts());
        if (relation.isPresent()) {
            return relation(relation.get(), reference);
        }
        Optional<SystemTable> system = binder.catalog.systemTable(binder.searchPath, name.parts());
        if (system.isPresent()) {
            from.addOther();
            return system(system.get(), reference);
        }
        throw missing(binder, name);
    }

    private static void requireNoSample(TableReference.Table reference) {
        if (reference.sample().isPresent()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "TABLESAMPLE clause can only be applied to tables and materialized"
                                    + " views")
                    .at(reference.position());
        }
    }

    private void requireThisDatabase(QualifiedName name) {
        if (name.parts().size() > 2
                && !name.parts()
                        .get(name.parts().size() - 3)
                        .equals(from.binder.environment.currentDatabase())) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cross-database references are not implemented: \""
                                    + name.dotted()
                                    + "\"")
                    .at(name.position());
        }
    }

    static DatabaseException missing(Binder binder, QualifiedName name) {
        return new DatabaseException(
                        SqlState.UNDEFINED_TABLE,
                        "relation \"" + name.dotted() + "\" does not exist")
                .at(name.position());
    }

    private FromBinder.Item relation(Relation relation, TableReference.Table reference) {
        Binder binder = from.binder;
        binder.access(relation.oid(), 'r');
        return switch (relation) {
            case Table table -> {
                if (!table.populated() && !binder.isDescribing()) {
                    throw new DatabaseException(
                                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                                    "materialized view \""
                                            + table.name()
                                            + "\" has not been populated")
                            .withHint("Use the REFRESH MATERIALIZED VIEW command.");
                }
                yield table(table, reference);
            }
            case View view -> {
                requireNoSample(reference);
                if (from.locksRows() && ViewShape.isDeletable(view, binder.catalog)) {
                    yield lockable(view, reference);
                }
                from.addOther();
                yield view(view, reference);
            }
            case Sequence sequence -> {
                from.addOther();
                yield system(new SequenceTable(sequence), reference);
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.WRONG_OBJECT_TYPE,
                                    "cannot open relation \"" + relation.name() + "\"")
                            .withDetail("This operation is not supported for indexes.")
                            .at(reference.position());
        };
    }

    /// Makes the scan of a stored table, of all its columns with the hidden key.
    static TableScan scan(Binder binder, Table table, String alias) {
        TableSchema schema = table.schema();
        var columns = new ArrayList<Column>();
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < schema.columns().size(); i++) {
            ColumnSchema column = schema.column(i);
            columns.add(binder.newColumn(column.name(), column.type(), column.modifier()));
            positions.add(i);
        }
        var indexes = new ArrayList<Target.IndexTarget>();
        for (Index index : binder.catalog.indexes(table.oid())) {
            if (index.isSecondary()) {
                indexes.add(new IndexBinder(binder.unwatched()).target(index, table, columns));
            }
        }
        if (!indexes.isEmpty()) {
            binder.indexes.add(columns, indexes);
        }
        return new TableScan(
                schema,
                alias,
                columns,
                positions,
                KeySelection.ALL,
                Optional.empty(),
                ScanOrder.ANY,
                List.of(),
                Optional.empty(),
                0);
    }

    private FromBinder.Item table(Table table, TableReference.Table reference) {
        if (table.isPartitioned() && !reference.only()) {
            return new PartitionedTableBinder(from).bind(table, reference);
        }
        Binder binder = from.binder;
        String name = reference.alias().map(TableReference.Alias::name).orElse(table.name());
        TableScan scan = scan(binder, table, name);
        var named = new ArrayList<ScopeColumn>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableColumn column = table.columns().get(i);
            named.add(
                    new ScopeColumn(
                            column.name(),
                            scan.columns().get(i).value(),
                            table.oid(),
                            column.number()));
        }
        from.add(new FromBinder.BoundTable(name, TargetRelation.of(binder, table), scan));
        DataType rowType = UserType.ofRow(table.rowTypeOid(), table.name(), table.rowArrayOid());
        Plan rows =
                reference.sample().isPresent()
                        ? new SampleBinder(from).sample(scan, reference.sample().get())
                        : scan;
        return new FromBinder.Item(
                rows,
                Namespace.of(
                        scopeTable(
                                table.name(),
                                binder.catalog.schemaName(table.schemaOid()),
                                named,
                                rowType,
                                table.oid(),
                                reference.alias())));
    }

    /// Makes the names of an item, with its alias and column aliases.
    static ScopeTable scopeTable(
            String name,
            String schema,
            List<ScopeColumn> columns,
            DataType rowType,
            long tableOid,
            Optional<TableReference.Alias> alias) {
        if (alias.isEmpty()) {
            return new ScopeTable(name, schema, columns, rowType, tableOid, ScopeTable.Kind.ROWS);
        }
        TableReference.Alias as = alias.get();
        String shown = as.name().isEmpty() ? name : as.name();
        return new ScopeTable(
                shown, "", renamed(columns, as, shown), rowType, tableOid, ScopeTable.Kind.ROWS);
    }

    static List<ScopeColumn> renamed(
            List<ScopeColumn> columns, TableReference.Alias alias, String shown) {
        if (alias.columns().size() > columns.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "table \""
                                    + shown
                                    + "\" has "
                                    + columns.size()
                                    + " columns available but "
                                    + alias.columns().size()
                                    + " columns specified")
                    .at(alias.position());
        }
        var renamed = new ArrayList<ScopeColumn>();
        for (int i = 0; i < columns.size(); i++) {
            renamed.add(
                    i < alias.columns().size()
                            ? columns.get(i).withName(alias.columns().get(i))
                            : columns.get(i));
        }
        return renamed;
    }

    private FromBinder.Item commonTable(CommonTableBinding common, TableReference.Table reference) {
        Binder binder = from.binder;
        if (!common.hasRows()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "WITH query \"" + common.name() + "\" does not have a RETURNING clause")
                    .at(reference.position());
        }
        var columns = new ArrayList<Column>();
        var named = new ArrayList<ScopeColumn>();
        for (Column column : common.columns()) {
            Column own = binder.newColumn(column.name(), column.type(), column.modifier());
            binder.copyShape(column, own);
            columns.add(own);
            named.add(new ScopeColumn(column.name(), own.value(), 0, 0));
        }
        if (common.work()) {
            from.addWorkTable();
        }
        Plan plan =
                common.work()
                        ? new WorkTable(common.id(), columns)
                        : new CommonTableScan(common.id(), common.name(), columns);
        return new FromBinder.Item(
                plan,
                Namespace.of(
                        scopeTable(
                                common.name(), "", named, DataType.RECORD, 0, reference.alias())));
    }

    private FromBinder.Item view(View view, TableReference.Table reference) {
        Binder binder = from.binder;
        if (binder.depth > VIEW_DEPTH_MAX) {
            throw new DatabaseException(
                    SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        BoundQuery query =
                bindDefinition(
                        binder,
                        view.definition(),
                        view.isInvokers()
                                ? Optional.empty()
                                : Optional.of(view.header().ownerOid()));
        var named = new ArrayList<ScopeColumn>();
        for (int i = 0; i < view.columns().size(); i++) {
            TableColumn column = view.columns().get(i);
            named.add(
                    new ScopeColumn(
                            column.name(),
                            query.columns().get(i).value(),
                            view.oid(),
                            column.number()));
        }
        DataType rowType = UserType.ofRow(view.rowTypeOid(), view.name(), view.rowArrayOid());
        return new FromBinder.Item(
                query.plan(),
                Namespace.of(
                        scopeTable(
                                view.name(),
                                binder.catalog.schemaName(view.schemaOid()),
                                named,
                                rowType,
                                view.oid(),
                                reference.alias())));
    }

    /// Binds a view of the system by the query that defines it, with its owner's rights.
    private FromBinder.Item systemView(
            SystemTable view, ViewDefinition definition, TableReference.Table reference) {
        Binder binder = from.binder;
        BoundQuery query = bindDefinition(binder, definition, Optional.of(Role.BOOTSTRAP_OID));
        Map<String, Column> found = new HashMap<>();
        query.columns().forEach(column -> found.put(column.name(), column));
        var outputs = new ArrayList<Output>();
        var named = new ArrayList<ScopeColumn>();
        for (ColumnSchema column : view.columns()) {
            Column source = found.remove(column.name());
            Scalar value =
                    source == null
                            ? new Scalar.Constant(Value.Null.NULL, column.type(), -1)
                            : binder.coercion.explicit(source.value(), column.type(), -1, -1);
            Column own = binder.newColumn(column.name(), column.type(), -1);
            outputs.add(new Output(own, value));
            named.add(new ScopeColumn(column.name(), own.value(), view.oid(), outputs.size()));
        }
        if (!found.isEmpty()) {
            throw new IllegalStateException(view.name() + " has no columns " + found.keySet());
        }
        return new FromBinder.Item(
                new Project(query.plan(), outputs),
                Namespace.of(
                        scopeTable(
                                view.name(),
                                view.schema(),
                                named,
                                DataType.RECORD,
                                view.oid(),
                                reference.alias())));
    }

    /// Binds a view over one table so that the rows of the table can be locked.
    private FromBinder.Item lockable(View view, TableReference.Table reference) {
        Binder binder = from.binder;
        String name = reference.alias().map(TableReference.Alias::name).orElse(view.name());
        TargetRelation relation = TargetRelation.of(binder, view, "delete from");
        relation.access('r');
        if (relation.table().isPartitioned()) {
            throw DatabaseException.notSupported(
                            "row locks on views of partitioned tables",
                            "Select from the table itself.")
                    .at(reference.position());
        }
        TableScan scan = scan(binder, relation.table(), name);
        TargetRelation.Shown shown = relation.show(scan.columns(), name);
        Plan plan = scan;
        for (TargetRelation.Condition condition : shown.conditions()) {
            from.addCondition(condition.value());
            plan = new Filter(plan, condition.value());
        }
        from.add(new FromBinder.BoundTable(name, relation, scan));
        return new FromBinder.Item(
                plan,
                Namespace.of(
                        scopeTable(
                                view.name(),
                                binder.catalog.schemaName(view.schemaOid()),
                                shown.row().columns(),
                                shown.row().rowType(),
                                view.oid(),
                                reference.alias())));
    }

    /// Binds the query of a view as if it stood here.
    ///
    /// @param role with whose rights it reads; empty for the current user's
    static BoundQuery bindDefinition(
            Binder binder, ViewDefinition definition, Optional<Long> role) {
        List<ParsedStatement> parsed = Parser.parse(definition.text());
        if (parsed.size() != 1 || !(parsed.getFirst().statement() instanceof Query query)) {
            throw new IllegalStateException("a view is no query: " + definition.text());
        }
        var path = new SearchPath(definition.searchPath(), binder.searchPath.temporary());
        return new QueryBinder(
                        binder.nested(
                                path,
                                new ParameterTypes(List.of(), 0),
                                role,
                                definition.dependencies()))
                .bind(query, Scope.empty(), true);
    }

    private FromBinder.Item system(SystemTable table, TableReference.Table reference) {
        if (table.definition().isPresent()) {
            return systemView(table, table.definition().get(), reference);
        }
        Binder binder = from.binder;
        var columns = new ArrayList<Column>();
        var positions = new ArrayList<Integer>();
        var named = new ArrayList<ScopeColumn>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSchema column = table.columns().get(i);
            Column own = binder.newColumn(column.name(), column.type(), column.modifier());
            columns.add(own);
            positions.add(i);
            named.add(new ScopeColumn(column.name(), own.value(), table.oid(), i + 1));
        }
        String alias = reference.alias().map(TableReference.Alias::name).orElse(table.name());
        return new FromBinder.Item(
                new SystemTableScan(table, alias, columns, positions, Optional.empty()),
                Namespace.of(
                        scopeTable(
                                table.name(),
                                table.schema(),
                                named,
                                DataType.RECORD,
                                table.oid(),
                                reference.alias())));
    }
}
