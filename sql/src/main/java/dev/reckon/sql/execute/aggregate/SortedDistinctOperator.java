package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// The first of each run of rows that are equal in some columns, NULLs being equal.
public final class SortedDistinctOperator implements Operator {
    private final Operator input;
    private final List<Integer> keyColumns;
    private final List<TypeOrder> orders;
    private final Evaluation evaluation;

    /// The last row so far; empty before the first.
    private Optional<Batch> last = Optional.empty();

    private int lastRow;

    /// Takes `input` over.
    ///
    /// @param orders of the key columns
    public SortedDistinctOperator(
            Operator input,
            List<Integer> keyColumns,
            List<TypeOrder> orders,
            Evaluation evaluation) {
        this.input = input;
        this.keyColumns = keyColumns;
        this.orders = orders;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                return batch;
            }
            Batch rows = batch.get();
            int[] selected = new int[rows.selectedCount()];
            int count = 0;
            for (int i = 0; i < selected.length; i++) {
                int row = rows.row(i);
                if (last.isEmpty() || !isEqual(last.get(), lastRow, rows, row)) {
                    selected[count++] = row;
                }
                last = batch;
                lastRow = row;
            }
            if (count > 0) {
                return Optional.of(rows.select(selected, count));
            }
        }
    }

    private boolean isEqual(Batch left, int leftRow, Batch right, int rightRow) {
        for (int key = 0; key < orders.size(); key++) {
            ColumnVector leftVector = left.column(keyColumns.get(key));
            ColumnVector rightVector = right.column(keyColumns.get(key));
            boolean leftNull = leftVector.isNull(leftRow);
            if (leftNull != rightVector.isNull(rightRow)
                    || (!leftNull
                            && !orders.get(key)
                                    .isEqual(leftVector, leftRow, rightVector, rightRow))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        input.close();
    }
}
