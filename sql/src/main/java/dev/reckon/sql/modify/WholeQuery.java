package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// A query that changes rows, with what is to be done after all of its parts.
///
/// @param whenClosed done once the query is closed
record WholeQuery(Operator parts, QueryEvents events, Runnable whenClosed) implements Operator {
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
        try {
            parts.close();
        } finally {
            whenClosed.run();
        }
    }
}
