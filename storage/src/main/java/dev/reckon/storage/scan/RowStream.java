package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Batches of rows, one after the other. For one thread.
public interface RowStream {
    /// Returns the next rows, at least one; empty at the end.
    Optional<Batch> next();

    /// Returns how many blocks of segments were read so far.
    long readBlockCount();

    /// Returns how many blocks were left out so far.
    long skippedBlockCount();
}
