package dev.reckon.sql.procedural;

import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of a statement that runs. For the session's thread.
public interface RowStream extends AutoCloseable {
    /// Returns what the columns are; none when the statement gives no rows.
    List<PlannedSql.Field> columns();

    /// Returns whether it changes data: then it is read to its end.
    boolean changes();

    /// Returns the next rows, at least one selected; of a statement without rows those it has
    /// changed, without columns. Empty at the end.
    Optional<Batch> next();

    @Override
    void close();
}
