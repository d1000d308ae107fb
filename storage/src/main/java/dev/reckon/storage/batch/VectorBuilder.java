package dev.reckon.storage.batch;

import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;

/// Grows a vector of one physical type row by row, where rows come one at a time. For one thread.
///
/// [#build] hands the arrays on: the builder is of no use afterwards.
public final class VectorBuilder {
    private static final int CAPACITY_MIN = 8;

    /// No numeric yet but NULL.
    private static final int NO_SCALE = -1;

    /// Numerics of several scales, or too large for a long, are in `values`.
    private static final int MIXED = -2;

    private final PhysicalType physical;
    private int rowCount;
    private long[] longs = {};
    private double[] doubles = {};
    private Value[] values = {};
    private byte[] bytes = {};
    private int[] ends = {};
    private long[] nulls = Nulls.NONE;

    /// The scale of the unscaled numerics in `longs`, as long as one is enough: then `values` is
    /// empty.
    private int scale = NO_SCALE;

    public VectorBuilder(PhysicalType physical, int rowCapacity) {
        this(physical, rowCapacity, 0);
    }

    /// Makes a builder with room for so many rows and, in a column of strings, bytes of theirs.
    public VectorBuilder(PhysicalType physical, int rowCapacity, int byteCapacity) {
        this.physical = physical;
        int capacity = Math.max(CAPACITY_MIN, rowCapacity);
        switch (physical) {
            case BOOLEAN, INT2, INT4, INT8, NUMERIC -> longs = new long[capacity];
            case FLOAT4, FLOAT8 -> doubles = new double[capacity];
            case OBJECT -> values = new Value[capacity];
            case BYTES -> {
                ends = new int[capacity];
                bytes = new byte[Math.max(capacity * 8, byteCapacity)];
            }
        }
    }

    public int rowCount() {
        return rowCount;
    }

    /// Returns how many bytes the strings have so far.
    public int stringByteCount() {
        return ends.length == 0 || rowCount == 0 ? 0 : ends[rowCount - 1];
    }

    /// Appends a row of a boolean, integer, date or timestamp column.
    public void appendLong(long value) {
        if (rowCount == longs.length) {
            longs = Arrays.copyOf(longs, rowCount * 2);
        }
        longs[rowCount++] = value;
    }

    /// Appends a row of a real or double precision column.
    public void appendDouble(double value) {
        if (rowCount == doubles.length) {
            doubles = Arrays.copyOf(doubles, rowCount * 2);
        }
        doubles[rowCount++] = value;
    }

    /// Appends a row of a column of strings: `source[start, end)`.
    public void appendBytes(byte[] source, int start, int end) {
        int length = end - start;
        int first = rowCount == 0 ? 0 : ends[rowCount - 1];
        if (rowCount == ends.length) {
            ends = Arrays.copyOf(ends, rowCount * 2);
        }
        if (first + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(first + length, bytes.length * 2));
        }
        System.arraycopy(source, start, bytes, first, length);
        ends[rowCount++] = first + length;
    }

    /// Appends a NULL.
    public void appendNull() {
        int row = rowCount;
        switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> appendLong(0);
            case FLOAT4, FLOAT8 -> appendDouble(0);
            case NUMERIC -> {
                if (scale == MIXED) {
                    appendObject(Value.Null.NULL);
                } else {
                    appendLong(0);
                }
            }
            case OBJECT -> appendObject(Value.Null.NULL);
            case BYTES -> appendBytes(bytes, 0, 0);
        }
        if (row >= nulls.length << 6) {
            nulls = Arrays.copyOf(nulls, Math.max(1, Math.max(nulls.length * 2, (row >> 6) + 1)));
        }
        Nulls.set(nulls, row);
    }

    /// Appends any value of the builder's physical type, or NULL.
    public void append(Value value) {
        switch (value) {
            case Value.Null _ -> appendNull();
            case Value.Int(long number) -> appendLong(number);
            case Value.Real(double number) -> appendDouble(number);
            case Value.Bytes(byte[] string) -> appendBytes(string, 0, string.length);
            default -> {
                if (physical == PhysicalType.NUMERIC) {
                    appendNumeric(value);
                } else {
                    appendObject(value);
                }
            }
        }
    }

    /// Appends row `row` of a vector of the same physical type.
    public void append(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
            return;
        }
        switch (source) {
            case LongVector vector -> appendLong(vector.values()[row]);
            case DoubleVector vector -> appendDouble(vector.values()[row]);
            case BytesVector vector ->
                    appendBytes(vector.bytes(), vector.starts()[row], vector.ends()[row]);
            case NumericVector numbers when numbers.isCompact() ->
                    appendNumeric(numbers.unscaled()[row], numbers.scale());
            case NumericVector numbers -> appendNumeric(numbers.value(row));
            case ObjectVector objects -> appendObject(objects.value(row));
        }
    }

    /// Appends a row of a numeric column: `unscaled` times 10 to the power of `-newScale`.
    public void appendNumeric(long unscaled, int newScale) {
        if (scale == newScale || scale == NO_SCALE) {
            scale = newScale;
            appendLong(unscaled);
        } else {
            widen();
            appendObject(new Value.Numeric(BigDecimal.valueOf(unscaled, newScale)));
        }
    }

    private void appendNumeric(Value value) {
        if (value instanceof Value.Numeric(BigDecimal number)
                && number.scale() >= 0
                && number.unscaledValue().bitLength() < Long.SIZE) {
            appendNumeric(number.unscaledValue().longValueExact(), number.scale());
        } else {
            widen();
            appendObject(value);
        }
    }

    /// Makes objects of the numerics so far.
    private void widen() {
        if (scale == MIXED) {
            return;
        }
        values = new Value[longs.length];
        for (int row = 0; row < rowCount; row++) {
            boolean isNull = row < nulls.length << 6 && Nulls.isNull(nulls, row);
            values[row] =
                    isNull
                            ? Value.Null.NULL
                            : new Value.Numeric(BigDecimal.valueOf(longs[row], scale));
        }
        longs = new long[0];
        scale = MIXED;
    }

    private void appendObject(Value value) {
        if (rowCount == values.length) {
            values = Arrays.copyOf(values, rowCount * 2);
        }
        values[rowCount++] = value;
    }

    /// Returns the vector of all rows appended. Numerics come out compact when they fit that form.
    public ColumnVector build() {
        long[] finalNulls = nulls;
        if (finalNulls.length != 0) {
            finalNulls = Arrays.copyOf(finalNulls, (rowCount + 63) >>> 6);
        }
        return switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> new LongVector(longs, finalNulls, rowCount);
            case FLOAT4, FLOAT8 -> new DoubleVector(doubles, finalNulls, rowCount);
            case OBJECT -> new ObjectVector(values, finalNulls, rowCount);
            case NUMERIC -> numericVector(finalNulls);
            case BYTES -> {
                int[] starts = new int[ends.length];
                System.arraycopy(ends, 0, starts, 1, Math.max(0, rowCount - 1));
                yield new BytesVector(bytes, starts, ends, finalNulls, rowCount);
            }
        };
    }

    private NumericVector numericVector(long[] finalNulls) {
        return scale == MIXED
                ? NumericVector.wide(values, finalNulls, rowCount)
                : NumericVector.compact(longs, Math.max(scale, 0), finalNulls, rowCount);
    }
}
