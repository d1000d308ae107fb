package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Reads all rows in the order of their keys and hands on those whose ranks were drawn.
final class DrawnRowsOperator implements Operator {
    private final Cursor cursor;
    private final SampledRanks ranks;
    private final Evaluation evaluation;
    private long readCount;

    /// Of the run that has begun.
    private long runEnd;

    /// Takes `cursor` over.
    DrawnRowsOperator(Cursor cursor, SampledRanks ranks, Evaluation evaluation) {
        this.cursor = cursor;
        this.ranks = ranks;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (readCount < runEnd || ranks.hasNext()) {
            evaluation.checkCancelled();
            Optional<Batch> rows = cursor.next();
            if (rows.isEmpty()) {
                return rows;
            }
            Batch drawn = drawn(rows.get());
            if (drawn.selectedCount() > 0) {
                return Optional.of(drawn);
            }
        }
        return Optional.empty();
    }

    private Batch drawn(Batch rows) {
        int[] selection = new int[rows.selectedCount()];
        int count = 0;
        long end = readCount + rows.selectedCount();
        long rank = readCount;
        while (rank < end) {
            if (rank >= runEnd) {
                if (!ranks.hasNext() || ranks.first() >= end) {
                    break;
                }
                rank = ranks.first();
                runEnd = ranks.advance();
            }
            selection[count++] = rows.row((int) (rank++ - readCount));
        }
        readCount = end;
        return rows.select(selection, count);
    }

    @Override
    public long readBlockCount() {
        return cursor.readBlockCount();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
