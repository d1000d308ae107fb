package dev.reckon.sql.define;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Finds the objects that statements name, or fails as PostgreSQL does.
final class Lookup {
    private Lookup() {}

    static DatabaseException missingRelation(QualifiedName name) {
        return new DatabaseException(
                SqlState.UNDEFINED_TABLE, "relation \"" + name.dotted() + "\" does not exist");
    }

    static Table table(Definitions definitions, QualifiedName name) {
        Relation relation = definitions.relation(name).orElseThrow(() -> missingRelation(name));
        if (relation instanceof Table table) {
            return table;
        }
        throw new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table");
    }

    static TableColumn column(Table table, String name) {
        return table.position(name)
                .map(table.columns()::get)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_COLUMN, title(table, name) + " does not exist"));
    }

    /// Returns the number of a column of any relation.
    static int columnNumber(Relation relation, String name) {
        return relation.columns().stream()
                .filter(column -> column.name().equals(name))
                .map(TableColumn::number)
                .findFirst()
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_COLUMN,
                                title(relation, name) + " does not exist"));
    }

    static String columnName(Table table, int number) {
        return table.columns().get(table.position(number)).name();
    }

    /// Returns how messages name a column of a relation.
    static String title(Relation relation, String column) {
        return "column \"" + column + "\" of relation \"" + relation.name() + "\"";
    }

    /// @throws DatabaseException 3F000 when there is none
    static Schema schema(Definitions definitions, String name) {
        return definitions
                .catalog()
                .schema(definitions.searchPath().resolve(name))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_SCHEMA_NAME,
                                "schema \"" + name + "\" does not exist"));
    }
}
