package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.row.ValueCodec;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Writes batches as bytes for temporary files, and reads them again in the same process: so there
/// is no version, and no checksum. For one thread.
///
/// Total bytes and rows as two ints; then each column: the number of words of its NULL bitmap, the
/// words, and the values as its vector holds them.
final class BatchCodec {
    static final int HEADER_BYTE_COUNT = 2 * Integer.BYTES;

    private static final byte COMPACT = 1;
    private static final byte WIDE = 0;

    private final List<PhysicalType> types;
    private ByteBuffer target = ByteBuffer.allocate(1 << 10).order(ByteOrder.nativeOrder());

    BatchCodec(List<PhysicalType> types) {
        this.types = types;
    }

    /// Encodes the first `rowCount` rows of the columns into [#bytes], and returns how many bytes
    /// they take there.
    int encode(List<ColumnVector> columns, int rowCount) {
        target.clear();
        reserve(HEADER_BYTE_COUNT);
        target.position(HEADER_BYTE_COUNT);
        for (ColumnVector column : columns) {
            putLongsWithLength(
                    column.nulls(), Math.min(column.nulls().length, wordCount(rowCount)));
            switch (column) {
                case LongVector vector -> putLongs(vector.values(), rowCount);
                case DoubleVector vector -> {
                    reserve(rowCount * Double.BYTES);
                    target.asDoubleBuffer().put(vector.values(), 0, rowCount);
                    advance(rowCount * Double.BYTES);
                }
                case NumericVector vector -> putNumerics(vector, rowCount);
                case BytesVector vector -> putStrings(vector, rowCount);
                case ObjectVector vector -> {
                    for (int row = 0; row < rowCount; row++) {
                        putValue(vector.value(row));
                    }
                }
            }
        }
        int byteCount = target.position();
        target.putInt(0, byteCount).putInt(Integer.BYTES, rowCount);
        return byteCount;
    }

    /// Returns the array that [#encode] filled; borrowed until the next call.
    byte[] bytes() {
        return target.array();
    }

    private void putNumerics(NumericVector vector, int rowCount) {
        reserve(1 + Integer.BYTES);
        if (vector.isCompact()) {
            target.put(COMPACT).putInt(vector.scale());
            putLongs(vector.unscaled(), rowCount);
            return;
        }
        target.put(WIDE);
        for (int row = 0; row < rowCount; row++) {
            putValue(vector.value(row));
        }
    }

    private void putStrings(BytesVector vector, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            int start = vector.starts()[row];
            int length = vector.isNull(row) ? 0 : vector.ends()[row] - start;
            putBytes(vector.bytes(), start, length);
        }
    }

    private void putValue(Value value) {
        byte[] bytes = ValueCodec.encodeWithShapes(value);
        putBytes(bytes, 0, bytes.length);
    }

    private void putBytes(byte[] bytes, int start, int length) {
        reserve(Integer.BYTES + length);
        target.putInt(length).put(bytes, start, length);
    }

    private void putLongsWithLength(long[] words, int count) {
        reserve(Integer.BYTES);
        target.putInt(count);
        putLongs(words, count);
    }

    private void putLongs(long[] words, int count) {
        reserve(count * Long.BYTES);
        target.asLongBuffer().put(words, 0, count);
        advance(count * Long.BYTES);
    }

    private void advance(int byteCount) {
        target.position(target.position() + byteCount);
    }

    private void reserve(int byteCount) {
        if (target.remaining() < byteCount) {
            long capacity = Math.max(2L * target.capacity(), (long) target.position() + byteCount);
            ByteBuffer larger =
                    ByteBuffer.allocate((int) Math.min(capacity, Integer.MAX_VALUE - 16))
                            .order(ByteOrder.nativeOrder());
            target = larger.put(target.flip());
        }
    }

    /// Returns how many bytes the batch takes whose first [#HEADER_BYTE_COUNT] bytes are given.
    int byteCount(byte[] header) {
        return ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getInt(0);
    }

    /// Reads a batch that [#encode] wrote.
    Batch decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int rowCount = source.position(Integer.BYTES).getInt();
        List<ColumnVector> columns = new ArrayList<>(types.size());
        for (PhysicalType type : types) {
            int words = source.getInt();
            long[] nulls = words == 0 ? Nulls.NONE : longs(source, words);
            columns.add(
                    switch (type) {
                        case BOOLEAN, INT2, INT4, INT8 ->
                                new LongVector(longs(source, rowCount), nulls, rowCount);
                        case FLOAT4, FLOAT8 -> {
                            double[] values = new double[rowCount];
                            source.asDoubleBuffer().get(values);
                            source.position(source.position() + rowCount * Double.BYTES);
                            yield new DoubleVector(values, nulls, rowCount);
                        }
                        case NUMERIC -> numerics(bytes, source, nulls, rowCount);
                        case BYTES -> strings(bytes, source, nulls, rowCount);
                        case OBJECT ->
                                new ObjectVector(values(bytes, source, rowCount), nulls, rowCount);
                    });
        }
        return new Batch(columns, rowCount);
    }

    private static long[] longs(ByteBuffer source, int count) {
        long[] values = new long[count];
        source.asLongBuffer().get(values);
        source.position(source.position() + count * Long.BYTES);
        return values;
    }

    private static NumericVector numerics(
            byte[] bytes, ByteBuffer source, long[] nulls, int rowCount) {
        if (source.get() == COMPACT) {
            int scale = source.getInt();
            return NumericVector.compact(longs(source, rowCount), scale, nulls, rowCount);
        }
        return NumericVector.wide(values(bytes, source, rowCount), nulls, rowCount);
    }

    /// Leaves the strings where they are: the vector shares the batch's array.
    private static BytesVector strings(
            byte[] bytes, ByteBuffer source, long[] nulls, int rowCount) {
        int[] starts = new int[rowCount];
        int[] ends = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            int length = source.getInt();
            starts[row] = source.position();
            ends[row] = starts[row] + length;
            source.position(ends[row]);
        }
        return new BytesVector(bytes, starts, ends, nulls, rowCount);
    }

    private static Value[] values(byte[] bytes, ByteBuffer source, int rowCount) {
        Value[] values = new Value[rowCount];
        for (int row = 0; row < rowCount; row++) {
            int length = source.getInt();
            int start = source.position();
            values[row] = ValueCodec.decode(bytes, start, start + length);
            source.position(start + length);
        }
        return values;
    }

    private static int wordCount(int rowCount) {
        return (rowCount + 63) >>> 6;
    }
}
