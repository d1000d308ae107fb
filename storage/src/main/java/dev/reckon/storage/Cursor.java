package dev.reckon.storage;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Rows of a scan, a batch at a time. For one thread; valid while its snapshot is open.
public interface Cursor extends AutoCloseable {
    /// Returns the next rows, at least one; empty at the end.
    Optional<Batch> next();

    @Override
    void close();
}
