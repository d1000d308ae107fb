package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.Value;

/// `IS [NOT] NULL`. A row value is NULL when all its fields are, and not NULL when none is.
record IsNullExpression(Expression operand, boolean negated) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        ColumnVector vector = operand.evaluate(rows, evaluation);
        long[] values = new long[rows.rowCount()];
        if (vector instanceof ObjectVector objects) {
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                values[row] = test(objects.value(row)) ? 1 : 0;
            }
        } else {
            for (int row = 0; row < values.length; row++) {
                values[row] = vector.isNull(row) != negated ? 1 : 0;
            }
        }
        return new LongVector(values, Nulls.NONE, rows.rowCount());
    }

    private boolean test(Value value) {
        if (value instanceof Value.Row row) {
            return row.fields().stream().allMatch(field -> field.isNull() != negated);
        }
        return value.isNull() != negated;
    }
}
