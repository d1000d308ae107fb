package dev.reckon.storage.segment;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;

/// An open segment: rows at positions from 0, in key order. Safe for use by many threads until
/// closed.
public final class Segment implements AutoCloseable {
    private Segment() {}

    /// Opens the file [#fileName] of a segment.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 when it is damaged, 58030 when it
    ///   cannot be read
    public static Segment open(FileSystem files, long id, TableSchema schema, RowLayout layout) {
        throw new UnsupportedOperationException(id + schema.name() + files + layout.hashCode());
    }

    /// Returns the name of a segment's file.
    public static String fileName(long id) {
        return "segment-%016x".formatted(id);
    }

    public long id() {
        throw new UnsupportedOperationException();
    }

    /// Returns the number of positions, live and deleted.
    public int rowCount() {
        throw new UnsupportedOperationException();
    }

    /// Returns the size of the file.
    public long byteCount() {
        throw new UnsupportedOperationException();
    }

    public RowKey firstKey() {
        throw new UnsupportedOperationException();
    }

    public RowKey lastKey() {
        throw new UnsupportedOperationException();
    }

    /// Returns the position of a key, deleted or not; -1 when the segment doesn't have it.
    public int position(RowKey key) {
        throw new UnsupportedOperationException(key.toString());
    }

    public RowKey key(int position) {
        throw new UnsupportedOperationException(String.valueOf(position));
    }

    /// Returns the row at a position, as the table's `RowLayout` makes it.
    public byte[] row(int position) {
        throw new UnsupportedOperationException(String.valueOf(position));
    }

    /// Reads everything once: checksums, the order of keys, that each key is found at its position.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 naming file and offset
    public void verify() {
        throw new UnsupportedOperationException();
    }

    /// Gives the file's memory back; nobody may use the segment afterwards.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
