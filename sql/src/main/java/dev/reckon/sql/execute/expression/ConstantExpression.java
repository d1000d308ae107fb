package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Constant;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;

/// A constant.
record ConstantExpression(Constant constant) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return constant.vector(rows.rowCount());
    }
}
