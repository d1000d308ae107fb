package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// Binds subqueries in expressions. Their scope is inside that of the expression, so that they may
/// be correlated.
record SubqueryBinder(ExpressionBinder expressions) {
    private BoundQuery bind(Query query, int position) {
        if (!expressions.clause.allowsSubqueries()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot use subquery in " + expressions.clause.singular())
                    .at(position);
        }
        return new QueryBinder(expressions.binder).bind(query, expressions.scope, true);
    }

    private static Column onlyColumn(BoundQuery query, int position) {
        if (query.columns().size() != 1) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            query.columns().isEmpty()
                                    ? "subquery must return a column"
                                    : "subquery must return only one column")
                    .at(position);
        }
        return query.columns().getFirst();
    }

    Scalar scalar(Expression.ScalarSubquery subquery) {
        BoundQuery query = bind(subquery.query(), subquery.position());
        Column column = onlyColumn(query, subquery.position());
        return new Scalar.ScalarSubquery(query.plan(), column.type(), column.modifier());
    }

    Scalar array(Expression.ArraySubquery subquery) {
        BoundQuery query = bind(subquery.query(), subquery.position());
        Column column = onlyColumn(query, subquery.position());
        DataType array =
                column.type().isTrueArray()
                        ? column.type()
                        : expressions.binder.types.arrayOf(column.type(), subquery.position());
        return new Scalar.ArraySubquery(query.plan(), array);
    }

    Scalar exists(Expression.Exists exists) {
        return new Scalar.Exists(bind(exists.query(), exists.position()).plan());
    }

    Scalar in(Expression.InSubquery in) {
        Scalar any = compare(in.operand(), "=", in.query(), false, in.position());
        return in.negated() ? ExpressionBinder.not(any) : any;
    }

    Scalar quantified(Expression.QuantifiedSubquery quantified) {
        return compare(
                quantified.left(),
                quantified.operator().symbol(),
                quantified.query(),
                quantified.all(),
                quantified.position());
    }

    private Scalar compare(
            Expression operand, String symbol, Query query, boolean all, int position) {
        List<Scalar> left =
                operand instanceof Expression.Row row
                        ? expressions.row(row.fields())
                        : List.of(expressions.bind(operand));
        BoundQuery bound = bind(query, position);
        requireWidth(left.size(), bound.columns().size(), position);
        List<Scalar> right = bound.columns().stream().map(Column::value).toList();
        Scalar condition = comparison(left, symbol, right, position);
        if (!condition.type().equals(DataType.BOOL)) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "row comparison operator must yield type boolean, not type "
                                    + condition.type())
                    .at(position);
        }
        return new Scalar.QuantifiedSubquery(bound.plan(), condition, all);
    }

    private static void requireWidth(int left, int right, int position) {
        if (left < right) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "subquery has too many columns")
                    .at(position);
        }
        if (left > right) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "subquery has too few columns")
                    .at(position);
        }
    }

    private Scalar comparison(List<Scalar> left, String symbol, List<Scalar> right, int position) {
        return left.size() == 1
                ? expressions.operators.binary(symbol, left.getFirst(), right.getFirst(), position)
                : expressions.operators.rows(symbol, left, right, position);
    }

    /// `(a, b) = (SELECT c, d …)`: the subquery gives one row at most.
    Scalar rowComparison(
            Expression.Row row, String symbol, Expression.ScalarSubquery subquery, int position) {
        List<Scalar> left = expressions.row(row.fields());
        BoundQuery query = bind(subquery.query(), subquery.position());
        requireWidth(left.size(), query.columns().size(), position);
        Binder binder = expressions.binder;
        var rowColumns = new ArrayList<Scalar>();
        query.columns().forEach(column -> rowColumns.add(column.value()));
        Scalar value = new Scalar.RowConstructor(rowColumns, DataType.RECORD);
        Column held = binder.newColumn("row", value);
        var plan =
                new dev.reckon.sql.plan.Project(
                        query.plan(), List.of(new dev.reckon.sql.plan.Output(held, value)));
        int id = binder.ids.next();
        Scalar whole = new Scalar.ColumnValue(id, "row", DataType.RECORD, -1);
        var right = new ArrayList<Scalar>();
        for (int i = 0; i < rowColumns.size(); i++) {
            Column column = query.columns().get(i);
            right.add(
                    new Scalar.FieldSelection(
                            whole, i, column.name(), column.type(), column.modifier()));
        }
        return new Scalar.Let(
                id,
                new Scalar.ScalarSubquery(plan, DataType.RECORD, -1),
                comparison(left, symbol, right, position));
    }
}
