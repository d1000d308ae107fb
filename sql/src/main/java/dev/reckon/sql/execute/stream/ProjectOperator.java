package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Computes columns from those of the input.
public final class ProjectOperator implements Operator {
    /// When fewer than one in so many rows is selected, the others are dropped before kernels
    /// compute them all.
    private static final int SPARSE = 4;

    private final Operator input;
    private final List<Expression> outputs;

    /// Whether some output is more than a column handed on.
    private final boolean computes;

    private final Evaluation evaluation;

    /// Takes `input` over.
    ///
    /// @param computes whether some output is more than a column handed on
    public ProjectOperator(
            Operator input, List<Expression> outputs, boolean computes, Evaluation evaluation) {
        this.input = input;
        this.outputs = outputs;
        this.computes = computes;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        Optional<Batch> batch = input.next();
        if (batch.isEmpty()) {
            return batch;
        }
        Batch rows = batch.get();
        if (computes) {
            evaluation.checkCancelled();
            if (rows.selectedCount() * SPARSE < rows.rowCount()) {
                rows = rows.compact();
            }
        }
        List<ColumnVector> columns = new ArrayList<>(outputs.size());
        for (Expression output : outputs) {
            columns.add(output.evaluate(rows, evaluation));
        }
        return Optional.of(
                new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount()));
    }

    @Override
    public void close() {
        input.close();
    }
}
