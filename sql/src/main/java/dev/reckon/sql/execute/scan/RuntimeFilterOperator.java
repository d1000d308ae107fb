package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of a scan that may have partners in the joins above.
final class RuntimeFilterOperator implements Operator {
    private final Operator input;
    private final List<ScanFilter> filters;
    private final Evaluation evaluation;
    private long filteredRowCount;

    /// Takes `input` over.
    RuntimeFilterOperator(Operator input, List<ScanFilter> filters, Evaluation evaluation) {
        this.input = input;
        this.filters = filters;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                return batch;
            }
            evaluation.checkCancelled();
            Batch rows = batch.get();
            int[] selected = new int[rows.rowCount()];
            for (ScanFilter filter : filters) {
                if (!filter.isIdle() && rows.selectedCount() > 0) {
                    rows = rows.select(selected, filter.select(rows, selected));
                }
            }
            filteredRowCount += batch.get().selectedCount() - rows.selectedCount();
            if (rows.selectedCount() > 0) {
                return Optional.of(rows);
            }
        }
    }

    @Override
    public long filteredRowCount() {
        return filteredRowCount;
    }

    @Override
    public void close() {
        input.close();
    }
}
