package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Inserts rows one by one, and does what ON CONFLICT says when one can't be. For one statement.
final class ConflictHandler {
    private final CompiledConflict conflict;
    private final TableWriter writer;
    private final CompiledTarget target;
    private final Evaluation evaluation;
    private final Transaction transaction;
    private final Optional<TriggeredRows> triggered;

    private final Shape shape;

    /// How the statement sees rows of the table: as they are, or as those of a partitioned table
    /// that the table is a part of.
    interface Shape {
        /// Returns a row of the table as the statement's expressions see it.
        Batch statementRow(Batch own);

        /// Returns a row that the statement sees as one of the table.
        ///
        /// @param before the table's row that it was, for what the statement doesn't see
        Batch ownRow(Batch statementRow, Batch before);

        /// Sees that a changed row may be where it is.
        ///
        /// @throws DatabaseException 0A000
        void requireStays(Batch own);
    }

    /// Rows that this statement inserted or changed: none may be changed twice.
    private final Set<RowKey> touched = new HashSet<>();

    /// Makes one for a table that the statement names.
    static ConflictHandler ofTable(
            CompiledConflict conflict,
            TableWriter writer,
            Optional<TriggeredRows> triggered,
            Evaluation evaluation) {
        CompiledTarget target = writer.compiled;
        return new ConflictHandler(
                conflict,
                writer,
                triggered,
                new Shape() {
                    @Override
                    public Batch statementRow(Batch own) {
                        return own;
                    }

                    @Override
                    public Batch ownRow(Batch statementRow, Batch before) {
                        return statementRow;
                    }

                    @Override
                    public void requireStays(Batch own) {
                        if (!target.isInPartition(own, evaluation)) {
                            throw PartitionedRows.elsewhere();
                        }
                    }
                },
                evaluation);
    }

    /// @param triggered changes rows where there are triggers for that
    ConflictHandler(
            CompiledConflict conflict,
            TableWriter writer,
            Optional<TriggeredRows> triggered,
            Shape shape,
            Evaluation evaluation) {
        this.triggered = triggered;
        this.shape = shape;
        this.conflict = conflict;
        this.writer = writer;
        this.target = writer.compiled;
        this.evaluation = evaluation;
        this.transaction = evaluation.transaction();
    }

    /// Inserts or updates, and returns the rows as they are then, without those that were skipped.
    Batch insert(Batch rows) {
        Optional<CompiledTarget.Broken> broken = target.firstBroken(rows, evaluation);
        int end = broken.map(CompiledTarget.Broken::index).orElse(rows.selectedCount());
        List<CompiledIndex.Entries> entries = writer.entries(rows);
        var changed = new ArrayList<Batch>();
        for (int i = 0; i < end; i++) {
            insert(rows, entries, rows.row(i)).ifPresent(changed::add);
        }
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        return concatenate(changed);
    }

    private Optional<Batch> insert(Batch rows, List<CompiledIndex.Entries> entries, int row) {
        requireImmediate();
        while (true) {
            evaluation.checkCancelled();
            Optional<TableWriter.Conflict> found = writer.tryInsert(rows, entries, row);
            if (found.isEmpty()) {
                touched.add(target.keys.encode(rows, row));
                return Optional.of(one(rows, row));
            }
            String constraint =
                    found.get()
                            .index()
                            .map(index -> index.index.name())
                            .orElse(target.target.primaryKey().orElse(""));
            if (!conflict.isArbiter(target.target.oid(), constraint)) {
                writer.insert(rows, entries, row);
                throw new IllegalStateException("the conflict has gone");
            }
            if (conflict.action.change().isEmpty()) {
                requireSeen(found.get());
                return Optional.empty();
            }
            Optional<RowKey> key = existingKey(found.get());
            if (key.isEmpty()) {
                continue;
            }
            if (touched.contains(key.get())) {
                throw new DatabaseException(
                                SqlState.CARDINALITY_VIOLATION,
                                "ON CONFLICT DO UPDATE command cannot affect row a second time")
                        .withHint(
                                "Ensure that no rows proposed for insertion within the same"
                                        + " command have duplicate constrained values.");
            }
            LockedRow locked =
                    transaction.lock(
                            target.target.table().id(),
                            key.get(),
                            LockMode.UPDATE,
                            WaitPolicy.WAIT);
            if (locked.row().isPresent()) {
                return update(locked.row().get(), rows, row, key.get());
            }
        }
    }

