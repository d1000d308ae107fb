package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;

/// COALESCE: an operand is computed for the rows in which those before it are NULL.
record CoalesceExpression(Expression[] operands, PhysicalType physical) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        var merge = new VectorMerge(physical, rows.rowCount());
        Batch rest = rows;
        for (Expression operand : operands) {
            ColumnVector vector = operand.evaluate(rest, evaluation);
            if (vector.hasNoNulls()) {
                merge.add(vector, rest);
                break;
            }
            int[] chosen = new int[rest.selectedCount()];
            int[] others = new int[rest.selectedCount()];
            int count = 0;
            int otherCount = 0;
            for (int i = 0; i < rest.selectedCount(); i++) {
                int row = rest.row(i);
                if (vector.isNull(row)) {
                    others[otherCount++] = row;
                } else {
                    chosen[count++] = row;
                }
            }
            merge.add(vector, rows.select(chosen, count));
            if (otherCount == 0) {
                break;
            }
            rest = rows.select(others, otherCount);
        }
        return merge.build();
    }
}
