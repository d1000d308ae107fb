package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;

/// AND and OR in three-valued logic. An operand is evaluated for the rows that those before it did
/// not decide.
///
/// @param decisive the value that decides: 0 for AND, 1 for OR
record LogicExpression(Expression[] operands, long decisive) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        long[] values = new long[rows.rowCount()];
        long[] nulls = Nulls.NONE;
        int[] open = new int[rows.selectedCount()];
        Batch rest = rows;
        for (Expression operand : operands) {
            var vector = (LongVector) operand.evaluate(rest, evaluation);
            int openCount = 0;
            for (int i = 0; i < rest.selectedCount(); i++) {
                int row = rest.row(i);
                if (vector.isNull(row)) {
                    nulls = nulls.length == 0 ? Nulls.allocate(rows.rowCount()) : nulls;
                    Nulls.set(nulls, row);
                    open[openCount++] = row;
                } else if (vector.values()[row] == decisive) {
                    values[row] = decisive;
                    if (nulls.length != 0) {
                        nulls[row >> 6] &= ~(1L << (row & 63));
                    }
                } else {
                    values[row] = 1 - decisive;
                    open[openCount++] = row;
                }
            }
            if (openCount == 0) {
                break;
            }
            rest = rows.select(open, openCount);
        }
        return new LongVector(values, nulls, rows.rowCount());
    }
}
