package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Reads rows from disk, which stay there.
record SpilledRowsOperator(SpilledRows.Reader reader) implements Operator {
    SpilledRowsOperator(SpilledRows rows) {
        this(rows.read());
    }

    @Override
    public Optional<Batch> next() {
        return reader.next();
    }

    @Override
    public void close() {}
}
