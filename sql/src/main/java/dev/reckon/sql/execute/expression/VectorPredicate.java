package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;

/// Any boolean expression as a condition.
record VectorPredicate(Expression condition) implements Predicate {
    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        return Booleans.selectTrue(condition.evaluate(rows, evaluation), rows, selected);
    }
}
