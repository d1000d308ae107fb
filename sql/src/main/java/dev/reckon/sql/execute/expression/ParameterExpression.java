package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;

/// A parameter of the statement.
///
/// @param index from 0
public record ParameterExpression(int index) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return evaluation.parameter(index, rows.rowCount());
    }
}
