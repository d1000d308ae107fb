package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends rows of a partitioned table, one by one, to the partitions that hold them, where they meet
/// the partition's triggers, and does there what ON CONFLICT says: by the partition's own indexes,
/// with the expressions of the statement, which are over the partitioned table's row. For one
/// statement, and its thread.
final class PartitionedRows {
    private final Optional<CompiledConflict> conflict;
    private final CompiledTarget root;
    private final Modifications modifications;
    private final Evaluation evaluation;
    private final Level top;

    PartitionedRows(
            Optional<CompiledConflict> conflict,
            CompiledTarget root,
            Modifications modifications,
            Evaluation evaluation) {
        this.conflict = conflict;
        this.root = root;
        this.modifications = modifications;
        this.evaluation = evaluation;
        this.top = new Level(root, root.allColumns, Optional.empty());
    }

    /// Inserts or updates.
    ///
    /// @param rows of the partitioned table; a hidden key is not looked at
    /// @return the rows as they are then, without those that were skipped
    /// @throws DatabaseException 23514 when a row belongs to no partition, 0A000 when a change
    ///   would move one, and what inserting and updating throw
    Optional<Batch> insert(Batch rows) {
        int[] parts = top.routing.partsOf(rows, evaluation);
        var changed = new ArrayList<Batch>();
        for (int i = 0; i < rows.selectedCount(); i++) {
            Batch row = TriggeredRows.one(rows, rows.row(i));
            requireShown(row);
            top.insert(parts[i], row).ifPresent(changed::add);
        }
        return TriggeredRows.concatenate(changed);
    }

    /// Asks what views ask of rows.
    private void requireShown(Batch row) {
        Optional<CompiledTarget.Broken> hidden = root.firstHidden(row, evaluation);
        if (hidden.isPresent()) {
            throw hidden.get().error();
        }
    }

    /// Makes the checks of the end of the statement.
    void finish() {
        top.finish();
    }

    /// A partitioned table: the statement's, or one below it.
    private final class Level {
        private final CompiledTarget table;
        private final CompiledRouting routing;

        /// Where each column is in the statement's table.
        private final List<Integer> positions;

        private final Optional<Level> above;

        /// One for each partition that has got rows.
        private final List<Optional<Leaf>> leaves = new ArrayList<>();

        private final List<Optional<Level>> levels = new ArrayList<>();

        Level(CompiledTarget table, List<Integer> positions, Optional<Level> above) {
            this.table = table;
            this.routing = table.routing.orElseThrow();
            this.positions = positions;
            this.above = above;
            routing.parts.forEach(_ -> {
                leaves.add(Optional.empty());
                levels.add(Optional.empty());
            });
        }

        private Batch shape(Batch rootRow) {
            return new Batch(positions.stream().map(rootRow::column).toList(), 1);
        }

        private int part(Batch rootRow) {
            return routing.partsOf(shape(rootRow), evaluation)[0];
        }

        Optional<Batch> insert(int number, Batch rootRow) {
            if (number < 0) {
                throw PartitionRouter.noPartition(table, routing, shape(rootRow), evaluation);
            }
            CompiledRouting.Part part = routing.parts.get(number);
            List<Integer> partPositions = part.positions().stream().map(positions::get).toList();
            if (part.target().routing.isPresent()) {
                Level level =
                        levels.get(number)
                                .orElseGet(() ->
                                        new Level(part.target(), partPositions, Optional.of(this)));
                levels.set(number, Optional.of(level));
                return level.insert(level.part(rootRow), rootRow);
            }
            Leaf leaf =
                    leaves.get(number)
                            .orElseGet(() -> new Leaf(part.target(), partPositions, this, number));
            leaves.set(number, Optional.of(leaf));
            return leaf.insert(rootRow);
        }

        /// Returns whether a changed row is in the part where it was before.
        boolean keeps(Batch rootRow, int number) {
            return part(rootRow) == number
                    && above.map(level -> level.keeps(rootRow, level.numberOf(this))).orElse(true);
        }

        private int numberOf(Level level) {
            return levels.indexOf(Optional.of(level));
        }

        void finish() {
            leaves.forEach(leaf -> leaf.ifPresent(Leaf::finish));
            levels.forEach(level -> level.ifPresent(Level::finish));
        }
    }

    /// A partition that holds rows.
    private final class Leaf implements ConflictHandler.Shape {
        private final CompiledTarget table;
        private final List<Integer> positions;
        private final Level above;
        private final int number;
        private final TableWriter writer;
        private final Optional<TriggeredRows> triggered;
        private final Optional<ConflictHandler> handler;

        Leaf(CompiledTarget table, List<Integer> positions, Level above, int number) {
            this.table = table;
            this.positions = positions;
            this.above = above;
            this.number = number;
            Optional<CompiledConflict> changing =
                    conflict.filter(each -> each.action.change().isPresent());
            List<TriggerOperation> operations =
                    changing.isPresent()
                            ? List.of(TriggerOperation.INSERT, TriggerOperation.UPDATE)
                            : List.of(TriggerOperation.INSERT);
            List<Integer> changed =
                    changing.stream()
                            .flatMap(each -> each.positions.stream())
                            .map(positions::indexOf)
                            .toList();
            this.writer = modifications.writer(table, operations, changed, evaluation);
            this.triggered = writer.triggeredRows(operations.toArray(TriggerOperation[]::new));
            this.handler =
                    conflict.map(
                            each -> new ConflictHandler(each, writer, triggered, this, evaluation));
        }

        Optional<Batch> insert(Batch rootRow) {
            Batch own =
                    InsertFactory.complete(
                            new Batch(positions.stream().map(rootRow::column).toList(), 1),
                            table,
                            modifications);
            Optional<Batch> row =
                    triggered.isPresent() ? triggered.get().beforeInsert(own) : Optional.of(own);
            return row.flatMap(this::write).map(this::statementRow);
        }

        private Optional<Batch> write(Batch row) {
            if (handler.isPresent()) {
                Batch changed = handler.get().insert(row);
                return changed.rowCount() > 0 ? Optional.of(changed) : Optional.empty();
            }
            Optional<CompiledTarget.Broken> broken = table.firstBroken(row, evaluation);
            if (broken.isPresent()) {
                throw broken.get().error();
            }
            writer.insert(row, writer.entries(row), 0);
            return Optional.of(row);
        }

        @Override
        public Batch statementRow(Batch own) {
            var columns = new ArrayList<ColumnVector>();
            for (int i = 0; i < root.visibleCount; i++) {
                columns.add(own.column(positions.indexOf(i)));
            }
            if (root.hasHiddenKey()) {
                columns.add(LongVector.of(new long[1]));
            }
            return new Batch(columns, 1);
        }

        @Override
        public Batch ownRow(Batch statementRow, Batch before) {
            var columns = new ArrayList<>(before.columns());
            for (int i = 0; i < positions.size(); i++) {
                columns.set(i, statementRow.column(positions.get(i)));
            }
            return new Batch(columns, 1);
        }

        @Override
        public void requireStays(Batch own) {
            Batch row = statementRow(own);
            if (!above.keeps(row, number)) {
                throw elsewhere();
            }
            requireShown(row);
        }

        void finish() {
            writer.followUps().finish();
        }
    }

    static DatabaseException elsewhere() {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED, "invalid ON UPDATE specification")
                .withDetail(
                        "The result tuple would appear in a different partition than the original"
                                + " tuple.");
    }
}
