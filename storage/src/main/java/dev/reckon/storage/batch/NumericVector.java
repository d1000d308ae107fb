package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// Numerics in one of two forms.
///
/// Compact: every value is `unscaled / 10^scale` in 64 bits, and `scale` is the display scale of
/// all of them; `wide` is empty. Wide: boxed values, for mixed scales, more digits, NaN and
/// infinities; `unscaled` is empty. Kernels take the compact form by [#isCompact] and fall back on
/// the other.
///
/// @param unscaled the compact form's digits, one for each row, possibly more
/// @param scale the compact form's display scale, 0 or more
/// @param wide the wide form's values, one for each row, possibly more; `Value.Null.NULL` in a NULL
///   row
public record NumericVector(long[] unscaled, int scale, Value[] wide, long[] nulls, int rowCount)
        implements ColumnVector {
    private static final long[] NO_LONGS = {};
    private static final Value[] NO_VALUES = {};

    /// Makes a vector in the compact form.
    public static NumericVector compact(long[] unscaled, int scale, long[] nulls, int rowCount) {
        return new NumericVector(unscaled, scale, NO_VALUES, nulls, rowCount);
    }

    /// Makes a vector in the wide form.
    public static NumericVector wide(Value[] values, long[] nulls, int rowCount) {
        return new NumericVector(NO_LONGS, 0, values, nulls, rowCount);
    }

    /// Returns whether the compact form holds the values.
    public boolean isCompact() {
        return wide.length == 0;
    }

    @Override
    public Value value(int row) {
        if (isNull(row)) {
            return Value.Null.NULL;
        }
        return isCompact()
                ? new Value.Numeric(BigDecimal.valueOf(unscaled[row], scale))
                : wide[row];
    }

    @Override
    public NumericVector gather(int[] rows, int count) {
        long[] gatheredNulls = gatherNulls(rows, count);
        if (isCompact()) {
            long[] gathered = new long[count];
            for (int i = 0; i < count; i++) {
                gathered[i] = rows[i] < 0 ? 0 : unscaled[rows[i]];
            }
            return compact(gathered, scale, gatheredNulls, count);
        }
        Value[] gathered = new Value[count];
        for (int i = 0; i < count; i++) {
            gathered[i] = rows[i] < 0 ? Value.Null.NULL : wide[rows[i]];
        }
        return wide(gathered, gatheredNulls, count);
    }
}
