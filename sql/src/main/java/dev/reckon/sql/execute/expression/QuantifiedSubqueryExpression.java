package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// `operator ANY|ALL (query)`: the general form, for what was not turned into a join.
///
/// @param condition over the query's columns; this row's are outer columns to it
/// @param all see `Scalar.QuantifiedSubquery`
/// @param types of the query's columns
record QuantifiedSubqueryExpression(
        Subquery subquery, Expression condition, boolean all, List<PhysicalType> types)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        long[] values = new long[rows.rowCount()];
        long[] nulls = Nulls.allocate(rows.rowCount());
        if (rows.selectedCount() == 0) {
            return new LongVector(values, nulls, rows.rowCount());
        }
        Optional<Batch> shared =
                switch (subquery.frequency()) {
                    case EXECUTION ->
                            Optional.of(evaluation.once(this, Batch.class, () -> rows(evaluation)));
                    case BATCH -> Optional.of(rows(evaluation));
                    case ROW -> Optional.empty();
                };
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            Evaluation inner = evaluation.withOuterRow(subquery.outerColumns(), rows, row);
            Batch candidates = shared.isPresent() ? shared.get() : rows(inner);
            test(candidates, inner, row, values, nulls);
        }
        return new LongVector(values, nulls, rows.rowCount());
    }

    private Batch rows(Evaluation evaluation) {
        var buffer = new RowBuffer(types);
        evaluation.checkCancelled();
        try (Operator query = subquery.factory().open(evaluation)) {
            for (Optional<Batch> batch = query.next(); batch.isPresent(); batch = query.next()) {
                buffer.append(batch.get());
            }
        }
        return new Batch(buffer.columns(), buffer.rowCount());
    }

    /// Sets what the operator gives for one row.
    ///
    /// @param candidates the query's rows, or those that decide
    void test(Batch candidates, Evaluation evaluation, int row, long[] values, long[] nulls) {
        long decisive = all ? 0 : 1;
        values[row] = 1 - decisive;
        if (candidates.rowCount() == 0) {
            return;
        }
        var outcomes = (LongVector) condition.evaluate(candidates, evaluation);
        boolean sawNull = false;
        for (int candidate = 0; candidate < candidates.rowCount(); candidate++) {
            if (outcomes.isNull(candidate)) {
                sawNull = true;
            } else if (outcomes.values()[candidate] == decisive) {
                values[row] = decisive;
                return;
            }
        }
        if (sawNull) {
            Nulls.set(nulls, row);
        }
    }
}
