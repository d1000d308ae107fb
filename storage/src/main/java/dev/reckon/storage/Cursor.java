package dev.reckon.storage;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Rows of a scan, a batch at a time. For one thread; valid while its snapshot is open. Batches
/// stay as they are, unless the request says that they are lent.
public interface Cursor extends AutoCloseable {
    /// Returns the next rows, at least one; empty at the end.
    Optional<Batch> next();

    @Override
    void close();
}
