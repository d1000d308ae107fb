package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;

/// The whole condition of a hash join, tested pair by pair: for rows of so few keys that hashing
/// does not divide them.
final class KeyEquality implements Predicate {
    private final HashJoinPlan plan;
    private final List<TypeOrder> orders;

    KeyEquality(HashJoinPlan plan) {
        this.plan = plan;
        this.orders = plan.keyTypes().stream().map(TypeOrder::ofAny).toList();
    }

    @Override
    public int select(Batch pairs, Evaluation evaluation, int[] selected) {
        int leftCount = plan.leftTypes().size();
        List<ColumnVector> columns = pairs.columns();
        Batch left = side(pairs, columns.subList(0, leftCount));
        Batch right = side(pairs, columns.subList(leftCount, columns.size()));
        List<ColumnVector> leftKeys = HashJoinPlan.evaluate(plan.leftKeys(), left, evaluation);
        List<ColumnVector> rightKeys = HashJoinPlan.evaluate(plan.rightKeys(), right, evaluation);
        int count = 0;
        for (int i = 0; i < pairs.selectedCount(); i++) {
            int row = pairs.row(i);
            if (isEqual(leftKeys, rightKeys, row)) {
                selected[count++] = row;
            }
        }
        return plan.residual().isPresent() && count > 0
                ? plan.residual()
                        .get()
                        .select(pairs.select(selected, count), leftCount, evaluation, selected)
                : count;
    }

    /// Returns the same condition of pairs with the right columns first.
    Predicate mirrored() {
        int rightCount = plan.rightTypes().size();
        return (pairs, evaluation, selected) -> {
            List<ColumnVector> columns = pairs.columns();
            List<ColumnVector> turned =
                    new ArrayList<>(columns.subList(rightCount, columns.size()));
            turned.addAll(columns.subList(0, rightCount));
            return select(side(pairs, turned), evaluation, selected);
        };
    }

    private static Batch side(Batch pairs, List<ColumnVector> columns) {
        return new Batch(columns, pairs.rowCount(), pairs.selection(), pairs.selectedCount());
    }

    private boolean isEqual(List<ColumnVector> left, List<ColumnVector> right, int row) {
        for (int key = 0; key < orders.size(); key++) {
            boolean leftNull = left.get(key).isNull(row);
            boolean rightNull = right.get(key).isNull(row);
            if (leftNull || rightNull) {
                if (!plan.nullsEqual() || leftNull != rightNull) {
                    return false;
                }
            } else if (!orders.get(key).isEqual(left.get(key), row, right.get(key), row)) {
                return false;
            }
        }
        return true;
    }
}
