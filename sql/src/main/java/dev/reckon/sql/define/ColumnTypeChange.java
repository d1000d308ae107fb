package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// ALTER COLUMN … TYPE: converts what the table holds.
record ColumnTypeChange(Definitions definitions, Table table) {
    void apply(AlterTableAction.SetType set) {
        TableColumn column = Lookup.column(table, set.column());
        TypeBinder.BoundType type = definitions.bindType(set.type());
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = TableRewrite.unchanged(table, oldRow);
        int position = table.position(column.number());
        values.set(position, converted(set, column, type, oldRow));
        Table changed = table.withColumn(column.withType(type.type(), type.modifier()));
        requireDefaultOf(type, column);
        requireUnused(column);
        new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
    }

    private void requireUnused(TableColumn column) {
        var uses = new ColumnUses(definitions, table, column);
        List<CatalogObject> views = uses.views();
        if (!views.isEmpty()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot alter type of a column used by a view or rule")
                    .withDetail(
                            "rule _RETURN on view "
                                    + views.getFirst().name()
                                    + " depends on column \""
                                    + column.name()
                                    + "\"");
        }
        uses.triggers().stream()
                .findFirst()
                .ifPresent(trigger -> {
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "cannot alter type of a column used in a trigger definition")
                            .withDetail(
                                    new ObjectTitles(definitions).of(trigger)
                                            + " depends on column \""
                                            + column.name()
                                            + "\"");
                });
        uses.generated().stream()
                .findFirst()
                .ifPresent(generated -> {
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "cannot alter type of a column used by a generated column")
                            .withDetail(
                                    "Column \""
                                            + column.name()
                                            + "\" is used by generated column \""
                                            + generated.name()
                                            + "\".");
                });
    }

    /// Returns the old row's value as one of the new type.
    private Scalar converted(
            AlterTableAction.SetType set,
            TableColumn column,
            TypeBinder.BoundType type,
            List<Column> oldRow) {
        Scalar source =
                set.using().isPresent()
                        ? definitions
                                .binder()
                                .bindRowExpression(
                                        typed(set.using().get(), set.type()),
                                        table,
                                        oldRow,
                                        DefinitionPlace.ALTER_TYPE)
                        : oldRow.get(table.position(column.number())).value();
        try {
            return definitions
                    .binder()
                    .assign(source, type.type(), type.modifier(), column.name(), -1);
        } catch (DatabaseException mismatch) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "column \""
                                    + column.name()
                                    + "\" cannot be cast automatically to type "
                                    + type.type())
                    .withHint(
                            "You might need to specify \"USING "
                                    + column.name()
                                    + "::"
                                    + type.type()
                                    + "\".");
        }
    }

    /// A constant without a type is of the new one.
    private static Expression typed(Expression using, TypeName type) {
        boolean isUntyped =
                using instanceof Expression.StringConstant
                        || using instanceof Expression.NullConstant;
        return isUntyped
                ? new Expression.Cast(using, type, Expression.CastForm.CAST, using.position())
                : using;
    }

    private void requireDefaultOf(TypeBinder.BoundType type, TableColumn column) {
        column.defaultText()
                .ifPresent(text -> {
                    try {
                        definitions
                                .binder()
                                .resolveDefault(
                                        Parser.parseExpression(text),
                                        type.type(),
                                        type.modifier(),
                                        column.name());
                    } catch (DatabaseException mismatch) {
                        throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "default for column \""
                                        + column.name()
                                        + "\" cannot be cast automatically to type "
                                        + type.type());
                    }
                });
    }
}
