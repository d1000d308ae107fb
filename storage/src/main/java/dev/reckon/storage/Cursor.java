package dev.reckon.storage;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// Rows of a scan, a batch at a time. For one thread; valid while its snapshot is open. Batches
/// stay as they are, unless the request says that they are lent.
public interface Cursor extends AutoCloseable {
    /// Returns the next rows, at least one; empty at the end.
    Optional<Batch> next();

    /// Returns how many blocks of segments were read so far.
    default long readBlockCount() {
        return 0;
    }

    /// Returns how many blocks were left out so far, because what is known of all their rows says
    /// that none is wanted.
    default long skippedBlockCount() {
        return 0;
    }

    @Override
    void close();
}
