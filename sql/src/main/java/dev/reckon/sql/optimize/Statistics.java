package dev.reckon.sql.optimize;

import dev.reckon.storage.ColumnStatistics;
import java.util.Optional;

/// What is known of the stored tables.
@FunctionalInterface
public interface Statistics {
    /// Returns the number of rows of a stored table; a guess for one that is not there.
    long rowCount(long tableId);

    /// Returns what is known of a column's values; empty when nothing is.
    ///
    /// @param position of the column in the table
    default Optional<ColumnStatistics> column(long tableId, int position) {
        return Optional.empty();
    }
}
