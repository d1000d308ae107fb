package dev.reckon.sql.define;

import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /// Returns whether a table has a row that meets a condition.
    ///
    /// @param row the table's columns, of which the condition is made
    boolean hasRow(Table table, List<Column> row, Scalar condition) {
        var scan =
                new TableScan(
                        table.schema(),
                        table.name(),
                        row,
                        IntStream.range(0, row.size()).boxed().toList(),
                        KeySelection.ALL,
                        Optional.of(condition),
                        ScanOrder.ANY,
                        List.of(),
                        Optional.empty(),
                        0);
        Evaluation evaluation = definitions.newEvaluation();
        try (Operator operator =
                QueryCompiler.of(definitions.modifications()).compile(scan).open(evaluation)) {
            for (Optional<Batch> batch = operator.next();
                    batch.isPresent();
                    batch = operator.next()) {
                evaluation.checkCancelled();
                if (batch.get().selectedCount() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// @throws DatabaseException 23502
    void requireNoNulls(Table table, TableColumn column) {
        if (any(
                "SELECT 1 FROM ONLY "
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
        if (any("SELECT 1 FROM ONLY " + name(table) + " WHERE NOT (" + text + ") LIMIT 1")) {
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

    /// Returns whether a table's foreign key refers to a row of a partition.
    boolean isReferenced(
            Table partition, Table referencing, Constraint constraint, Constraint.ForeignKey key) {
        var referenced = (Table) definitions.catalog().relation(key.referencedOid()).orElseThrow();
        var conditions = new ArrayList<String>();
        for (int i = 0; i < constraint.columns().size(); i++) {
            conditions.add(
                    "p."
                            + Identifiers.quote(
                                    Lookup.columnName(referenced, key.referencedColumns().get(i)))
                            + " = f."
                            + Identifiers.quote(
                                    Lookup.columnName(referencing, constraint.columns().get(i))));
        }
        return any(
                "SELECT 1 FROM "
                        + name(referencing)
                        + " f JOIN "
                        + name(partition)
                        + " p ON "
                        + String.join(" AND ", conditions)
                        + " LIMIT 1");
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
                        + " FROM ONLY "
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
