package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds queries: common tables, one of the kinds of bodies, order and limits.
record QueryBinder(Binder binder) {
    /// Binds a query.
    ///
    /// @param outer the scope around it, which it may be correlated to
    /// @param resolve whether columns of yet unknown type become text; otherwise the caller
    ///   converts them
    BoundQuery bind(Query query, Scope outer, boolean resolve) {
        WithBinder with = new WithBinder(binder, outer);
        query.with().ifPresent(with::bind);
        BoundQuery body = bindBody(query, with.scope(), resolve);
        return new BoundQuery(with.wrap(body.plan()), body.origins());
    }

    private BoundQuery bindBody(Query query, Scope scope, boolean resolve) {
        return switch (query.body()) {
            case Query.Select select ->
                    new SelectBinder(binder, query, select, scope).bind(resolve);
            case Query.SetOperation operation -> {
                requireNoLocking(query, operation.operator().name());
                yield tail(
                        query,
                        new SetOperationBinder(binder).bind(operation, scope, resolve),
                        scope);
            }
            case Query.Values values -> {
                requireNoLocking(query, "VALUES");
                yield tail(query, values(values, scope, resolve), scope);
            }
        };
    }

    private static void requireNoLocking(Query query, String what) {
        if (!query.locking().isEmpty()) {
            Query.Locking locking = query.locking().getFirst();
            String phrase = "FOR " + locking.strength().name().replace('_', ' ');
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            what.equals("VALUES")
                                    ? phrase + " cannot be applied to VALUES"
                                    : phrase + " is not allowed with UNION/INTERSECT/EXCEPT")
                    .at(locking.position());
        }
    }

    /// Binds `VALUES`.
    private BoundQuery values(Query.Values values, Scope scope, boolean resolve) {
        var inner = Scope.inside(scope);
        var expressions = new ExpressionBinder(binder, inner, Clause.VALUES);
        var rows = new ArrayList<List<Scalar>>();
        int width = -1;
        for (List<Expression> row : values.rows()) {
            List<Scalar> bound = expressions.row(row);
            if (width >= 0 && bound.size() != width) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
                        .at(row.isEmpty() ? values.position() : row.getFirst().position());
            }
            width = bound.size();
            rows.add(bound);
        }
        var columns = new ArrayList<Column>();
        var converted = new ArrayList<List<Scalar>>();
        rows.forEach(_ -> converted.add(new ArrayList<>()));
        for (int i = 0; i < width; i++) {
            int index = i;
            List<Scalar> column = rows.stream().map(row -> row.get(index)).toList();
            List<Integer> positions =
                    values.rows().stream()
                            .map(row ->
                                    index < row.size()
                                            ? row.get(index).position()
                                            : values.position())
                            .toList();
            boolean unknown =
                    column.stream().allMatch(each -> each.type().equals(DataType.UNKNOWN));
            List<Scalar> common =
                    unknown && !resolve
                            ? column
                            : expressions.converted(column, "VALUES", positions);
            columns.add(
                    binder.newColumn(
                            "column" + (i + 1),
                            common.getFirst().type(),
                            ExpressionBinder.commonModifier(common)));
            for (int row = 0; row < rows.size(); row++) {
                converted.get(row).add(common.get(row));
            }
        }
        return new BoundQuery(
                new Values(columns, converted),
                columns.stream().map(_ -> BoundQuery.Origin.NONE).toList());
    }

    /// Adds ORDER BY, OFFSET and LIMIT to a body whose output columns alone can be named.
    private BoundQuery tail(Query query, BoundQuery body, Scope scope) {
        Plan plan = body.plan();
        List<dev.reckon.sql.plan.SortKey> keys = new ArrayList<>();
        for (SortKey key : query.orderBy()) {
            keys.add(Orders.key(outputColumn(key, body).value(), key));
        }
        if (!keys.isEmpty()) {
            plan = new Sort(plan, keys);
        }
        return new BoundQuery(limit(query, plan, keys, scope), body.origins());
    }

    private Column outputColumn(SortKey key, BoundQuery body) {
        return switch (key.expression()) {
            case Expression.IntegerConstant(int number, int position) ->
                    columnAt(body.columns(), number, position);
            case Expression.ColumnReference reference when reference.names().size() == 1 -> {
                String name = reference.names().getFirst();
                yield body.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.UNDEFINED_COLUMN,
                                                "column \"" + name + "\" does not exist")
                                        .at(key.position()));
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
                            .withDetail(
                                    "Only result column names can be used, not expressions or"
                                            + " functions.")
                            .withHint(
                                    "Add the expression/function to every SELECT, or move the"
                                            + " UNION into a FROM clause.")
                            .at(key.position());
        };
    }

    static Column columnAt(List<Column> columns, int number, int position) {
        if (number < 1 || number > columns.size()) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "ORDER BY position " + number + " is not in select list")
                    .at(position);
        }
        return columns.get(number - 1);
    }

    /// Adds OFFSET and LIMIT.
    ///
    /// @param keys what the plan is sorted by, for WITH TIES
    Plan limit(Query query, Plan plan, List<dev.reckon.sql.plan.SortKey> keys, Scope scope) {
        if (query.limit().isEmpty() && query.offset().isEmpty()) {
            return plan;
        }
        if (query.withTies() && keys.isEmpty()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "WITH TIES cannot be specified without ORDER BY clause");
        }
        Optional<Scalar> offset = query.offset().map(each -> count(each, Clause.OFFSET, scope));
        Optional<Scalar> limit = query.limit().map(each -> count(each, Clause.LIMIT, scope));
        return new Limit(plan, offset, limit, query.withTies() ? keys : List.of());
    }

    private Scalar count(Expression expression, Clause clause, Scope scope) {
        var expressions = new ExpressionBinder(binder, Scope.inside(scope), clause);
        Scalar bound;
        try {
            bound = expressions.bind(expression);
        } catch (DatabaseException wrong) {
            if (wrong.sqlState() == SqlState.UNDEFINED_COLUMN
                    && expression instanceof Expression.ColumnReference) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "argument of " + clause.text() + " must not contain variables")
                        .at(expression.position());
            }
            throw wrong;
        }
        return binder.coercion
                .convert(bound, DataType.INT8, -1, CastContext.ASSIGNMENT, expression.position())
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "argument of "
                                                + clause.text()
                                                + " must be type bigint, not type "
                                                + bound.type())
                                .at(expression.position()));
    }

    /// Converts a query's columns.
    ///
    /// @param types one for each column
    static BoundQuery convert(
            Binder binder,
            BoundQuery query,
            List<DataType> types,
            List<Integer> modifiers,
            int position) {
        List<Column> columns = query.columns();
        boolean same = true;
        for (int i = 0; i < columns.size(); i++) {
            same &= columns.get(i).type().equals(types.get(i));
        }
        if (same) {
            return query;
        }
        // Constants of yet unknown type are read in their new type, so they must be looked through.
        Plan input = query.plan();
        List<Output> below = List.of();
        if (query.plan() instanceof Project(Plan projected, List<Output> outputs)) {
            input = projected;
            below = outputs;
        } else if (query.plan() instanceof Values(List<Column> names, var rows)) {
            return new BoundQuery(
                    convertRows(binder, names, rows, types, position), query.origins());
        }
        var converted = new ArrayList<Output>();
        for (int i = 0; i < columns.size(); i++) {
            Scalar value = below.isEmpty() ? columns.get(i).value() : below.get(i).value();
            Scalar typed =
                    binder.coercion
                            .convert(
                                    value,
                                    types.get(i),
                                    modifiers.get(i),
                                    CastContext.IMPLICIT,
                                    position)
                            .orElseThrow(() -> new IllegalStateException("no conversion"));
            converted.add(new Output(binder.newColumn(columns.get(i).name(), typed), typed));
        }
        return new BoundQuery(new Project(input, converted), query.origins());
    }

    private static Plan convertRows(
            Binder binder,
            List<Column> names,
            List<List<Scalar>> rows,
            List<DataType> types,
            int position) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(binder.newColumn(names.get(i).name(), types.get(i), -1));
        }
        for (int i = 0; i < columns.size() && !rows.isEmpty(); i++) {
            binder.copyShape(rows.getFirst().get(i), columns.get(i));
        }
        var converted = new ArrayList<List<Scalar>>();
        for (List<Scalar> row : rows) {
            var typed = new ArrayList<Scalar>();
            for (int i = 0; i < row.size(); i++) {
                typed.add(binder.coercion.implicit(row.get(i), types.get(i), position));
            }
            converted.add(typed);
        }
        return new Values(columns, converted);
    }
}
