package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;

/// Computes a value once, and the body with it as one column more.
record LetExpression(Expression value, Expression body) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return body.evaluate(with(rows, value.evaluate(rows, evaluation)), evaluation);
    }

    /// Returns the batch with one column more.
    static Batch with(Batch rows, ColumnVector column) {
        List<ColumnVector> columns = new ArrayList<>(rows.columns().size() + 1);
        columns.addAll(rows.columns());
        columns.add(column);
        return new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
    }
}
