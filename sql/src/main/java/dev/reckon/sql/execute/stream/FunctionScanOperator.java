package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls set-returning functions side by side; shorter ones are filled up with NULLs.
public final class FunctionScanOperator implements Operator {
    private final List<SetRows> calls;
    private final boolean ordinality;
    private final Evaluation evaluation;
    private long rowNumber;

    /// @param calls the rows of each call
    /// @param ordinality whether a last column counts the rows from 1
    public FunctionScanOperator(List<SetRows> calls, boolean ordinality, Evaluation evaluation) {
        this.calls = calls;
        this.ordinality = ordinality;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        evaluation.checkCancelled();
        int count = 0;
        boolean isEven = true;
        for (SetRows call : calls) {
            int available = call.available();
            isEven &= count == 0 || available == count;
            count = Math.max(count, available);
        }
        if (count == 0) {
            return Optional.empty();
        }
        if (!isEven) {
            // Up to where the first call's batch ends that has rows left.
            for (SetRows call : calls) {
                if (call.available() > 0) {
                    count = Math.min(count, call.available());
                }
            }
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (SetRows call : calls) {
            columns.addAll(call.take(count));
        }
        if (ordinality) {
            long[] numbers = new long[count];
            for (int row = 0; row < count; row++) {
                numbers[row] = ++rowNumber;
            }
            columns.add(LongVector.of(numbers));
        }
        return Optional.of(new Batch(columns, count));
    }

    @Override
    public void close() {}
}
