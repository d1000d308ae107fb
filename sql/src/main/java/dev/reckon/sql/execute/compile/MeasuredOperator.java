package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Counts what an operator gives and how long that takes.
final class MeasuredOperator implements Operator {
    private final Operator inner;
    private final NodeStatistics statistics;
    private boolean isClosed;

    /// Takes `inner` over.
    MeasuredOperator(Operator inner, NodeStatistics statistics) {
        this.inner = inner;
        this.statistics = statistics;
    }

    @Override
    public Optional<Batch> next() {
        long start = System.nanoTime();
        Optional<Batch> batch = inner.next();
        statistics.batch(batch.map(Batch::selectedCount).orElse(0), System.nanoTime() - start);
        return batch;
    }

    @Override
    public long peakByteCount() {
        return inner.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return inner.spilledByteCount();
    }

    @Override
    public long filteredRowCount() {
        return inner.filteredRowCount();
    }

    @Override
    public long readBlockCount() {
        return inner.readBlockCount();
    }

    @Override
    public long skippedBlockCount() {
        return inner.skippedBlockCount();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            statistics.close(inner);
        }
        inner.close();
    }
}
