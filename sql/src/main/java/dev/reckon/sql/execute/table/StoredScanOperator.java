package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads rows that are kept elsewhere: a common table, a work table.
public final class StoredScanOperator implements Operator {
    private final Supplier<StoredRows.Reader> rows;
    private Optional<StoredRows.Reader> reader = Optional.empty();

    /// @param rows asked for at the first row
    public StoredScanOperator(Supplier<StoredRows.Reader> rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Batch> next() {
        if (reader.isEmpty()) {
            reader = Optional.of(rows.get());
        }
        return reader.get().next();
    }

    @Override
    public void close() {}
}
