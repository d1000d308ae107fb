package dev.reckon.sql.execute.scan;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Checks the numbers of LIMIT and OFFSET.
public final class RowCounts {
    private RowCounts() {}

    /// Returns an offset, which must not be negative.
    public static long offset(long number) {
        if (number < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE,
                    "OFFSET must not be negative");
        }
        return number;
    }

    /// Returns a limit, which must not be negative.
    public static long limit(long number) {
        if (number < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
        }
        return number;
    }
}
