package dev.reckon.sql.function.number;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.function.IntPredicate;

/// The errors of arithmetic, and the search for the row that failed.
///
/// Kernels compute every row without looking, remember whether any went wrong, and only then ask
/// here whether one that counts did.
final class Overflow {
    private Overflow() {}

    static DatabaseException outOfRange(DataType type) {
        return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
    }

    static DatabaseException divisionByZero() {
        return new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
    }

    static DatabaseException floatOverflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    static DatabaseException floatUnderflow() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }

    /// Returns whether a condition holds in a selected row that is not NULL.
    static boolean any(Batch rows, long[] nulls, IntPredicate condition) {
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row) && condition.test(row)) {
                return true;
            }
        }
        return false;
    }
}
