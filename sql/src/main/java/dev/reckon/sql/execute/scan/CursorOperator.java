package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Hands on the rows of a storage scan.
final class CursorOperator implements Operator {
    private final Cursor cursor;
    private final Evaluation evaluation;

    /// Takes `cursor` over.
    CursorOperator(Cursor cursor, Evaluation evaluation) {
        this.cursor = cursor;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        evaluation.checkCancelled();
        return cursor.next();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
