package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.Predicate;
import java.util.Optional;

/// A compiled filter. Immutable; safe for many threads.
public record FilterFactory(OperatorFactory input, Predicate condition) implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
        return new FilterOperator(input.open(evaluation), condition, evaluation);
    }

    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return input.openParallel(evaluation)
                .map(rows ->
                        new MappedRows(
                                rows, part -> new FilterOperator(part, condition, evaluation)));
    }

    @Override
    public OperatorFactory lending() {
        return new FilterFactory(input.lending(), condition);
    }
}
