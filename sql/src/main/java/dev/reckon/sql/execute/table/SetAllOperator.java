package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// INTERSECT ALL and EXCEPT ALL of two inputs that are sorted by all their columns: each right row
/// is the partner of at most one equal left row.
public final class SetAllOperator implements Operator {
    private final Operator left;
    private final Operator right;
    private final RowOrder order;

    /// Whether left rows with a partner come out, or those without.
    private final boolean isIntersect;

    private final Evaluation evaluation;
    private Optional<Batch> rightBatch = Optional.empty();
    private int rightIndex;
    private boolean isBegun;

    /// Takes the inputs over.
    ///
    /// @param order of all columns
    /// @param isIntersect INTERSECT, otherwise EXCEPT
    public SetAllOperator(
            Operator left,
            Operator right,
            RowOrder order,
            boolean isIntersect,
            Evaluation evaluation) {
        this.left = left;
        this.right = right;
        this.order = order;
        this.isIntersect = isIntersect;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (!isBegun) {
            isBegun = true;
            rightBatch = right.next();
        }
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> batch = left.next();
            if (batch.isEmpty()) {
                return batch;
            }
            Batch rows = batch.get();
            int[] selected = new int[rows.selectedCount()];
            int count = 0;
            for (int i = 0; i < selected.length; i++) {
                if (takePartner(rows, rows.row(i)) == isIntersect) {
                    selected[count++] = rows.row(i);
                }
            }
            if (count > 0) {
                return Optional.of(rows.select(selected, count));
            }
        }
    }

    /// Returns whether a left row has a partner, which is then used up.
    private boolean takePartner(Batch rows, int row) {
        while (rightBatch.isPresent()) {
            Batch others = rightBatch.get();
            int comparison =
                    order.compare(others.columns(), others.row(rightIndex), rows.columns(), row);
            if (comparison > 0) {
                return false;
            }
            if (++rightIndex == others.selectedCount()) {
                rightBatch = right.next();
                rightIndex = 0;
            }
            if (comparison == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}
