package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.expression.ParameterExpression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows written out.
public final class ValuesOperator implements Operator {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final List<PhysicalType> types;
    private final List<List<Expression>> rows;
    private final Evaluation evaluation;
    private int position;

    /// @param rows the values of each row, which read no column
    public ValuesOperator(
            List<PhysicalType> types, List<List<Expression>> rows, Evaluation evaluation) {
        this.types = types;
        this.rows = rows;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (position == rows.size()) {
            return Optional.empty();
        }
        evaluation.checkCancelled();
        int count = Math.min(Batch.ROW_COUNT, rows.size() - position);
        List<ColumnVector> columns = new ArrayList<>(types.size());
        if (count == 1) {
            for (Expression value : rows.get(position)) {
                columns.add(value.evaluate(ONE_ROW, evaluation));
            }
        } else {
            List<VectorBuilder> builders =
                    types.stream().map(type -> new VectorBuilder(type, count)).toList();
            // Row by row, as a statement's values are evaluated.
            for (int row = position; row < position + count; row++) {
                append(rows.get(row), builders);
            }
            builders.forEach(builder -> columns.add(builder.build()));
        }
        position += count;
        return Optional.of(new Batch(columns, count));
    }

    /// Appends a row. Most values of long lists are parameters, which need no vector of their own.
    private void append(List<Expression> row, List<VectorBuilder> builders) {
        for (int column = 0; column < builders.size(); column++) {
            VectorBuilder builder = builders.get(column);
            Expression value = row.get(column);
            if (value instanceof ParameterExpression(int index)) {
                builder.append(evaluation.parameter(index));
            } else {
                builder.append(value.evaluate(ONE_ROW, evaluation), 0);
            }
        }
    }

    @Override
    public void close() {}
}
