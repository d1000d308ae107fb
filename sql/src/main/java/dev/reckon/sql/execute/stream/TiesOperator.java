package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Some rows from the start, and those after them that equal the last one in the keys by which the
/// input is sorted: `FETCH FIRST … WITH TIES`.
public final class TiesOperator implements Operator {
    private final Operator input;
    private long left;
    private final List<Expression> keys;
    private final List<TypeOrder> orders;
    private final Evaluation evaluation;

    /// The key of the last row that counts; empty while rows are left.
    private List<ColumnVector> lastKey = List.of();

    private int lastRow;
    private boolean atEnd;

    /// Takes `input` over.
    ///
    /// @param limit rows to hand on at least, if there are so many
    public TiesOperator(
            Operator input,
            long limit,
            List<Expression> keys,
            List<TypeOrder> orders,
            Evaluation evaluation) {
        this.input = input;
        this.left = limit;
        this.keys = keys;
        this.orders = orders;
        this.evaluation = evaluation;
        this.atEnd = limit == 0;
    }

    @Override
    public Optional<Batch> next() {
        if (atEnd) {
            return Optional.empty();
        }
        Optional<Batch> batch = input.next();
        if (batch.isEmpty()) {
            atEnd = true;
            return batch;
        }
        Batch rows = batch.get();
        int count = rows.selectedCount();
        if (left > count) {
            left -= count;
            return batch;
        }
        List<ColumnVector> keyVectors = new ArrayList<>(keys.size());
        for (Expression key : keys) {
            keyVectors.add(key.evaluate(rows, evaluation));
        }
        int end = 0;
        if (left > 0) {
            end = (int) left;
            lastKey = keyVectors;
            lastRow = rows.row(end - 1);
            left = 0;
        }
        while (end < count && isTie(keyVectors, rows.row(end))) {
            end++;
        }
        atEnd = end < count;
        if (end == 0) {
            return Optional.empty();
        }
        return end == count ? batch : Optional.of(LimitOperator.slice(rows, 0, end));
    }

    private boolean isTie(List<ColumnVector> keyVectors, int row) {
        for (int key = 0; key < orders.size(); key++) {
            ColumnVector last = lastKey.get(key);
            ColumnVector vector = keyVectors.get(key);
            if (last.isNull(lastRow) || vector.isNull(row)) {
                if (last.isNull(lastRow) != vector.isNull(row)) {
                    return false;
                }
            } else if (!orders.get(key).isEqual(last, lastRow, vector, row)) {
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
