package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// What a column of a table promises: its default, NOT NULL, and that it is generated. For one
/// action.
record ColumnProperties(Definitions definitions, Table table) {
    void setDefault(AlterTableAction.SetDefault set) {
        TableColumn column = Lookup.column(table, set.column());
        if (column.generatedText().isPresent()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    Lookup.title(table, column.name()) + " is a generated column");
        }
        if (column.identity() != TableColumn.Identity.NONE) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            Lookup.title(table, column.name()) + " is an identity column")
                    .withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
        }
        Optional<String> text = Optional.empty();
        if (set.value().isPresent()) {
            text = ColumnDefinitions.defaultText(definitions, set.value().get(), column);
        }
        definitions.put(table.withColumn(column.withDefault(text)));
    }

    void setNotNull(AlterTableAction.SetNotNull set) {
        TableColumn column = Lookup.column(table, set.column());
        if (column.notNull() == set.notNull()) {
            return;
        }
        if (!set.notNull()) {
            boolean inKey =
                    table.primaryKey()
                            .filter(key -> key.columns().contains(column.number()))
                            .isPresent();
            if (inKey) {
                throw new DatabaseException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "column \"" + column.name() + "\" is in a primary key");
            }
            if (column.identity() != TableColumn.Identity.NONE) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        Lookup.title(table, column.name()) + " is an identity column");
            }
        } else {
            new TableChecks(definitions).requireNoNulls(table, column);
        }
        // The stored shape says what may be NULL.
        new TableRewrite(definitions)
                .rewrite(table, table.withColumn(column.withNotNull(set.notNull())));
    }

    void dropExpression(AlterTableAction.DropExpression drop) {
        TableColumn column = Lookup.column(table, drop.column());
        if (column.generatedText().isEmpty()) {
            if (drop.ifExists()) {
                definitions.notice(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        Lookup.title(table, column.name())
                                + " is not a stored generated column, skipping");
                return;
            }
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, column.name()) + " is not a stored generated column");
        }
        definitions.put(table.withColumn(column.withGenerated(Optional.empty())));
    }
}
