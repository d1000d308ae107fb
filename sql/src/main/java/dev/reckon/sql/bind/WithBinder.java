package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.RecursiveUnion;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Binds WITH. For one thread.
final class WithBinder {
    private final Binder binder;
    private final Scope scope;
    private final List<Definition> definitions = new ArrayList<>();

    private record Definition(
            int id, String name, Plan plan, boolean modifies, boolean materialized) {}

    /// Whether the clause is one of a query within another statement.
    private final boolean isNested;

    WithBinder(Binder binder, Scope outer) {
        this.binder = binder;
        this.scope = Scope.inside(outer);
        this.isNested = outer.outer().isPresent();
    }

    /// Returns the scope in which the common tables can be named.
    Scope scope() {
        return scope;
    }

    void bind(Query.With with) {
        var names = new HashSet<String>();
        for (Query.CommonTable table : with.tables()) {
            if (!names.add(table.name())) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_ALIAS,
                                "WITH query name \"" + table.name() + "\" specified more than once")
                        .at(table.position());
            }
        }
        List<Query.CommonTable> tables =
                with.recursive() ? CommonTableOrder.of(with.tables()) : with.tables();
        for (Query.CommonTable table : tables) {
            boolean recursive =
                    with.recursive() && CommonTableUses.mentions(table.statement(), table.name());
            if (!(table.statement() instanceof Query) && isNested) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "WITH clause containing a data-modifying statement must be at the"
                                        + " top level")
                        .at(table.position());
            }
            if (table.search().isPresent() || table.cycle().isPresent()) {
                bindTracked(table, recursive);
            } else if (recursive) {
                bindRecursive(table);
            } else {
                bindPlain(table);
            }
        }
    }

    /// Puts the definitions around the plan of the statement that uses them.
    Plan wrap(Plan body) {
        Plan plan = body;
        for (int i = definitions.size() - 1; i >= 0; i--) {
            Definition each = definitions.get(i);
            plan =
                    new CommonTable(
                            each.id, each.name, each.plan, each.modifies, each.materialized, plan);
        }
        return plan;
    }

    private void bindPlain(Query.CommonTable table) {
        int id = binder.ids.next();
        boolean modifies = !(table.statement() instanceof Query);
        BoundQuery bound = statement(table);
        List<Column> columns = named(bound.columns(), table);
        definitions.add(
                new Definition(
                        id,
                        table.name(),
                        bound.plan(),
                        modifies,
                        table.materialized().orElse(false)));
        scope.addCommonTable(
                table.name(),
                new CommonTableBinding(
                        table.name(), id, false, columns, !modifies || !columns.isEmpty()));
    }

    /// A recursive table with SEARCH or CYCLE.
    private void bindTracked(Query.CommonTable table, boolean recursive) {
        if (!recursive) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "WITH query is not recursive")
                    .at(table.position());
        }
        Query.SetOperation union = union(table);
        WithBinder inner = new WithBinder(binder, scope);
        ((Query) table.statement()).with().ifPresent(inner::bind);
        List<String> names =
                named(
                                new QueryBinder(binder)
                                        .bind(union.left(), inner.scope(), true)
                                        .columns(),
                                table)
                        .stream()
                        .map(Column::name)
                        .toList();
        var clauses = new SearchCycle(table, names);
        bindRecursive(clauses.rewritten());
        if (clauses.hasDepth()) {
            bindPlain(clauses.withoutDepth(table.name()));
        }
    }

    /// Returns the two terms of a recursive table.
    private static Query.SetOperation union(Query.CommonTable table) {
        if (!(table.statement() instanceof Query query)) {
            throw new DatabaseException(
                            SqlState.INVALID_RECURSION,
                            "recursive query \""
                                    + table.name()
                                    + "\" must not contain data-modifying statements")
                    .at(table.position());
        }
        if (!(query.body() instanceof Query.SetOperation operation)
                || operation.operator() != Query.SetOperator.UNION) {
            throw new DatabaseException(
                            SqlState.INVALID_RECURSION,
                            "recursive query \""
                                    + table.name()
                                    + "\" does not have the form non-recursive-term UNION [ALL]"
                                    + " recursive-term")
                    .at(table.position());
        }
        return operation;
    }

    private BoundQuery statement(Query.CommonTable table) {
        return switch (table.statement()) {
            case Query query -> new QueryBinder(binder).bind(query, scope, true);
            case DataStatement.Insert insert -> new InsertBinder(binder).bind(insert, scope);
            case DataStatement.Update update -> new UpdateBinder(binder).bind(update, scope);
            case DataStatement.Delete delete -> new DeleteBinder(binder).bind(delete, scope);
            case DataStatement.Merge merge ->
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "MERGE not supported in WITH query")
                            .at(merge.position());
        };
    }

    private List<Column> named(List<Column> columns, Query.CommonTable table) {
        if (table.columns().size() > columns.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "WITH query \""
                                    + table.name()
                                    + "\" has "
                                    + columns.size()
                                    + " columns available but "
                                    + table.columns().size()
                                    + " columns specified")
                    .at(table.position());
        }
        var named = new ArrayList<Column>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            named.add(
                    i < table.columns().size()
                            ? new Column(
                                    column.id(),
                                    table.columns().get(i),
                                    column.type(),
                                    column.modifier())
                            : column);
        }
        return named;
    }

    private void bindRecursive(Query.CommonTable table) {
        Query.SetOperation operation = union(table);
        var query = (Query) table.statement();
        requireForm(query, operation, table);
        WithBinder inner = new WithBinder(binder, scope);
        query.with().ifPresent(inner::bind);
        BoundQuery start = new QueryBinder(binder).bind(operation.left(), inner.scope(), true);
        int workId = binder.ids.next();
        List<Column> columns = named(start.columns(), table);
        Scope stepScope = Scope.inside(inner.scope());
        stepScope.addCommonTable(
                table.name(), new CommonTableBinding(table.name(), workId, true, columns, true));
        BoundQuery step = new QueryBinder(binder).bind(operation.right(), stepScope, false);
        BoundQuery typed = likeStart(step, columns, table, operation);
        var outputs = new ArrayList<Column>();
        columns.forEach(column ->
                outputs.add(binder.newColumn(column.name(), column.type(), column.modifier())));
        Plan union =
                inner.wrap(
                        new RecursiveUnion(
                                workId, start.plan(), typed.plan(), operation.all(), outputs));
        int id = binder.ids.next();
        definitions.add(new Definition(id, table.name(), union, false, false));
        scope.addCommonTable(
                table.name(), new CommonTableBinding(table.name(), id, false, outputs, true));
    }

    private static void requireForm(
            Query query, Query.SetOperation operation, Query.CommonTable table) {
        if (CommonTableUses.mentions(operation.left(), table.name())) {
            throw new DatabaseException(
                            SqlState.INVALID_RECURSION,
                            "recursive reference to query \""
                                    + table.name()
                                    + "\" must not appear within its non-recursive term")
                    .at(operation.left().position());
        }
        if (query.with().filter(with -> mentions(with, table.name())).isPresent()) {
            throw new DatabaseException(
                            SqlState.INVALID_RECURSION,
                            "recursive reference to query \""
                                    + table.name()
                                    + "\" must not appear within a subquery")
                    .at(query.position());
        }
        RecursionForm.require(operation.right(), table.name());
        String what = "";
        if (!query.orderBy().isEmpty()) {
            what = "ORDER BY";
        } else if (query.offset().isPresent()) {
            what = "OFFSET";
        } else if (query.limit().isPresent()) {
            what = "LIMIT";
        } else if (!query.locking().isEmpty()) {
            what = "FOR UPDATE/SHARE";
        }
        if (!what.isEmpty()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            what + " in a recursive query is not implemented")
                    .at(query.position());
        }
    }

    private static boolean mentions(Query.With with, String name) {
        return with.tables().stream()
                .anyMatch(each -> CommonTableUses.mentions(each.statement(), name));
    }

    /// Converts the step's columns to the types of the start's.
    private BoundQuery likeStart(
            BoundQuery step,
            List<Column> columns,
            Query.CommonTable table,
            Query.SetOperation operation) {
        if (step.columns().size() != columns.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "each UNION query must have the same number of columns")
                    .at(operation.right().position());
        }
        for (int i = 0; i < columns.size(); i++) {
            DataType wanted = columns.get(i).type();
            DataType actual = step.columns().get(i).type();
            if (actual.equals(DataType.UNKNOWN)) {
                continue;
            }
            int modifier = columns.get(i).modifier();
            boolean isFitted = modifier < 0 || modifier == step.columns().get(i).modifier();
            if (actual.equals(wanted) && isFitted) {
                continue;
            }
            DataType common =
                    binder.functions.commonType(
                            List.of(binder.coercion.base(wanted), binder.coercion.base(actual)),
                            "UNION");
            if (!common.equals(binder.coercion.base(wanted)) || !isFitted) {
                throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "recursive query \""
                                        + table.name()
                                        + "\" column "
                                        + (i + 1)
                                        + " has type "
                                        + wanted.sqlName()
                                        + " in non-recursive term but type "
                                        + common
                                        + " overall")
                        .withHint("Cast the output of the non-recursive term to the correct type.")
                        .at(operation.left().position());
            }
        }
        return QueryBinder.convert(
                binder,
                step,
                columns.stream().map(Column::type).toList(),
                columns.stream().map(Column::modifier).toList(),
                operation.right().position());
    }
}
