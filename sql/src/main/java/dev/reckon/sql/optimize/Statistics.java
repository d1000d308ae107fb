package dev.reckon.sql.optimize;

/// What is known of the stored tables.
@FunctionalInterface
public interface Statistics {
    /// Returns the number of rows of a stored table; a guess for one that is not there.
    long rowCount(long tableId);
}