    /// @throws DatabaseException 55000 when an arbiter's constraint may be checked later
    private void requireImmediate() {
        for (CompiledIndex index : target.indexes) {
            if (index.index.deferral().isPresent()
                    && conflict.isArbiter(target.target.oid(), index.index.name())) {
                throw new DatabaseException(
                                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                                "ON CONFLICT does not support deferrable unique"
                                        + " constraints/exclusion constraints as arbiters")
                        .with(ErrorField.SCHEMA, target.target.schema())
                        .with(ErrorField.TABLE, target.target.name())
                        .with(ErrorField.CONSTRAINT, index.index.name());
            }
        }
    }

    /// Sees that nothing is left out because of a row that the transaction cannot know of.
    private void requireSeen(TableWriter.Conflict found) {
        if (transaction.isolation() == Isolation.READ_COMMITTED
                || (found.index().isEmpty() && touched.contains(found.key()))) {
            return;
        }
        long tableId =
                found.index()
                        .map(index -> index.index.table().id())
                        .orElse(target.target.table().id());
        boolean seen =
                evaluation
                        .snapshot()
                        .table(tableId)
                        .map(table -> table.find(found.key(), List.of()).rowCount() > 0)
                        .orElse(false);
        boolean own = existingKey(found).map(touched::contains).orElse(false);
        if (!seen && !own) {
            throw new DatabaseException(
                    SqlState.SERIALIZATION_FAILURE,
                    "could not serialize access due to concurrent update");
        }
    }

    /// Returns the key of the row that is in the way; empty when it has gone meanwhile.
    private Optional<RowKey> existingKey(TableWriter.Conflict found) {
        if (found.index().isEmpty()) {
            return Optional.of(found.key());
        }
        CompiledIndex index = found.index().get();
        LockedRow entry =
                transaction.lock(
                        index.index.table().id(), found.key(), LockMode.KEY_SHARE, WaitPolicy.WAIT);
        return entry.row().map(bytes -> target.keys.encodeKeyColumns(index.tableKey(bytes), 0));
    }

    private Optional<Batch> update(byte[] existing, Batch rows, int row, RowKey key) {
        var oldRow =
                new Batch(target.layout.decode(new byte[][] {existing}, 1, target.allColumns), 1);
        List<ColumnVector> before = shape.statementRow(oldRow).columns();
        var both = new ArrayList<>(before);
        both.addAll(shape.statementRow(one(rows, row)).columns());
        var input = new Batch(both, 1);
        if (conflict.condition.isPresent()
                && conflict.condition.get().select(input, evaluation, new int[1]) == 0) {
            return Optional.empty();
        }
        var after = new ArrayList<>(before);
        for (int i = 0; i < conflict.values.size(); i++) {
            after.set(
                    conflict.positions.get(i), conflict.values.get(i).evaluate(input, evaluation));
        }
        Batch changedRow = shape.ownRow(new Batch(after, 1), oldRow);
        if (triggered.isPresent()) {
            Optional<Batch> changed = triggered.get().update(oldRow, changedRow, false);
            changed.ifPresent(shape::requireStays);
            touched.add(key);
            changed.ifPresent(each -> touched.add(target.keys.encode(each, 0)));
            return changed;
        }
        Batch newRow = target.withGenerated(changedRow, evaluation);
        shape.requireStays(newRow);
        Optional<CompiledTarget.Broken> broken = target.firstBroken(newRow, evaluation);
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        writer.update(oldRow, writer.entries(oldRow), newRow, writer.entries(newRow), 0);
        touched.add(key);
        touched.add(target.keys.encode(newRow, 0));
        return Optional.of(newRow);
    }

    private static Batch one(Batch rows, int row) {
        int[] selection = {row};
        return new Batch(
                rows.columns().stream().map(column -> column.gather(selection, 1)).toList(), 1);
    }

    private Batch concatenate(List<Batch> rows) {
        var columns = new ArrayList<ColumnVector>();
        for (int column : target.allColumns) {
            var builder =
                    new VectorBuilder(
                            target.target.table().column(column).type().physical(), rows.size());
            rows.forEach(row -> builder.append(row.column(column), 0));
            columns.add(builder.build());
        }
        return new Batch(columns, rows.size());
    }
}
