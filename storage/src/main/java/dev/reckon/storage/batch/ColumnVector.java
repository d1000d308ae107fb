package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;

/// One column of a [Batch]. Immutable once it is handed on, so it can be kept and shared.
///
/// Which class holds a type is decided by its `PhysicalType` alone. The value of a NULL row is
/// unspecified (but safe to read), so kernels may compute it and mark the result NULL.
public sealed interface ColumnVector
        permits LongVector, DoubleVector, NumericVector, BytesVector, ObjectVector {
    /// Returns the number of rows.
    int rowCount();

    /// Returns the NULL rows as [Nulls] describes; nobody changes the array.
    long[] nulls();

    /// Returns one row boxed, for the long tail.
    Value value(int row);

    /// Returns a vector of the given rows of this one, in that order; a row of -1 gives NULL.
    ///
    /// @param rows row numbers, of which the first `count` are used
    ColumnVector gather(int[] rows, int count);

    default boolean isNull(int row) {
        return Nulls.isNull(nulls(), row);
    }

    /// Returns whether no row is NULL for certain; false means that some may be.
    default boolean hasNoNulls() {
        return nulls().length == 0;
    }

    /// Returns the NULL bitmap of [#gather].
    private static long[] gatherNulls(long[] nulls, int[] rows, int count) {
        long[] words = Nulls.NONE;
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0 || Nulls.isNull(nulls, rows[i])) {
                if (words.length == 0) {
                    words = Nulls.allocate(count);
                }
                Nulls.set(words, i);
            }
        }
        return words;
    }

    /// Returns the NULL bitmap of the given rows of a vector, for the implementations of [#gather].
    default long[] gatherNulls(int[] rows, int count) {
        return gatherNulls(nulls(), rows, count);
    }
}
