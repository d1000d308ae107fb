package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// A compiled filter whose condition is the same for all rows: it is asked once, and what is below
/// is not even opened when it does not hold. Immutable; safe for many threads.
///
/// @param condition over no columns
public record GuardFactory(OperatorFactory input, Predicate condition) implements OperatorFactory {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    @Override
    public Operator open(Evaluation evaluation) {
        return new GuardedOperator(input, condition, evaluation);
    }

    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return holds(condition, evaluation) ? input.openParallel(evaluation) : Optional.empty();
    }

    static boolean holds(Predicate condition, Evaluation evaluation) {
        return condition.select(ONE_ROW, evaluation, new int[1]) == 1;
    }
}
