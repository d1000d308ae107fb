package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// An expression that is the same in every row, as it reads no column: computed once a batch.
record InvariantExpression(Expression inner) implements Expression {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        if (rows.selectedCount() <= 1 && rows.rowCount() <= 1) {
            return inner.evaluate(rows, evaluation);
        }
        if (rows.selectedCount() == 0) {
            return inner.evaluate(rows, evaluation);
        }
        ColumnVector one = inner.evaluate(ONE_ROW, evaluation);
        return ConstantVectors.repeat(one, 0, rows.rowCount());
    }
}
