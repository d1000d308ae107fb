package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;

/// Floating-point numbers; those of a `real` column are exactly representable as floats.
///
/// @param values one for each row, possibly more
public record DoubleVector(double[] values, long[] nulls, int rowCount) implements ColumnVector {
    /// Makes a vector without NULLs of all of `values`.
    public static DoubleVector of(double... values) {
        return new DoubleVector(values, Nulls.NONE, values.length);
    }

    @Override
    public Value value(int row) {
        return isNull(row) ? Value.Null.NULL : new Value.Real(values[row]);
    }

    @Override
    public DoubleVector gather(int[] rows, int count) {
        double[] gathered = new double[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = rows[i] < 0 ? 0 : values[rows[i]];
        }
        return new DoubleVector(gathered, gatherNulls(rows, count), count);
    }
}
