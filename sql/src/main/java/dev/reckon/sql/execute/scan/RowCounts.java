package dev.reckon.sql.execute.scan;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Numbers of rows: those of LIMIT and OFFSET, and the place of a percentile.
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

    /// Returns how many of `rowCount` rows come before the one that is a percentile, as
    /// `percentile_disc` counts; 0 for what is no fraction, which is for others to refuse.
    static long beforePercentile(double fraction, long rowCount) {
        return fraction > 0 && fraction <= 1
                ? Math.max(0, (long) Math.ceil(fraction * rowCount) - 1)
                : 0;
    }
}
