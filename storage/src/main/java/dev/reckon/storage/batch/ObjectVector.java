package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;

/// Boxed values of the types that have no vector of their own: intervals, arrays, ranges, ….
///
/// @param values one for each row, possibly more; `Value.Null.NULL` in a NULL row
public record ObjectVector(Value[] values, long[] nulls, int rowCount) implements ColumnVector {
    /// Makes a vector of all of `values`, of which some may be NULL.
    public static ObjectVector of(Value... values) {
        long[] nulls = Nulls.NONE;
        for (int row = 0; row < values.length; row++) {
            if (values[row].isNull()) {
                nulls = nulls.length == 0 ? Nulls.allocate(values.length) : nulls;
                Nulls.set(nulls, row);
            }
        }
        return new ObjectVector(values, nulls, values.length);
    }

    @Override
    public Value value(int row) {
        return isNull(row) ? Value.Null.NULL : values[row];
    }

    @Override
    public ObjectVector gather(int[] rows, int count) {
        Value[] gathered = new Value[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = rows[i] < 0 ? Value.Null.NULL : values[rows[i]];
        }
        return new ObjectVector(gathered, gatherNulls(rows, count), count);
    }
}
