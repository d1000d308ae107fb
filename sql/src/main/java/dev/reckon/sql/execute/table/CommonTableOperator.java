package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// WITH: makes a common table known to a body.
public final class CommonTableOperator implements Operator {
    private final CommonTableRows table;
    private final Operator body;

    /// A definition that changes data runs to its end, whether the body reads it or not: before the
    /// body's first row.
    private boolean mustRun;

    /// @param id under which the body's scans find the table
    public CommonTableOperator(
            int id,
            CommonTableRows table,
            boolean modifies,
            OperatorFactory body,
            Evaluation evaluation) {
        this.table = table;
        this.mustRun = modifies;
        this.body = body.open(evaluation.withTable(id, table));
    }

    @Override
    public Optional<Batch> next() {
        if (mustRun) {
            mustRun = false;
            table.read();
        }
        return body.next();
    }

    @Override
    public void close() {
        body.close();
        table.close();
    }
}
