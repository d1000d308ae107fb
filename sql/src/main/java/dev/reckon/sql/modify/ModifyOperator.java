package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Reads its whole input, changing rows as it goes, and then gives what RETURNING computed. For one
/// thread.
final class ModifyOperator implements Operator {
    private final Operator input;
    private final Evaluation evaluation;
    private final Step step;
    private final Queue<Batch> results = new ArrayDeque<>();
    private boolean isDone;

    /// What is done with the rows of the input.
    interface Step {
        /// Begins, before anything is read.
        void begin();

        /// Changes rows, and returns a batch of one row for each.
        Optional<Batch> process(Batch rows);

        /// Ends, when all rows were processed.
        void finish();
    }

    ModifyOperator(Operator input, Evaluation evaluation, Step step) {
        this.input = input;
        this.evaluation = evaluation;
        this.step = step;
    }

    @Override
    public Optional<Batch> next() {
        if (!isDone) {
            isDone = true;
            run();
        }
        return Optional.ofNullable(results.poll());
    }

    private void run() {
        step.begin();
        for (Optional<Batch> rows = input.next(); rows.isPresent(); rows = input.next()) {
            evaluation.checkCancelled();
            step.process(rows.get())
                    .filter(batch -> batch.selectedCount() > 0)
                    .ifPresent(results::add);
        }
        step.finish();
    }

    @Override
    public void close() {
        input.close();
    }
}
