package dev.reckon.sql.execute.buffer;

/// Where operators put what does not fit in memory. Safe for use by many threads.
@FunctionalInterface
public interface SpillSpace {
    /// Makes an empty temporary file, which the caller closes.
    SpillFile create();
}
