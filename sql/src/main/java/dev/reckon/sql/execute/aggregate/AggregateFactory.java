package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;

/// A compiled aggregation with its input. Immutable; safe for many threads.
///
/// @param isParallel whether parts of the input may be aggregated by several threads
public record AggregateFactory(OperatorFactory input, AggregatePlan plan, boolean isParallel)
        implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
        return new AggregateOperator(input, plan, isParallel, evaluation);
    }
}
