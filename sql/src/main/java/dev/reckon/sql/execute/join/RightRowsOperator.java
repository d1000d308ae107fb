package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Hands out right rows of a join.
record RightRowsOperator(RightRows rows, long peakByteCount) implements Operator {
    @Override
    public Optional<Batch> next() {
        return rows.next();
    }

    @Override
    public void close() {}
}
