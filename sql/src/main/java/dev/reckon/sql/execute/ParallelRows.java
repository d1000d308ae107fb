package dev.reckon.sql.execute;

/// The rows of a compiled step, in parts that several threads compute. Safe for use by many
/// threads; what the parts share is released by [#close], after the last of them was closed.
public interface ParallelRows extends AutoCloseable {
    /// Returns how many parts there are.
    int partCount();

    /// Opens one part, for the calling thread; each part is opened at most once.
    ///
    /// @param part from 0
    Operator open(int part);

    @Override
    default void close() {}
}
