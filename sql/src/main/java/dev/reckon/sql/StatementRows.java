package dev.reckon.sql;

import dev.reckon.sql.procedural.PlannedSql;
import dev.reckon.sql.procedural.RowStream;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The rows of a statement that a procedure runs. For the session's thread.
///
/// @param source gives the next rows, empty at the end
/// @param open what is closed after them
record StatementRows(
        List<PlannedSql.Field> columns,
        boolean changes,
        Supplier<Optional<Batch>> source,
        AutoCloseable open)
        implements RowStream {
    @Override
    public Optional<Batch> next() {
        return source.get();
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
