package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;

/// Booleans (0 or 1), integers, dates and timestamps: see `Value.Int`.
///
/// @param values one for each row, possibly more
public record LongVector(long[] values, long[] nulls, int rowCount) implements ColumnVector {
    /// Makes a vector without NULLs of all of `values`.
    public static LongVector of(long... values) {
        return new LongVector(values, Nulls.NONE, values.length);
    }

    @Override
    public Value value(int row) {
        return isNull(row) ? Value.Null.NULL : new Value.Int(values[row]);
    }

    @Override
    public LongVector gather(int[] rows, int count) {
        long[] gathered = new long[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = rows[i] < 0 ? 0 : values[rows[i]];
        }
        return new LongVector(gathered, gatherNulls(rows, count), count);
    }
}
