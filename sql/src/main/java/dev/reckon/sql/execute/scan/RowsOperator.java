package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Iterator;
import java.util.Optional;

/// Hands on batches that are made elsewhere, those without rows left out.
final class RowsOperator implements Operator {
    private final Iterator<Batch> batches;

    RowsOperator(Iterator<Batch> batches) {
        this.batches = batches;
    }

    @Override
    public Optional<Batch> next() {
        while (batches.hasNext()) {
            Batch batch = batches.next();
            if (batch.selectedCount() > 0) {
                return Optional.of(batch);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {}
}
