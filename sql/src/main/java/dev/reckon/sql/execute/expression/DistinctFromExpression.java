package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import java.util.List;

/// `IS [NOT] DISTINCT FROM`.
record DistinctFromExpression(Expression left, Expression right, Kernel equality, boolean negated)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        ColumnVector leftVector = left.evaluate(rows, evaluation);
        ColumnVector rightVector = right.evaluate(rows, evaluation);
        var equal =
                (LongVector)
                        equality.compute(
                                List.of(leftVector, rightVector), rows, evaluation.environment());
        long[] values = new long[rows.rowCount()];
        for (int row = 0; row < values.length; row++) {
            boolean leftNull = leftVector.isNull(row);
            boolean rightNull = rightVector.isNull(row);
            boolean same = leftNull && rightNull;
            if (!leftNull && !rightNull) {
                same = !equal.isNull(row) && equal.values()[row] != 0;
            }
            values[row] = same == negated ? 1 : 0;
        }
        return new LongVector(values, Nulls.NONE, rows.rowCount());
    }
}
