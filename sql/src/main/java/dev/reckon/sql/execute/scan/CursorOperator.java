package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// Hands on the rows of a storage scan.
final class CursorOperator implements Operator {
    private final Cursor cursor;
    private final ReadColumns columns;
    private final List<RuntimeCondition> late;
    private final Evaluation evaluation;

    /// Takes `cursor` over.
    ///
    /// @param columns what the cursor's columns are
    /// @param late the runtime filters that the cursor tests
    CursorOperator(
            Cursor cursor,
            ReadColumns columns,
            List<RuntimeCondition> late,
            Evaluation evaluation) {
        this.cursor = cursor;
        this.columns = columns;
        this.late = late;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        evaluation.checkCancelled();
        return cursor.next().map(columns::arrange);
    }

    @Override
    public long filteredRowCount() {
        return late.stream().mapToLong(RuntimeCondition::droppedCount).sum();
    }

    @Override
    public long readBlockCount() {
        return cursor.readBlockCount();
    }

    @Override
    public long skippedBlockCount() {
        return cursor.skippedBlockCount();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
