package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.Nulls;

/// `column IS [NOT] NULL`, of a column that holds no row values.
record NullPredicate(int position, boolean negated) implements Predicate {
    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        long[] nulls = rows.column(position).nulls();
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            selected[count] = row;
            count += Nulls.isNull(nulls, row) != negated ? 1 : 0;
        }
        return count;
    }
}
