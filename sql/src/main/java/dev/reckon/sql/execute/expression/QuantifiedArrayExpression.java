package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;

/// `left operator ANY|ALL (array)`: all pairs of a batch are compared at once.
///
/// @param all ALL: false when one comparison is false, else NULL when one is NULL, else true; ANY
///   likewise with true and false exchanged
record QuantifiedArrayExpression(
        Expression left,
        Kernel comparison,
        boolean all,
        Expression array,
        PhysicalType element,
        int position)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        ColumnVector leftVector = left.evaluate(rows, evaluation);
        ColumnVector arrays = array.evaluate(rows, evaluation);
        var elements = new VectorBuilder(element, rows.selectedCount());
        int[] pairRows = new int[rows.selectedCount()];
        int pairCount = 0;
        long[] nulls = Nulls.allocate(rows.rowCount());
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!(arrays.value(row) instanceof Value.Array values)) {
                Nulls.set(nulls, row);
                continue;
            }
            for (Value value : values.elements()) {
                if (pairCount == pairRows.length) {
                    pairRows = Arrays.copyOf(pairRows, Math.max(16, pairCount * 2));
                }
                pairRows[pairCount++] = row;
                elements.append(value);
            }
        }
        LongVector outcomes = compare(leftVector, pairRows, pairCount, elements, evaluation);
        return reduce(outcomes, pairRows, pairCount, nulls, rows);
    }

    private LongVector compare(
            ColumnVector leftVector,
            int[] pairRows,
            int pairCount,
            VectorBuilder elements,
            Evaluation evaluation) {
        if (pairCount == 0) {
            return LongVector.of();
        }
        try {
            return (LongVector)
                    comparison.compute(
                            List.of(leftVector.gather(pairRows, pairCount), elements.build()),
                            new Batch(List.of(), pairCount),
                            evaluation.environment());
        } catch (DatabaseException e) {
            throw e.at(position);
        }
    }

    private LongVector reduce(
            LongVector outcomes, int[] pairRows, int pairCount, long[] nulls, Batch rows) {
        long decisive = all ? 0 : 1;
        long[] values = new long[rows.rowCount()];
        Arrays.fill(values, 1 - decisive);
        for (int pair = 0; pair < pairCount; pair++) {
            int row = pairRows[pair];
            if (outcomes.isNull(pair)) {
                if (values[row] != decisive) {
                    Nulls.set(nulls, row);
                }
            } else if (outcomes.values()[pair] == decisive) {
                values[row] = decisive;
                nulls[row >> 6] &= ~(1L << (row & 63));
            }
        }
        return new LongVector(values, nulls, rows.rowCount());
    }
}
