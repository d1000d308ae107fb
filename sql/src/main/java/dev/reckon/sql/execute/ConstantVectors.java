package dev.reckon.sql.execute;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;

/// Makes vectors that hold one value in every row.
public final class ConstantVectors {
    private ConstantVectors() {}

    /// Returns `rowCount` rows of a value, which fits the physical type or is NULL.
    public static ColumnVector of(PhysicalType physical, Value value, int rowCount) {
        long[] nulls = value.isNull() ? Nulls.all(rowCount) : Nulls.NONE;
        return switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> {
                long[] values = new long[rowCount];
                if (value instanceof Value.Int(long number) && number != 0) {
                    Arrays.fill(values, number);
                }
                yield new LongVector(values, nulls, rowCount);
            }
            case FLOAT4, FLOAT8 -> {
                double[] values = new double[rowCount];
                if (value instanceof Value.Real(double number)) {
                    Arrays.fill(values, number);
                }
                yield new DoubleVector(values, nulls, rowCount);
            }
            case NUMERIC -> numeric(value, nulls, rowCount);
            case BYTES -> {
                byte[] bytes = value instanceof Value.Bytes(byte[] string) ? string : new byte[0];
                int[] ends = new int[rowCount];
                Arrays.fill(ends, bytes.length);
                yield new BytesVector(bytes, new int[rowCount], ends, nulls, rowCount);
            }
            case OBJECT -> new ObjectVector(repeat(value, rowCount), nulls, rowCount);
        };
    }

    private static NumericVector numeric(Value value, long[] nulls, int rowCount) {
        if (value.isNull()) {
            return NumericVector.compact(new long[rowCount], 0, nulls, rowCount);
        }
        if (value instanceof Value.Numeric(BigDecimal number)
                && number.unscaledValue().bitLength() <= 63) {
            long[] unscaled = new long[rowCount];
            Arrays.fill(unscaled, number.unscaledValue().longValueExact());
            return NumericVector.compact(unscaled, number.scale(), nulls, rowCount);
        }
        return NumericVector.wide(repeat(value, rowCount), nulls, rowCount);
    }

    private static Value[] repeat(Value value, int rowCount) {
        Value[] values = new Value[rowCount];
        Arrays.fill(values, value);
        return values;
    }

    /// Returns the first `rowCount` rows of a vector of one value that has at least as many.
    public static ColumnVector shorten(ColumnVector constant, int rowCount) {
        if (constant.rowCount() == rowCount) {
            return constant;
        }
        long[] nulls = constant.hasNoNulls() ? Nulls.NONE : Nulls.all(rowCount);
        return switch (constant) {
            case LongVector vector -> new LongVector(vector.values(), nulls, rowCount);
            case DoubleVector vector -> new DoubleVector(vector.values(), nulls, rowCount);
            case NumericVector vector ->
                    vector.isCompact()
                            ? NumericVector.compact(
                                    vector.unscaled(), vector.scale(), nulls, rowCount)
                            : NumericVector.wide(vector.wide(), nulls, rowCount);
            case BytesVector vector ->
                    new BytesVector(
                            vector.bytes(), vector.starts(), vector.ends(), nulls, rowCount);
            case ObjectVector vector -> new ObjectVector(vector.values(), nulls, rowCount);
        };
    }

    /// Returns `rowCount` rows that are all row `row` of a vector.
    public static ColumnVector repeat(ColumnVector source, int row, int rowCount) {
        int[] rows = new int[rowCount];
        Arrays.fill(rows, row);
        return source.gather(rows, rowCount);
    }
}
