package dev.reckon.sql.define;

import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the rows that are there meet a new constraint; asked by queries.
record TableChecks(Definitions definitions) {
    private String name(Table table) {
        return Identifiers.quote(definitions.catalog().schemaName(table.schemaOid()))
                + "."
                + Identifiers.quote(table.name());
    }

    private boolean any(String sql) {
        return new InternalQuery(definitions).count(sql) > 0;
    }

    /// @throws DatabaseException 23502
    void requireNoNulls(Table table, TableColumn column) {
        if (any(
                "SELECT 1 FROM "
                        + name(table)
                        + " WHERE "
                        + Identifiers.quote(column.name())
                        + " IS NULL LIMIT 1")) {
            throw new DatabaseException(
                            SqlState.NOT_NULL_VIOLATION,
                            "column \""
                                    + column.name()
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" contains null values")
                    .with(ErrorField.SCHEMA, definitions.catalog().schemaName(table.schemaOid()))
                    .with(ErrorField.TABLE, table.name())
                    .with(ErrorField.COLUMN, column.name());
        }
    }

    /// @throws DatabaseException 23514
    void requireCheck(Table table, Constraint constraint) {
        String text = ((Constraint.Check) constraint.rule()).text();
        if (any("SELECT 1 FROM " + name(table) + " WHERE NOT (" + text + ") LIMIT 1")) {
            throw new DatabaseException(
                            SqlState.CHECK_VIOLATION,
                            "check constraint \""
                                    + constraint.name()
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" is violated by some row")
                    .with(ErrorField.SCHEMA, definitions.catalog().schemaName(table.schemaOid()))
                    .with(ErrorField.TABLE, table.name())
                    .with(ErrorField.CONSTRAINT, constraint.name());
        }
    }

    /// @throws DatabaseException 23503
    void requireForeignKey(Table table, Constraint constraint) {
        var key = (Constraint.ForeignKey) constraint.rule();
        var referenced = (Table) definitions.catalog().relation(key.referencedOid()).orElseThrow();
        List<String> conditions = new ArrayList<>();
        List<String> notNull = new ArrayList<>();
        List<String> owns = new ArrayList<>();
        for (int i = 0; i < constraint.columns().size(); i++) {
            String own =
                    "f."
                            + Identifiers.quote(
                                    table.columns()
                                            .get(table.position(constraint.columns().get(i)))
                                            .name());
            String other =
                    "p."
                            + Identifiers.quote(
                                    referenced
                                            .columns()
                                            .get(
                                                    referenced.position(
                                                            key.referencedColumns().get(i)))
                                            .name());
            conditions.add(other + " = " + own);
            notNull.add(own + " IS NOT NULL");
            owns.add(own);
        }
        String sql =
                "SELECT "
                        + String.join(", ", owns)
                        + " FROM "
                        + name(table)
                        + " f WHERE "
                        + String.join(" AND ", notNull)
                        + " AND NOT EXISTS (SELECT 1 FROM "
                        + name(referenced)
                        + " p WHERE "
                        + String.join(" AND ", conditions)
                        + ") LIMIT 1";
        Optional<List<String>> missing = new InternalQuery(definitions).firstRow(sql);
        if (missing.isPresent()) {
            List<String> names =
                    constraint.columns().stream()
                            .map(number -> table.columns().get(table.position(number)).name())
                            .toList();
            throw new DatabaseException(
                            SqlState.FOREIGN_KEY_VIOLATION,
                            "insert or update on table \""
                                    + table.name()
                                    + "\" violates foreign key constraint \""
                                    + constraint.name()
                                    + "\"")
                    .withDetail(
                            "Key ("
                                    + String.join(", ", names)
                                    + ")=("
                                    + String.join(", ", missing.get())
                                    + ") is not present in table \""
                                    + referenced.name()
                                    + "\".")
                    .with(ErrorField.SCHEMA, definitions.catalog().schemaName(table.schemaOid()))
                    .with(ErrorField.TABLE, table.name())
                    .with(ErrorField.CONSTRAINT, constraint.name());
        }
    }
}
