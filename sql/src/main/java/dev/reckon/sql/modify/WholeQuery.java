package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// A query that changes rows, with what is to be done after all of its parts.
record WholeQuery(Operator parts, QueryEvents events) implements Operator {
    @Override
    public Optional<Batch> next() {
        Optional<Batch> rows = parts.next();
        if (rows.isEmpty()) {
            events.run();
        }
        return rows;
    }

    @Override
    public void close() {
        parts.close();
    }
}
