package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;

/// Reads a column of the outer row for which the enclosing query runs.
record OuterExpression(int columnId) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return evaluation.outerValue(columnId, rows.rowCount());
    }
}
