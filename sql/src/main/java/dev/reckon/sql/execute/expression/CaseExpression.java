package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;

/// CASE: each result is computed for the rows whose first true condition is its own.
///
/// @param results one for each condition
record CaseExpression(
        Predicate[] conditions, Expression[] results, Expression otherwise, PhysicalType physical)
        implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        var merge = new VectorMerge(physical, rows.rowCount());
        Batch rest = rows;
        for (int branch = 0; branch < conditions.length && rest.selectedCount() > 0; branch++) {
            int[] chosen = new int[rows.rowCount()];
            int count = conditions[branch].select(rest, evaluation, chosen);
            if (count == 0) {
                continue;
            }
            Batch chosenRows = rows.select(chosen, count);
            merge.add(results[branch].evaluate(chosenRows, evaluation), chosenRows);
            int[] others = new int[rest.selectedCount()];
            int otherCount = Booleans.complement(rest, chosen, count, others);
            rest = rows.select(others, otherCount);
        }
        if (rest.selectedCount() > 0) {
            merge.add(otherwise.evaluate(rest, evaluation), rest);
        }
        return merge.build();
    }
}
