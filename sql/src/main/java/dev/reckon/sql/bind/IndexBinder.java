package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Describes secondary indexes as the sorted tables that they are.
///
/// The columns are the indexed values; of a unique index, then a `bytea` that is empty, or the
/// table's key when a NULL among the values lets rows repeat, or when a row repeats until a
/// deferrable constraint is checked; then the table's key; then the included columns. The key is
/// everything before the included columns, of a unique index only what stands before the table's
/// key: so the store itself refuses a second entry.
record IndexBinder(Binder binder) {
    /// The name of the column that tells rows with NULLs apart.
    static final String TIE = "(tie)";

    /// Describes an index.
    ///
    /// @param row the columns of the table's row, the hidden key included
    Target.IndexTarget target(Index index, Table table, List<Column> row) {
        Scope scope = TargetBinder.rowScope(table, row, table.name());
        var values = new ArrayList<Scalar>();
        var columns = new ArrayList<ColumnSchema>();
        var key = new ArrayList<KeyColumn>();
        for (Index.Key each : index.keys()) {
            Scalar value;
            boolean notNull = false;
            if (each.columnNumber() != 0) {
                int position = table.position(each.columnNumber());
                value = row.get(position).value();
                notNull = table.columns().get(position).notNull();
            } else {
                value =
                        binder.coercion.known(
                                new ExpressionBinder(binder, scope, Clause.INDEX_EXPRESSION)
                                        .bind(Parser.parseExpression(each.expression())));
            }
            key.add(new KeyColumn(columns.size(), each.descending(), each.nullsFirst()));
            columns.add(new ColumnSchema(each.name(), value.type(), value.modifier(), notNull));
            values.add(value);
        }
        if (index.unique()) {
            key.add(KeyColumn.ascending(columns.size()));
            columns.add(new ColumnSchema(TIE, DataType.BYTEA, -1, true));
        }
        TableSchema schema = table.schema();
        for (KeyColumn each : schema.key()) {
            ColumnSchema column = schema.column(each.column());
            if (!index.unique()) {
                key.add(new KeyColumn(columns.size(), each.descending(), each.nullsFirst()));
            }
            columns.add(column);
        }
        for (int number : index.included()) {
            columns.add(schema.column(table.position(number)));
        }
        Optional<Scalar> predicate =
                index.predicate()
                        .map(text ->
                                binder.coercion.condition(
                                        new ExpressionBinder(binder, scope, Clause.INDEX_PREDICATE)
                                                .bind(Parser.parseExpression(text)),
                                        "WHERE",
                                        -1));
        return new Target.IndexTarget(
                index.name(),
                new TableSchema(index.storageId(), index.name(), columns, key),
                values,
                predicate,
                index.unique() ? index.keys().size() : 0,
                !index.nullsNotDistinct(),
                table.constraintOf(index)
                        .filter(Constraint::deferrable)
                        .map(constraint ->
                                new Target.Deferral(
                                        constraint.oid(), constraint.initiallyDeferred())));
    }
}
