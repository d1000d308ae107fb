package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;

/// NOT.
record NotExpression(Expression operand) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        var vector = (LongVector) operand.evaluate(rows, evaluation);
        long[] values = new long[rows.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = vector.values()[row] ^ 1;
        }
        return new LongVector(values, vector.nulls(), rows.rowCount());
    }
}
