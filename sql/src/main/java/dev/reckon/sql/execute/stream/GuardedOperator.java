package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Gives the rows of its input if a condition holds that is the same for all of them. For one
/// thread.
final class GuardedOperator implements Operator {
    private final OperatorFactory factory;
    private final Predicate condition;
    private final Evaluation evaluation;
    private Optional<Operator> input = Optional.empty();
    private boolean isDone;

    GuardedOperator(OperatorFactory factory, Predicate condition, Evaluation evaluation) {
        this.factory = factory;
        this.condition = condition;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (isDone) {
            return Optional.empty();
        }
        if (input.isEmpty()) {
            if (!GuardFactory.holds(condition, evaluation)) {
                isDone = true;
                return Optional.empty();
            }
            input = Optional.of(factory.open(evaluation));
        }
        return input.get().next();
    }

    @Override
    public void close() {
        input.ifPresent(Operator::close);
    }
}
