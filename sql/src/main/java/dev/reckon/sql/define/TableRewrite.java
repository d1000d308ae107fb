package dev.reckon.sql.define;

import dev.reckon.sql.bind.StatementBinder.BoundTarget;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Moves a table's rows into a stored table of another shape.
record TableRewrite(Definitions definitions) {
    /// The column ids of the old row are taken from here on.
    private static final int FIRST_ID = 1_000_000;

    /// Returns the columns by which the old row can be read.
    static List<Column> oldRow(Table table) {
        var columns = new ArrayList<Column>();
        table.schema()
                .columns()
                .forEach(column ->
                        columns.add(
                                new Column(
                                        FIRST_ID + columns.size(),
                                        column.name(),
                                        column.type(),
                                        column.modifier())));
        return columns;
    }

    /// Returns the visible columns of an old row as they are.
    static List<Scalar> unchanged(Table table, List<Column> oldRow) {
        var values = new ArrayList<Scalar>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(oldRow.get(i).value());
        }
        return values;
    }

    /// Rewrites a table whose rows keep their values.
    ///
    /// @param changed the new definition, still with the old storage
    Table rewrite(Table old, Table changed) {
        List<Column> oldRow = oldRow(old);
        return rewrite(old, changed, oldRow, unchanged(old, oldRow));
    }

    /// Rewrites a table.
    ///
    /// @param changed the new definition, still with the old storage
    /// @param oldRow as from [#oldRow]
    /// @param values the new columns over the old row
    Table rewrite(Table old, Table changed, List<Column> oldRow, List<Scalar> values) {
        Table table = changed.withStorage(definitions.newOid());
        List<Index> oldIndexes = List.copyOf(definitions.catalog().indexes(old.oid()));
        definitions.put(table);
        for (Index index : oldIndexes) {
            if (index.isSecondary()) {
                definitions.put(index.withStorage(definitions.newOid()));
            }
        }
        BoundTarget bound = definitions.binder().bindStored(table);
        Target target = withoutFollowUps(bound.target());
        definitions.transaction().createTable(target.table());
        target.indexes().forEach(index -> definitions.transaction().createTable(index.table()));
        try {
            copy(old.schema(), oldRow, values, target);
        } catch (DatabaseException broken) {
            throw asOfRewrite(broken, table);
        }
        definitions.transaction().dropTable(old.storageId());
        for (Index index : oldIndexes) {
            if (index.storageId() != 0) {
                definitions.transaction().dropTable(index.storageId());
            }
        }
        return table;
    }

    /// Words the error for a row that breaks a constraint as PostgreSQL does when it builds a table
    /// or an index, rather than when a row is inserted.
    private static DatabaseException asOfRewrite(DatabaseException broken, Table table) {
        String constraint = broken.field(ErrorField.CONSTRAINT).orElse("");
        String message =
                switch (broken.sqlState()) {
                    case UNIQUE_VIOLATION -> "could not create unique index \"" + constraint + "\"";
                    case CHECK_VIOLATION ->
                            "check constraint \""
                                    + constraint
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" is violated by some row";
                    case NOT_NULL_VIOLATION ->
                            "column \""
                                    + broken.field(ErrorField.COLUMN).orElse("")
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" contains null values";
                    default -> "";
                };
        if (message.isEmpty()) {
            return broken;
        }
        var worded = new DatabaseException(broken.sqlState(), message, broken);
        broken.fields()
                .forEach((field, text) -> {
                    if (field != ErrorField.DETAIL) {
                        worded.with(field, text);
                    }
                });
        if (broken.sqlState() == SqlState.UNIQUE_VIOLATION) {
            broken.field(ErrorField.DETAIL)
                    .map(detail -> detail.replace(" already exists.", " is duplicated."))
                    .ifPresent(worded::withDetail);
        }
        return worded;
    }

    /// Returns a target whose rows are written without checks of foreign keys and triggers.
    private static Target withoutFollowUps(Target target) {
        return new Target(
                target.table(),
                target.oid(),
                target.schema(),
                target.name(),
                target.row(),
                target.generated(),
                target.checks(),
                List.of(),
                target.indexes(),
                target.primaryKey(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void copy(TableSchema old, List<Column> oldRow, List<Scalar> values, Target target) {
        var scan =
                new TableScan(
                        old,
                        old.name(),
                        oldRow,
                        IntStream.range(0, oldRow.size()).boxed().toList(),
                        KeySelection.ALL,
                        Optional.empty(),
                        ScanOrder.FORWARD,
                        List.of(),
                        Optional.empty(),
                        0);
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < values.size(); i++) {
            Column column = target.row().get(i);
            outputs.add(
                    new Output(
                            new Column(
                                    2 * FIRST_ID + i,
                                    column.name(),
                                    column.type(),
                                    column.modifier()),
                            values.get(i)));
        }
        var insert =
                new Insert(new Project(scan, outputs), target, Optional.empty(), Optional.empty());
        Evaluation evaluation = definitions.newEvaluation();
        try (Operator operator =
                QueryCompiler.of(definitions.modifications()).compile(insert).open(evaluation)) {
            while (operator.next().isPresent()) {
                evaluation.checkCancelled();
            }
        }
    }
}
