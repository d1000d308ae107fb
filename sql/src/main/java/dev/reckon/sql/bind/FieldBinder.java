package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.plan.Scalar;
import java.util.List;
import java.util.Optional;

/// Binds what is written as a field of a row: a column, a field, or the call of a function that
/// takes the row and is written as if its value were one more field.
record FieldBinder(ExpressionBinder expressions) {
    Scalar column(Expression.ColumnReference reference) {
        ColumnBinder columns = columns();
        List<String> names = reference.names();
        int position = reference.position();
        Optional<Scalar> row = rowOfCall(columns, names, position);
        if (row.isEmpty()) {
            return columns.bind(reference);
        }
        var written = new Expression.ColumnReference(List.of(names.getFirst()), position);
        return new CallBinder(expressions).fieldCall(names.getLast(), row.get(), written, position);
    }

    Scalar field(Expression.FieldSelection selection) {
        Scalar row = expressions.bind(selection.operand());
        String name = selection.field();
        int position = selection.position();
        boolean isCall =
                isOwnFunction(name)
                        && expressions.binder.fields(row).stream()
                                .noneMatch(field -> field.name().equals(name));
        return isCall
                ? new CallBinder(expressions).fieldCall(name, row, selection.operand(), position)
                : columns().field(row, name, position);
    }

    private ColumnBinder columns() {
        return new ColumnBinder(expressions.binder, expressions.scope);
    }

    /// Returns the row of a table that has no column of a name which a function has; empty when the
    /// names mean something else.
    private Optional<Scalar> rowOfCall(ColumnBinder columns, List<String> names, int position) {
        if (names.size() != 2 || !isOwnFunction(names.getLast())) {
            return Optional.empty();
        }
        return ColumnBinder.table(expressions.scope, Optional.empty(), names.getFirst(), position)
                .filter(table ->
                        table.columns().stream()
                                .noneMatch(column -> column.name().equals(names.getLast())))
                .map(columns::wholeRow);
    }

    /// Returns whether a name that is no field of a row may be that of a function of it.
    private boolean isOwnFunction(String name) {
        Binder binder = expressions.binder;
        return binder.catalog.routines(binder.searchPath, List.of(name)).stream()
                .anyMatch(routine -> !routine.procedure() && routine.argumentTypes().size() == 1);
    }
}
