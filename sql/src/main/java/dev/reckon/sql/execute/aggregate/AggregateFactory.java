package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.execute.stream.MappedRows;
import java.util.Optional;

/// A compiled aggregation with its input. Immutable; safe for many threads.
public record AggregateFactory(OperatorFactory input, AggregatePlan plan, Threads threads)
        implements OperatorFactory {
    /// How threads share the work.
    public enum Threads {
        /// There is only one.
        ONE,

        /// Each aggregates the parts of the input that it takes, and in the end they are merged.
        MERGED,

        /// Each part of the input has whole groups, so that parts are aggregated apart.
        APART
    }

    @Override
    public Operator open(Evaluation evaluation) {
        return new AggregateOperator(input, plan, threads, evaluation);
    }

    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        return threads == Threads.APART
                ? input.openParallel(evaluation)
                        .map(parts -> new MappedRows(parts, part -> ofPart(part, evaluation)))
                : Optional.empty();
    }

    private Operator ofPart(Operator part, Evaluation evaluation) {
        return new AggregateOperator(_ -> part, plan, Threads.ONE, evaluation);
    }
}
