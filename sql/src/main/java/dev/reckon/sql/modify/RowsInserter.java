package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.BulkInsert;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Inserts all rows that one statement makes: a few one by one, more of them in bulk. Rows that are
/// not in the table yet at the end of a batch are by the end of [#finish]. For one statement, and
/// its thread.
final class RowsInserter {
    /// To begin a bulk insert costs about as much as so many rows one by one.
    private static final int FEW_ROWS = 32;

    private final TableWriter writer;
    private final CompiledTarget target;
    private final Evaluation evaluation;

    /// The first batch, as long as it is the only one, and small.
    private Optional<Waiting> first = Optional.empty();

    private Optional<BulkInsert> bulk = Optional.empty();

    /// Takes the rows of a partitioned table.
    private final Optional<PartitionRouter> router;

    private long rowCount;
    private long failedTag;

    private record Waiting(Batch rows, long[] tags) {}

    RowsInserter(TableWriter writer, Modifications modifications, Evaluation evaluation) {
        this.writer = writer;
        this.target = writer.compiled;
        this.evaluation = evaluation;
        this.router =
                target.routing.map(
                        routing -> new PartitionRouter(target, routing, modifications, evaluation));
    }

    /// Inserts all selected rows, numbered from 0 in order of all batches.
    void insert(Batch rows) {
        long[] tags = new long[rows.rowCount()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            tags[rows.row(i)] = rowCount + i;
        }
        insert(rows, tags);
    }

    /// Inserts all selected rows, each with its triggers.
    ///
    /// @param tags as in [#insert(Batch, long[])]
    void insertEach(Batch rows, long[] tags, TriggeredRows triggered) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            failedTag = tags[rows.row(i)];
            if (triggered.insert(TriggeredRows.one(rows, rows.row(i))).isPresent()) {
                rowCount++;
            }
        }
    }

    /// Inserts all selected rows; before the first row that breaks a constraint, those ahead of it,
    /// so that the error is that of the first wrong row.
    ///
    /// @param tags a number for each physical row, ascending over all batches
    /// @throws DatabaseException 23502, 23514, 23505, …: then [#failedTag] is the row's
    void insert(Batch rows, long[] tags) {
        rowCount += rows.selectedCount();
        Optional<CompiledTarget.Broken> broken = target.firstBroken(rows, evaluation);
        if (broken.isEmpty()) {
            add(rows, tags);
            return;
        }
        int end = broken.get().index();
        if (end > 0) {
            add(firstRows(rows, end), tags);
        }
        write();
        failedTag = tags[rows.row(end)];
        throw broken.get().error();
    }

    private static Batch firstRows(Batch rows, int count) {
        int[] selection = new int[count];
        for (int i = 0; i < count; i++) {
            selection[i] = rows.row(i);
        }
        return rows.select(selection, count);
    }

    private void add(Batch rows, long[] tags) {
        if (rows.selectedCount() == 0) {
            return;
        }
        if (router.isPresent()) {
            router.get().insert(rows, tags);
            return;
        }
        if (target.target.hasDeferrableIndex()) {
            insertEach(rows, tags); // In bulk, each unique key must be free at once.
            return;
        }
        if (first.isEmpty() && bulk.isEmpty() && rows.selectedCount() <= FEW_ROWS) {
            first = Optional.of(new Waiting(rows, tags));
            return;
        }
        if (bulk.isEmpty()) {
            bulk = Optional.of(evaluation.transaction().bulkInsert(targets()));
        }
        first.ifPresent(waiting -> give(bulk.get(), waiting.rows, waiting.tags));
        first = Optional.empty();
        give(bulk.get(), rows, tags);
    }

    private List<BulkInsert.Target> targets() {
        var targets = new ArrayList<BulkInsert.Target>();
        targets.add(new BulkInsert.Target(target.target.table().id(), !target.hasHiddenKey()));
        for (CompiledIndex index : target.indexes) {
            targets.add(new BulkInsert.Target(index.index.table().id(), index.index.isUnique()));
        }
        return targets;
    }

    private void give(BulkInsert target, Batch rows, long[] tags) {
        target.add(0, rows, tags);
        List<CompiledIndex.Entries> entries = writer.entries(rows);
        for (int i = 0; i < entries.size(); i++) {
            target.add(i + 1, entries.get(i).selected(rows), tags);
        }
        writer.followUps().inserted(rows);
        if (target.isFull()) {
            target.write().ifPresent(this::refuse);
        }
    }

    private void refuse(BulkInsert.Duplicate duplicate) {
        failedTag = duplicate.tag();
        Optional<CompiledIndex> index =
                duplicate.target() == 0
                        ? Optional.empty()
                        : Optional.of(target.indexes.get(duplicate.target() - 1));
        throw writer.duplicate(index, duplicate.row(), 0);
    }

    private void write() {
        first.ifPresent(waiting -> insertEach(waiting.rows, waiting.tags));
        first = Optional.empty();
        bulk.flatMap(BulkInsert::finish).ifPresent(this::refuse);
    }

    private void insertEach(Batch rows, long[] tags) {
        List<CompiledIndex.Entries> entries = writer.entries(rows);
        for (int i = 0; i < rows.selectedCount(); i++) {
            failedTag = tags[rows.row(i)];
            writer.insert(rows, entries, rows.row(i));
        }
    }

    /// Inserts what is left, makes the checks of the end of the statement, and returns how many
    /// rows were inserted.
    long finish() {
        write();
        failedTag = 0;
        router.ifPresent(PartitionRouter::finish);
        writer.followUps().finish();
        return rowCount;
    }

    /// Says that an error that follows is about the row with a tag, or about one soon after it.
    void begin(long tag) {
        failedTag = tag;
    }

    /// Returns the tag of the row that the last error was about; 0 when it was about no row.
    long failedTag() {
        long routed = router.map(PartitionRouter::failedTag).orElse(0L);
        return routed == 0 ? failedTag : routed;
    }
}
