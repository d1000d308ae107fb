package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;

/// GREATEST or LEAST of the operands that are not NULL.
record ExtremeExpression(
        boolean greatest, List<Expression> operands, TypeOrder order, PhysicalType physical)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        List<ColumnVector> vectors = new ArrayList<>(operands.size());
        for (Expression operand : operands) {
            vectors.add(operand.evaluate(rows, evaluation));
        }
        int[][] chosen = new int[vectors.size()][rows.selectedCount()];
        int[] counts = new int[vectors.size()];
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            int best = 0;
            for (int operand = 1; operand < vectors.size(); operand++) {
                if (isBetter(vectors.get(operand), vectors.get(best), row)) {
                    best = operand;
                }
            }
            chosen[best][counts[best]++] = row;
        }
        var merge = new VectorMerge(physical, rows.rowCount());
        for (int operand = 0; operand < vectors.size(); operand++) {
            merge.add(vectors.get(operand), rows.select(chosen[operand], counts[operand]));
        }
        return merge.build();
    }

    private boolean isBetter(ColumnVector candidate, ColumnVector best, int row) {
        if (candidate.isNull(row)) {
            return false;
        }
        if (best.isNull(row)) {
            return true;
        }
        int comparison = order.compare(candidate, row, best, row);
        return greatest ? comparison > 0 : comparison < 0;
    }
}
