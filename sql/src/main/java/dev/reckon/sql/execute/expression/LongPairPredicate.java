package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;

/// Two expressions of integers, dates or timestamps compared row by row.
record LongPairPredicate(Expression left, ComparisonOperator operator, Expression right)
        implements Predicate {
    @Override
    public int select(Batch rows, Evaluation evaluation, int[] selected) {
        var leftVector = (LongVector) left.evaluate(rows, evaluation);
        var rightVector = (LongVector) right.evaluate(rows, evaluation);
        int count = select(leftVector.values(), rightVector.values(), rows, selected);
        if (!leftVector.hasNoNulls()) {
            count = LongInterval.withoutNulls(leftVector.nulls(), selected, count);
        }
        if (!rightVector.hasNoNulls()) {
            count = LongInterval.withoutNulls(rightVector.nulls(), selected, count);
        }
        return count;
    }

    private int select(long[] left, long[] right, Batch rows, int[] selected) {
        int count = 0;
        int end = rows.selectedCount();
        switch (operator) {
            case LESS -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] < right[row] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] <= right[row] ? 1 : 0;
                }
            }
            case EQUAL -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] == right[row] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] != right[row] ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] >= right[row] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < end; i++) {
                    int row = rows.row(i);
                    selected[count] = row;
                    count += left[row] > right[row] ? 1 : 0;
                }
            }
        }
        return count;
    }
}
