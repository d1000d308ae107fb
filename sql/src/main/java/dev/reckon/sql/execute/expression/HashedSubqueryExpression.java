package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// `IN (query)` and `= ANY (query)` of a query that is the same for every row: its keys are hashed
/// once, as in PostgreSQL's hashed subplans.
///
/// @param general what it means: asked where NULLs decide
/// @param keys over this row
/// @param candidateKeys over the query's columns, each to be equal to a key
/// @param keyTypes by which they compare
record HashedSubqueryExpression(
        QuantifiedSubqueryExpression general,
        List<Expression> keys,
        List<Expression> candidateKeys,
        List<DataType> keyTypes)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        long[] values = new long[rows.rowCount()];
        long[] nulls = Nulls.allocate(rows.rowCount());
        int count = rows.selectedCount();
        if (count == 0) {
            return new LongVector(values, Nulls.NONE, rows.rowCount());
        }
        HashedCandidates candidates = candidates(evaluation);
        List<ColumnVector> wanted =
                keys.stream().map(key -> key.evaluate(rows, evaluation)).toList();
        int[] numbers = new int[count];
        candidates.table().newLookup().find(wanted, rows, numbers);
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            if (numbers[i] >= 0) {
                values[row] = 1;
            } else if (candidates.rowCount() > 0) {
                boolean isNull = wanted.stream().anyMatch(key -> key.isNull(row));
                if (keys.size() > 1 && (isNull || candidates.hasNull())) {
                    general.test(
                            isNull ? candidates.all() : candidates.withNull(),
                            evaluation.withOuterRow(general.subquery().outerColumns(), rows, row),
                            row,
                            values,
                            nulls);
                } else if (isNull || candidates.hasNull()) {
                    Nulls.set(nulls, row);
                }
            }
        }
        return new LongVector(values, nulls, rows.rowCount());
    }

    /// Returns in which of the selected rows it is true.
    ///
    /// @param found set to 1 in such a row, to 0 in another
    void findTrue(Batch rows, Evaluation evaluation, long[] found) {
        List<ColumnVector> wanted =
                keys.stream().map(key -> key.evaluate(rows, evaluation)).toList();
        int[] numbers = new int[rows.selectedCount()];
        candidates(evaluation).table().newLookup().find(wanted, rows, numbers);
        for (int i = 0; i < numbers.length; i++) {
            found[rows.row(i)] = numbers[i] >= 0 ? 1 : 0;
        }
    }

    private HashedCandidates candidates(Evaluation evaluation) {
        return evaluation.once(
                this,
                HashedCandidates.class,
                () ->
                        HashedCandidates.read(
                                general.subquery().factory(),
                                candidateKeys,
                                keyTypes,
                                general.types(),
                                evaluation));
    }
}
