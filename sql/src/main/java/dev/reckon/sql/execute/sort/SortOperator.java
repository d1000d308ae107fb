package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Sorts its input.
public final class SortOperator implements Operator {
    private final Operator input;
    private final SortKeys keys;
    private final Evaluation evaluation;
    private final ExternalSort sort;
    private Optional<ExternalSort.Source> sorted = Optional.empty();

    /// Takes `input` over.
    public SortOperator(Operator input, SortKeys keys, Evaluation evaluation) {
        this.input = input;
        this.keys = keys;
        this.evaluation = evaluation;
        this.sort = new ExternalSort(keys.order(), keys.types(), evaluation);
    }

    @Override
    public Optional<Batch> next() {
        if (sorted.isEmpty()) {
            for (Optional<Batch> batch = input.next(); batch.isPresent(); batch = input.next()) {
                evaluation.checkCancelled();
                sort.add(keys.extend(batch.get(), evaluation), batch.get());
            }
            sorted = Optional.of(sort.finish());
        }
        evaluation.checkCancelled();
        return sorted.get().next().map(keys::strip);
    }

    @Override
    public long peakByteCount() {
        return sort.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return sort.spilledByteCount();
    }

    @Override
    public void close() {
        input.close();
        sort.close();
    }
}
