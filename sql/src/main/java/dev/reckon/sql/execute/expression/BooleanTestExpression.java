package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;

/// `IS [NOT] TRUE|FALSE`.
record BooleanTestExpression(Expression operand, boolean value, boolean negated)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        var vector = (LongVector) operand.evaluate(rows, evaluation);
        long wanted = value ? 1 : 0;
        long[] values = new long[rows.rowCount()];
        for (int row = 0; row < values.length; row++) {
            boolean is = !vector.isNull(row) && vector.values()[row] == wanted;
            values[row] = is != negated ? 1 : 0;
        }
        return new LongVector(values, Nulls.NONE, rows.rowCount());
    }
}
