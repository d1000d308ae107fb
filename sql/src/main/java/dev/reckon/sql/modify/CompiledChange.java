package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Assignments compiled. Immutable.
final class CompiledChange {
    private final CompiledTarget target;
    private final List<Integer> positions = new ArrayList<>();
    private final List<Expression> values = new ArrayList<>();
    private final Optional<CompiledMover> mover;

    /// @param columns the target's row, then the input's
    CompiledChange(
            RowChange change, CompiledTarget target, List<Column> columns, QueryCompiler queries) {
        this(change, target, columns, Optional.empty(), queries);
    }

    /// @param mover where rows go that are another partition's after the change
    CompiledChange(
            RowChange change,
            CompiledTarget target,
            List<Column> columns,
            Optional<CompiledMover> mover,
            QueryCompiler queries) {
        this.target = target;
        this.mover = mover;
        ScalarCompiler scalars = queries.scalars(columns);
        for (RowChange.Assignment assignment : change.assignments()) {
            positions.add(assignment.position());
            values.add(scalars.compile(assignment.value()));
        }
    }

    /// Returns whether it assigns to a column that rows are found by: of the key or of a unique
    /// index.
    boolean changesKeys() {
        if (target.target.table().key().stream()
                .anyMatch(key -> positions.contains(key.column()))) {
            return true;
        }
        return target.target.referencedBy().stream()
                .anyMatch(key -> key.referencedColumns().stream().anyMatch(positions::contains));
    }

    List<Integer> positions() {
        return positions;
    }

    /// Changes rows one by one, with the triggers before each.
    ///
    /// @param row one row: the target's columns as they are, then the input's
    /// @return the same columns with the target's new values; empty when a trigger has kept the row
    Optional<Batch> apply(Batch row, TriggeredRows rows, Evaluation evaluation) {
        int width = target.allColumns.size();
        Batch before = new Batch(row.columns().subList(0, width), 1);
        return rows.update(before, changed(row, evaluation), mover.isPresent())
                .map(after -> {
                    var columns = new ArrayList<>(after.columns());
                    columns.addAll(row.columns().subList(width, row.columns().size()));
                    return new Batch(columns, 1);
                });
    }

    /// Computes the rows that the selected ones become, but for generated columns.
    Batch changed(Batch rows, Evaluation evaluation) {
        var after = new ArrayList<>(rows.columns().subList(0, target.allColumns.size()));
        for (int i = 0; i < values.size(); i++) {
            after.set(positions.get(i), values.get(i).evaluate(rows, evaluation));
        }
        return new Batch(after, rows.rowCount(), rows.selection(), rows.selectedCount());
    }

    /// Changes the selected rows and writes them.
    ///
    /// @param rows the target's columns as they are, then the input's
    /// @return the same columns with the target's new values
    Batch apply(Batch rows, TableWriter writer, Evaluation evaluation) {
        return apply(rows, writer, Optional.empty(), evaluation);
    }

    /// Changes the selected rows and writes them, some of them into other partitions.
    ///
    /// @param router writes those; present when there is a mover
    Batch apply(
            Batch rows,
            TableWriter writer,
            Optional<PartitionRouter> router,
            Evaluation evaluation) {
        int width = target.allColumns.size();
        Batch newRows = target.withGenerated(changed(rows, evaluation), evaluation);
        var oldRows =
                new Batch(
                        rows.columns().subList(0, width),
                        rows.rowCount(),
                        rows.selection(),
                        rows.selectedCount());
        List<CompiledIndex.Entries> oldEntries = writer.entries(oldRows);
        Batch staying = newRows;
        if (mover.isPresent()) {
            staying =
                    mover.get()
                            .move(
                                    oldRows,
                                    oldEntries,
                                    newRows,
                                    writer,
                                    router.orElseThrow(),
                                    evaluation);
        }
        Optional<CompiledTarget.Broken> broken = target.firstBroken(staying, evaluation);
        int end = broken.map(CompiledTarget.Broken::index).orElse(staying.selectedCount());
        List<CompiledIndex.Entries> newEntries = writer.entries(staying);
        for (int i = 0; i < end; i++) {
            writer.update(oldRows, oldEntries, staying, newEntries, staying.row(i));
        }
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        var columns = new ArrayList<>(newRows.columns());
        columns.addAll(rows.columns().subList(width, rows.columns().size()));
        return new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
    }
}
