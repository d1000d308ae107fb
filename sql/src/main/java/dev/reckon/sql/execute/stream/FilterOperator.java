package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// The rows for which a condition is true.
public final class FilterOperator implements Operator {
    private final Operator input;
    private final Predicate condition;
    private final Evaluation evaluation;

    /// Takes `input` over.
    public FilterOperator(Operator input, Predicate condition, Evaluation evaluation) {
        this.input = input;
        this.condition = condition;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        int[] selected = {};
        while (true) {
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                return batch;
            }
            evaluation.checkCancelled();
            Batch rows = batch.get();
            if (selected.length < rows.rowCount()) {
                selected = new int[rows.rowCount()];
            }
            int count = condition.select(rows, evaluation, selected);
            if (count > 0) {
                return count == rows.selectedCount()
                        ? batch
                        : Optional.of(rows.select(selected, count));
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
