package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the columns that `*`, `table.*` and `(row).*` stand for.
record StarExpansion(ExpressionBinder expressions) {
    List<ScopeColumn> expand(Expression.Star star) {
        Scope scope = expressions.scope;
        if (star.qualifier().isEmpty()) {
            Namespace namespace = scope.namespace();
            if (namespace.tables().isEmpty()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "SELECT * with no tables specified is not valid")
                        .at(star.position());
            }
            return noted(star, marked(namespace.columns(), star.position()));
        }
        Optional<Scalar> variable = variable(star);
        if (variable.isPresent()) {
            return fields(variable.get(), star);
        }
        return noted(star, marked(table(star).columns(), star.position()));
    }

    /// Returns the variable that `variable.*` means, when it is no table.
    private Optional<Scalar> variable(Expression.Star star) {
        List<String> qualifier = star.qualifier();
        boolean isTable =
                ColumnBinder.table(
                                expressions.scope,
                                Optional.empty(),
                                qualifier.getLast(),
                                star.position())
                        .isPresent();
        return isTable
                ? Optional.empty()
                : expressions
                        .binder
                        .variables()
                        .flatMap(each -> each.find(qualifier, star.position()));
    }

    private List<ScopeColumn> noted(Expression star, List<ScopeColumn> columns) {
        expressions.binder.notes().ifPresent(notes -> notes.star(star, columns));
        return columns;
    }

    /// Returns the row that `table.*` is where there is room for one value: an argument, an
    /// operand.
    Scalar wholeRow(Expression.Star star) {
        if (star.qualifier().isEmpty()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR, "row expansion via \"*\" is not supported here")
                    .at(star.position());
        }
        Optional<Scalar> variable = variable(star);
        return variable.isPresent()
                ? variable.get()
                : new ColumnBinder(expressions.binder, expressions.scope).wholeRow(table(star));
    }

    private ScopeTable table(Expression.Star star) {
        List<String> qualifier = star.qualifier();
        Optional<String> schema =
                qualifier.size() > 1
                        ? Optional.of(qualifier.get(qualifier.size() - 2))
                        : Optional.empty();
        return ColumnBinder.table(expressions.scope, schema, qualifier.getLast(), star.position())
                .orElseThrow(() ->
                        new ColumnBinder(expressions.binder, expressions.scope)
                                .missingTable(qualifier.getLast(), star.position()));
    }

    /// Returns the columns with new objects for values, so that each has its own position.
    private List<ScopeColumn> marked(List<ScopeColumn> columns, int position) {
        var marked = new ArrayList<ScopeColumn>(columns.size());
        for (ScopeColumn column : columns) {
            if (!expressions.binder.isInStar(column.tableOid(), column.number())) {
                continue;
            }
            if (column.tableOid() != 0) {
                expressions.binder.accessColumn(column.tableOid(), column.number(), 'r');
            }
            Scalar value = column.value();
            if (value instanceof Scalar.ColumnValue(int id, String name, var type, int modifier)) {
                value =
                        expressions.binder.at(
                                new Scalar.ColumnValue(id, name, type, modifier), position);
            }
            marked.add(new ScopeColumn(column.name(), value, column.tableOid(), column.number()));
        }
        return marked;
    }

    List<ScopeColumn> expand(Expression.FieldStar star) {
        return noted(star, fields(expressions.bind(star.operand()), star));
    }

    private List<ScopeColumn> fields(Scalar row, Expression star) {
        Binder binder = expressions.binder;
        List<Column> fields = binder.fields(row);
        if (fields.isEmpty()) {
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            row.type().equals(dev.reckon.storage.type.DataType.RECORD)
                                    ? "record type has not been registered"
                                    : "type " + row.type() + " is not composite")
                    .at(star.position());
        }
        var expanded = new ArrayList<ScopeColumn>();
        for (Column field : fields) {
            expanded.add(
                    new ScopeColumn(
                            field.name(),
                            new ColumnBinder(binder, expressions.scope)
                                    .field(row, field.name(), star.position()),
                            0,
                            0));
        }
        return expanded;
    }
}
