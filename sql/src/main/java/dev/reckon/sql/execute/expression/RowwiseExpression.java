package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// A form of the long tail (arrays, rows, …), computed from boxed values row by row.
///
/// @param compute makes a row's value from those of the operands
record RowwiseExpression(
        List<Expression> operands, PhysicalType physical, Function<List<Value>, Value> compute)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        List<ColumnVector> vectors = new ArrayList<>(operands.size());
        for (Expression operand : operands) {
            vectors.add(operand.evaluate(rows, evaluation));
        }
        var builder = new VectorBuilder(physical, rows.rowCount());
        Value[] values = new Value[vectors.size()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            while (builder.rowCount() < row) {
                builder.appendNull();
            }
            Arrays.setAll(values, operand -> vectors.get(operand).value(row));
            builder.append(compute.apply(List.of(values)));
        }
        while (builder.rowCount() < rows.rowCount()) {
            builder.appendNull();
        }
        return builder.build();
    }
}
