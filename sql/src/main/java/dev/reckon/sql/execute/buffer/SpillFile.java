package dev.reckon.sql.execute.buffer;

/// A temporary file: written at its end, read anywhere, gone when it is closed. For one thread.
///
/// Failures of the disk are `DatabaseException`s: 53100 when it is full, 58030 otherwise.
public interface SpillFile extends AutoCloseable {
    /// Appends `bytes[0, count)`.
    void write(byte[] bytes, int count);

    /// Reads exactly `count` bytes that were written at `offset` and after.
    void read(long offset, byte[] target, int count);

    /// Deletes the file.
    @Override
    void close();
}
