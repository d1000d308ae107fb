package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// `EXISTS (query)` that can be asked row by row, which is faster for few rows where an index finds
/// them, or of all keys of the query's rows, hashed once.
///
/// How many rows will ask is not known. So it begins row by row, and hashes once that has taken as
/// long as hashing may: in the worst case both together take twice the time of the better one.
///
/// @param rowCount about how many rows there are to hash
record AlternativeExistsExpression(
        ExistsExpression each, HashedSubqueryExpression hashed, double rowCount)
        implements Expression {
    /// So many rows are asked for between two looks at the clock.
    private static final int ROWS_AT_ONCE = 16;

    private static final double NANOS_PER_HASHED_ROW = 60;
    private static final double NANOS_MIN = 2_000_000;

    /// The time that rows have taken one by one, in all threads.
    private record Spent(AtomicLong nanos) {}

    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        long[] found = new long[rows.rowCount()];
        AtomicLong spent =
                evaluation.once(this, Spent.class, () -> new Spent(new AtomicLong())).nanos();
        double enough = Math.max(NANOS_MIN, rowCount * NANOS_PER_HASHED_ROW);
        int count = rows.selectedCount();
        int done = 0;
        while (done < count && (evaluation.hasRowOfTable() || spent.get() < enough)) {
            int end = Math.min(count, done + ROWS_AT_ONCE);
            long start = System.nanoTime();
            Batch some = part(rows, done, end);
            long[] values = ((LongVector) each.evaluate(some, evaluation)).values();
            for (int i = 0; i < some.selectedCount(); i++) {
                found[some.row(i)] = values[some.row(i)];
            }
            spent.addAndGet(System.nanoTime() - start);
            done = end;
        }
        if (done < count) {
            hashed.findTrue(part(rows, done, count), evaluation, found);
        }
        return new LongVector(found, Nulls.NONE, rows.rowCount());
    }

    private static Batch part(Batch rows, int start, int end) {
        if (start == 0 && end == rows.selectedCount()) {
            return rows;
        }
        int[] selected = new int[end - start];
        Arrays.setAll(selected, index -> rows.row(start + index));
        return rows.select(selected, selected.length);
    }
}
