package dev.reckon.storage.segment;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;

/// Writes one segment from rows in ascending order of their keys, in bounded memory. For one
/// thread.
public final class SegmentWriter implements AutoCloseable {
    /// Begins the file [Segment#fileName].
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030
    public SegmentWriter(FileSystem files, long id, TableSchema schema, RowLayout layout) {
        throw new UnsupportedOperationException(id + schema.name() + files + layout.hashCode());
    }

    /// Appends a row whose key is greater than all before.
    public void add(RowKey key, byte[] row) {
        throw new UnsupportedOperationException(key + " " + row.length);
    }

    /// Copies rows of another segment of the table, whose keys are greater than all before.
    ///
    /// @param start first position
    /// @param end last position, exclusive
    public void add(Segment source, int start, int end) {
        throw new UnsupportedOperationException(source.id() + " " + start + end);
    }

    /// Returns the number of rows so far.
    public int rowCount() {
        throw new UnsupportedOperationException();
    }

    /// Writes and syncs the file (not the directory), and returns it opened. At least one row.
    public Segment finish() {
        throw new UnsupportedOperationException();
    }

    /// Deletes the file unless it is finished.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
