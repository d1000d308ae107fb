package dev.reckon.sql;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// The top of a plan that calls routines: while it runs, those that see what their caller does see
/// its snapshot. For the session's thread.
record CallingOperator(Operator operator, Snapshot snapshot, RoutineContext context)
        implements Operator {
    @Override
    public Optional<Batch> next() {
        Optional<Snapshot> before = context.see(Optional.of(snapshot));
        try {
            return operator.next();
        } finally {
            context.see(before);
        }
    }

    @Override
    public void close() {
        operator.close();
    }

    @Override
    public long peakByteCount() {
        return operator.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return operator.spilledByteCount();
    }
}
