package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Changes rows one by one, each with the triggers before it. For one statement, and its thread.
final class TriggeredRows {
    private final TableWriter writer;
    private final CompiledTarget target;
    private final TriggerFiring triggers;
    private final Evaluation evaluation;
    private final Transaction transaction;

    TriggeredRows(TableWriter writer, TriggerFiring triggers, Evaluation evaluation) {
        this.writer = writer;
        this.target = writer.compiled;
        this.triggers = triggers;
        this.evaluation = evaluation;
        this.transaction = evaluation.transaction();
    }

    /// Returns whether a function may want to change or skip each row.
    boolean hasBefore(TriggerOperation operation) {
        return triggers.hasBeforeRow(operation);
    }

    /// Returns whether anything is done for each row.
    boolean has(TriggerOperation operation) {
        return triggers.hasRow(operation);
    }

    /// Returns the row to insert, complete; empty when a trigger says that there is none.
    Optional<Batch> beforeInsert(Batch row) {
        return triggers.before(
                        TriggerOperation.INSERT,
                        Optional.empty(),
                        Optional.of(target.withoutGenerated(row)))
                .map(changed -> target.withGenerated(changed, evaluation));
    }

    /// Inserts a row, and returns it as it was inserted; empty when a trigger has skipped it.
    Optional<Batch> insert(Batch row) {
        Optional<Batch> changed = beforeInsert(row);
        changed.ifPresent(each -> {
            requireUnbroken(each);
            writer.insert(each, writer.entries(each), 0);
        });
        return changed;
    }

    private void requireUnbroken(Batch row) {
        Optional<CompiledTarget.Broken> broken = target.firstBroken(row, evaluation);
        if (broken.isPresent()) {
            throw broken.get().error();
        }
    }

    /// Sees that no function called for an earlier row has changed a row that is about to be
    /// locked.
    void requireUntouched(RowKey key) {
        if (transaction.wroteSinceStatement(tableId(), key)) {
            throw touched("updated");
        }
    }

    private long tableId() {
        return target.target.table().id();
    }

    private static DatabaseException touched(String participle) {
        return new DatabaseException(
                        SqlState.TRIGGERED_DATA_CHANGE_VIOLATION,
                        "tuple to be "
                                + participle
                                + " was already modified by an operation triggered by the current"
                                + " command")
                .withHint(
                        "Consider using an AFTER trigger instead of a BEFORE trigger to propagate"
                                + " changes to other rows.");
    }

    /// Fires the triggers before a change of a row that is locked.
    private Optional<Batch> before(
            TriggerOperation operation, Batch oldRow, Optional<Batch> newRow, String participle) {
        RowKey key = target.keys.encode(oldRow, 0);
        Optional<byte[]> known = transaction.find(tableId(), key);
        Optional<Batch> row = triggers.before(operation, Optional.of(oldRow), newRow);
        if (row.isPresent()) {
            Optional<byte[]> now = transaction.find(tableId(), key);
            boolean same =
                    known.isPresent() == now.isPresent()
                            && (now.isEmpty() || Arrays.equals(known.get(), now.get()));
            if (!same) {
                throw touched(participle);
            }
        }
        return row;
    }

    /// Replaces a row that is locked in mode NO_KEY_UPDATE at least, and returns the new row; empty
    /// when a trigger has kept the old one.
    ///
    /// @param mayMove whether the statement names a table above, so that the row may become another
    ///   partition's
    Optional<Batch> update(Batch oldRow, Batch newRow, boolean mayMove) {
        Optional<Batch> changed =
                before(
                                TriggerOperation.UPDATE,
                                oldRow,
                                Optional.of(target.withoutGenerated(newRow)),
                                "updated")
                        .map(row -> target.withGenerated(row, evaluation));
        changed.ifPresent(row -> {
            if (mayMove && !target.isInPartition(row, evaluation)) {
                throw CompiledMover.triggered();
            }
            requireUnbroken(row);
            if (changesKey(oldRow, row)) {
                transaction.lock(
                        tableId(), target.keys.encode(oldRow, 0), LockMode.UPDATE, WaitPolicy.WAIT);
            }
            writer.update(oldRow, writer.entries(oldRow), row, writer.entries(row), 0);
        });
        return changed;
    }

    /// Returns whether a row gets another key, its own or one that others refer to.
    private boolean changesKey(Batch oldRow, Batch newRow) {
        if (!target.keys.encode(oldRow, 0).equals(target.keys.encode(newRow, 0))) {
            return true;
        }
        return target.target.referencedBy().stream()
                .flatMap(key -> key.referencedColumns().stream())
                .anyMatch(column ->
                        !oldRow.column(column).value(0).equals(newRow.column(column).value(0)));
    }

    /// Deletes a row that is locked; returns false when a trigger has kept it.
    boolean delete(Batch row) {
        if (before(TriggerOperation.DELETE, row, Optional.empty(), "deleted").isEmpty()) {
            return false;
        }
        writer.delete(row, writer.entries(row), 0);
        return true;
    }

    /// Returns one row of a batch.
    static Batch one(Batch rows, int row) {
        int[] selection = {row};
        return new Batch(
                rows.columns().stream().map(column -> column.gather(selection, 1)).toList(), 1);
    }

    private static PhysicalType physical(ColumnVector vector) {
        return switch (vector) {
            case LongVector _ -> PhysicalType.INT8;
            case DoubleVector _ -> PhysicalType.FLOAT8;
            case BytesVector _ -> PhysicalType.BYTES;
            case NumericVector _ -> PhysicalType.NUMERIC;
            case ObjectVector _ -> PhysicalType.OBJECT;
        };
    }

    /// Puts rows of the target, each perhaps with further columns, into one batch; empty for none.
    static Optional<Batch> concatenate(List<Batch> rows) {
        if (rows.size() < 2) {
            return rows.stream().findFirst();
        }
        int width = rows.getFirst().columns().size();
        var columns = new ArrayList<ColumnVector>(width);
        for (int column = 0; column < width; column++) {
            var builder = new VectorBuilder(physical(rows.getFirst().column(column)), rows.size());
            for (Batch row : rows) {
                builder.append(row.column(column), 0);
            }
            columns.add(builder.build());
        }
        return Optional.of(new Batch(columns, rows.size()));
    }
}
