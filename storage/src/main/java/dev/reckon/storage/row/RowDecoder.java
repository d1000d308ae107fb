package dev.reckon.storage.row;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.Value;

/// Turns columns of encoded rows into vectors, one tight loop for each physical type. For one
/// thread.
final class RowDecoder {
    private final RowLayout layout;
    private final byte[][] rows;
    private final int count;

    RowDecoder(RowLayout layout, byte[][] rows, int count) {
        this.layout = layout;
        this.rows = rows;
        this.count = count;
    }

    ColumnVector column(int column) {
        long[] nulls = nulls(column);
        return switch (layout.physical(column)) {
            case BOOLEAN -> new LongVector(booleans(layout.offset(column)), nulls, count);
            case INT2 -> new LongVector(shorts(layout.offset(column)), nulls, count);
            case INT4 -> new LongVector(ints(layout.offset(column)), nulls, count);
            case INT8 -> new LongVector(longs(layout.offset(column)), nulls, count);
            case FLOAT4 -> new DoubleVector(floats(layout.offset(column)), nulls, count);
            case FLOAT8 -> new DoubleVector(doubles(layout.offset(column)), nulls, count);
            case NUMERIC -> numerics(column, nulls);
            case BYTES -> count == 1 ? string(column, nulls) : strings(column, nulls);
            case OBJECT -> objects(column, nulls);
        };
    }

    private long[] nulls(int column) {
        long[] nulls = Nulls.NONE;
        if (layout.isNullable(column)) {
            for (int row = 0; row < count; row++) {
                if (layout.isNull(rows[row], column)) {
                    nulls = nulls.length == 0 ? Nulls.allocate(count) : nulls;
                    Nulls.set(nulls, row);
                }
            }
        }
        return nulls;
    }

    private long[] booleans(int offset) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = rows[row][offset];
        }
        return values;
    }

    private long[] shorts(int offset) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = (short) RowLayout.SHORT.get(rows[row], offset);
        }
        return values;
    }

    private long[] ints(int offset) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = (int) RowLayout.INT.get(rows[row], offset);
        }
        return values;
    }

    private long[] longs(int offset) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = (long) RowLayout.LONG.get(rows[row], offset);
        }
        return values;
    }

    private double[] floats(int offset) {
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] = Float.intBitsToFloat((int) RowLayout.INT.get(rows[row], offset));
        }
        return values;
    }

    private double[] doubles(int offset) {
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] = Double.longBitsToDouble((long) RowLayout.LONG.get(rows[row], offset));
        }
        return values;
    }

    /// Shares the row's own bytes.
    private BytesVector string(int column, long[] nulls) {
        byte[] row = rows[0];
        int[] starts = {layout.start(row, column)};
        int[] ends = {layout.end(row, column)};
        return new BytesVector(row, starts, ends, nulls, 1);
    }

    private BytesVector strings(int column, long[] nulls) {
        int[] starts = new int[count];
        int[] ends = new int[count];
        int byteCount = 0;
        for (int row = 0; row < count; row++) {
            starts[row] = byteCount;
            byteCount += layout.end(rows[row], column) - layout.start(rows[row], column);
            ends[row] = byteCount;
        }
        byte[] bytes = new byte[byteCount];
        for (int row = 0; row < count; row++) {
            int start = layout.start(rows[row], column);
            System.arraycopy(rows[row], start, bytes, starts[row], ends[row] - starts[row]);
        }
        return new BytesVector(bytes, starts, ends, nulls, count);
    }

    private NumericVector numerics(int column, long[] nulls) {
        long[] unscaled = new long[count];
        int scale = -1;
        for (int row = 0; row < count; row++) {
            if (Nulls.isNull(nulls, row)) {
                continue;
            }
            byte[] bytes = rows[row];
            int start = layout.start(bytes, column);
            int end = layout.end(bytes, column);
            if (!NumericCodec.isCompact(bytes, start, end)) {
                return wideNumerics(column, nulls);
            }
            int rowScale = NumericCodec.scale(bytes, start);
            if (scale >= 0 && rowScale != scale) {
                return wideNumerics(column, nulls);
            }
            scale = rowScale;
            unscaled[row] = NumericCodec.unscaled(bytes, start, end);
        }
        return NumericVector.compact(unscaled, Math.max(scale, 0), nulls, count);
    }

    private NumericVector wideNumerics(int column, long[] nulls) {
        Value[] values = new Value[count];
        for (int row = 0; row < count; row++) {
            byte[] bytes = rows[row];
            values[row] =
                    Nulls.isNull(nulls, row)
                            ? Value.Null.NULL
                            : NumericCodec.decode(
                                    bytes, layout.start(bytes, column), layout.end(bytes, column));
        }
        return NumericVector.wide(values, nulls, count);
    }

    private ObjectVector objects(int column, long[] nulls) {
        Value[] values = new Value[count];
        for (int row = 0; row < count; row++) {
            byte[] bytes = rows[row];
            values[row] =
                    Nulls.isNull(nulls, row)
                            ? Value.Null.NULL
                            : ValueCodec.decode(
                                    bytes, layout.start(bytes, column), layout.end(bytes, column));
        }
        return new ObjectVector(values, nulls, count);
    }
}
