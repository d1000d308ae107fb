package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// One step of a running query: it pulls batches from the steps below and hands batches up. For one
/// thread.
///
/// A batch that was handed on is never changed, so it can be kept.
public interface Operator extends AutoCloseable {
    /// Returns the next rows, at least one selected; empty at the end, and again after it.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 57014 when the statement was cancelled,
    ///   53200 when memory ran out, and whatever the expressions throw
    Optional<Batch> next();

    /// Releases memory, files and the operators below, whether or not everything was read. May be
    /// called twice.
    @Override
    void close();

    /// Returns the largest number of bytes of memory that it held so far, for EXPLAIN ANALYZE.
    default long peakByteCount() {
        return 0;
    }

    /// Returns the number of bytes that it wrote to disk so far, for EXPLAIN ANALYZE.
    default long spilledByteCount() {
        return 0;
    }

    /// Returns the number of rows that runtime filters removed so far, for EXPLAIN ANALYZE.
    default long filteredRowCount() {
        return 0;
    }

    /// Returns the number of blocks of segments that it read so far, for EXPLAIN ANALYZE.
    default long readBlockCount() {
        return 0;
    }

    /// Returns the number of blocks that it left out so far, as none of their rows could be wanted,
    /// for EXPLAIN ANALYZE.
    default long skippedBlockCount() {
        return 0;
    }
}
