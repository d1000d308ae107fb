package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.List;

/// How large PostgreSQL lets an array become, in dimensions, elements and subscripts.
public final class ArrayLimits {
    /// The most dimensions.
    public static final int DIMENSIONS_MAX = 6;

    /// The most elements: as many pointers as one allocation of a gigabyte holds.
    public static final int ELEMENTS_MAX = 134_217_727;

    private ArrayLimits() {}

    /// Refuses more dimensions than an array may have.
    ///
    /// @throws DatabaseException 54000
    public static void requireDimensions(int count) {
        if (count > DIMENSIONS_MAX) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions ("
                            + count
                            + ") exceeds the maximum allowed ("
                            + DIMENSIONS_MAX
                            + ")");
        }
    }

    /// Returns a number of elements that may be.
    ///
    /// @throws DatabaseException 54000 when it is negative or too large
    public static int elements(long count) {
        if (count < 0 || count > ELEMENTS_MAX) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
        }
        return (int) count;
    }

    /// Returns how many elements an array of these lengths has.
    ///
    /// @throws DatabaseException 54000 when a length is negative, or there are too many
    public static int elements(List<Integer> lengths) {
        long count = lengths.isEmpty() ? 0 : 1;
        for (int length : lengths) {
            count = elements(length < 0 ? -1 : count * length);
        }
        return (int) count;
    }

    /// Returns an array whose dimensions all end before the largest integer.
    ///
    /// @throws DatabaseException 54000
    public static Value.Array withinBounds(Value.Array array) {
        for (int i = 0; i < array.lengths().size(); i++) {
            int lower = array.lowerBounds().get(i);
            if ((long) lower + array.lengths().get(i) > Integer.MAX_VALUE) {
                throw new DatabaseException(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "array lower bound is too large: " + lower);
            }
        }
        return array;
    }
}
