package dev.reckon.storage.row;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.PhysicalType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// How the rows of a table are laid out in a byte array: a null bitmap, the fixed-width columns at
/// fixed offsets, the ends of the variable ones, and their bytes. Immutable; safe for many threads.
///
/// - The bitmap has a bit for each nullable column, and no byte when there is none.
/// - Numbers are little-endian. A NULL of fixed width keeps its place, zeroed.
/// - An end is an offset from the first variable byte, for each variable column but the last, whose
///   end is that of the row. Ends take two bytes in a row of at most 65,535 bytes and four in a
///   longer one.
/// - A numeric is in the form of [NumericCodec], a value without a vector of its own in that of
///   [ValueCodec].
public final class RowLayout {
    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Rows up to this long have ends of two bytes.
    private static final int NARROW_BYTES_MAX = 0xFFFF;

    private static final byte[] NO_BYTES = {};
    private static final byte[][] NO_BOXED = {};
    private static final ColumnVector[] NO_COLUMNS = {};

    private final int columnCount;
    private final String[] names;
    private final PhysicalType[] physical;

    /// For each column: the offset of a fixed-width one, the ordinal of a variable one.
    private final int[] places;

    /// For each column: its bit in the bitmap, -1 when it is NOT NULL.
    private final int[] nullBits;

    private final int variableCount;
    private final int endsOffset;

    public RowLayout(TableSchema schema) {
        columnCount = schema.columns().size();
        names = new String[columnCount];
        physical = new PhysicalType[columnCount];
        places = new int[columnCount];
        nullBits = new int[columnCount];
        int nullableCount = 0;
        for (int column = 0; column < columnCount; column++) {
            ColumnSchema description = schema.column(column);
            names[column] = description.name();
            physical[column] = description.type().physical();
            nullBits[column] = description.notNull() ? -1 : nullableCount++;
        }
        int offset = (nullableCount + 7) >>> 3;
        int ordinal = 0;
        for (int column = 0; column < columnCount; column++) {
            if (physical[column].isFixedWidth()) {
                places[column] = offset;
                offset += physical[column].byteCount();
            } else {
                places[column] = ordinal++;
            }
        }
        variableCount = ordinal;
        endsOffset = offset;
    }

    int columnCount() {
        return columnCount;
    }

    PhysicalType physical(int column) {
        return physical[column];
    }

    /// Returns the offset of a fixed-width column.
    int offset(int column) {
        return places[column];
    }

    boolean isNullable(int column) {
        return nullBits[column] >= 0;
    }

    boolean isNull(byte[] row, int column) {
        int bit = nullBits[column];
        return bit >= 0 && (row[bit >>> 3] & 1 << (bit & 7)) != 0;
    }

    /// Returns the offset of the first byte of a variable column.
    int start(byte[] row, int column) {
        int ordinal = places[column];
        int first = endsOffset + (variableCount - 1) * endBytes(row);
        return ordinal == 0 ? first : first + storedEnd(row, ordinal - 1);
    }

    /// Returns the offset after the last byte of a variable column.
    int end(byte[] row, int column) {
        int ordinal = places[column];
        return ordinal == variableCount - 1
                ? row.length
                : endsOffset + (variableCount - 1) * endBytes(row) + storedEnd(row, ordinal);
    }

    private int storedEnd(byte[] row, int ordinal) {
        return row.length <= NARROW_BYTES_MAX
                ? (short) SHORT.get(row, endsOffset + 2 * ordinal) & 0xFFFF
                : (int) INT.get(row, endsOffset + 4 * ordinal);
    }

    private static int endBytes(byte[] row) {
        return row.length <= NARROW_BYTES_MAX ? Short.BYTES : Integer.BYTES;
    }

    /// Encodes one physical row of a batch whose columns are all of the table's, in order.
    ///
    /// @throws IllegalArgumentException when a NOT NULL column is NULL, which the caller checks
    public byte[] encode(Batch batch, int row) {
        return encode(batch.columns().toArray(NO_COLUMNS), row);
    }

    /// Encodes one row of vectors that are all of the table's columns, in order.
    ///
    /// @throws IllegalArgumentException when a NOT NULL column is NULL, which the caller checks
    public byte[] encode(ColumnVector[] columns, int row) {
        byte[][] boxed = variableCount == 0 ? NO_BOXED : new byte[columnCount][];
        int variableBytes = 0;
        for (int column = 0; column < columnCount; column++) {
            if (!physical[column].isFixedWidth()) {
                variableBytes += variableBytes(columns[column], row, boxed, column);
            }
        }
        int endCount = Math.max(variableCount - 1, 0);
        int narrowLength = endsOffset + endCount * Short.BYTES + variableBytes;
        boolean narrow = narrowLength <= NARROW_BYTES_MAX;
        byte[] bytes = new byte[narrow ? narrowLength : narrowLength + endCount * Short.BYTES];
        int start = bytes.length - variableBytes;
        int end = start;
        for (int column = 0; column < columnCount; column++) {
            ColumnVector vector = columns[column];
            boolean isNull = vector.isNull(row);
            if (isNull) {
                setNull(bytes, column);
            }
            if (physical[column].isFixedWidth()) {
                if (!isNull) {
                    putFixed(bytes, column, vector, row);
                }
                continue;
            }
            if (!isNull) {
                end = putVariable(bytes, end, vector, row, boxed[column]);
            }
            if (places[column] < endCount) {
                putEnd(bytes, places[column], end - start, narrow);
            }
        }
        return bytes;
    }

    /// Returns how many bytes a variable column takes; keeps in `boxed` what had to be encoded to
    /// know that.
    private int variableBytes(ColumnVector vector, int row, byte[][] boxed, int column) {
        if (vector.isNull(row)) {
            return 0;
        }
        return switch (vector) {
            case BytesVector strings -> strings.ends()[row] - strings.starts()[row];
            case NumericVector numbers when fitsCompact(numbers) -> {
                boxed[column] = NO_BYTES;
                yield NumericCodec.byteCount(numbers.unscaled()[row]);
            }
            case NumericVector numbers -> {
                boxed[column] = NumericCodec.encode(numbers.value(row));
                yield boxed[column].length;
            }
            case ObjectVector objects -> {
                boxed[column] = ValueCodec.encode(objects.values()[row]);
                yield boxed[column].length;
            }
            case LongVector _, DoubleVector _ -> throw mismatch(column, vector);
        };
    }

    private static boolean fitsCompact(NumericVector numbers) {
        return numbers.isCompact() && NumericCodec.fitsCompact(numbers.scale());
    }

    private static int putVariable(
            byte[] bytes, int offset, ColumnVector vector, int row, byte[] boxed) {
        return switch (vector) {
            case BytesVector strings -> {
                int length = strings.ends()[row] - strings.starts()[row];
                System.arraycopy(strings.bytes(), strings.starts()[row], bytes, offset, length);
                yield offset + length;
            }
            case NumericVector numbers when fitsCompact(numbers) ->
                    NumericCodec.write(numbers.unscaled()[row], numbers.scale(), bytes, offset);
            default -> {
                System.arraycopy(boxed, 0, bytes, offset, boxed.length);
                yield offset + boxed.length;
            }
        };
    }

    private void putEnd(byte[] bytes, int ordinal, int end, boolean narrow) {
        if (narrow) {
            SHORT.set(bytes, endsOffset + Short.BYTES * ordinal, (short) end);
        } else {
            INT.set(bytes, endsOffset + Integer.BYTES * ordinal, end);
        }
    }

    private void putFixed(byte[] bytes, int column, ColumnVector vector, int row) {
        int offset = places[column];
        switch (vector) {
            case LongVector numbers -> {
                long value = numbers.values()[row];
                switch (physical[column]) {
                    case BOOLEAN -> bytes[offset] = (byte) value;
                    case INT2 -> SHORT.set(bytes, offset, (short) value);
                    case INT4 -> INT.set(bytes, offset, (int) value);
                    case INT8 -> LONG.set(bytes, offset, value);
                    default -> throw mismatch(column, vector);
                }
            }
            case DoubleVector numbers -> {
                double value = numbers.values()[row];
                switch (physical[column]) {
                    case FLOAT4 -> INT.set(bytes, offset, Float.floatToRawIntBits((float) value));
                    case FLOAT8 -> LONG.set(bytes, offset, Double.doubleToRawLongBits(value));
                    default -> throw mismatch(column, vector);
                }
            }
            case NumericVector _, BytesVector _, ObjectVector _ -> throw mismatch(column, vector);
        }
    }

    private void setNull(byte[] bytes, int column) {
        int bit = nullBits[column];
        if (bit < 0) {
            throw new IllegalArgumentException("NULL in NOT NULL column " + names[column]);
        }
        bytes[bit >>> 3] |= (byte) (1 << (bit & 7));
    }

    private IllegalArgumentException mismatch(int column, ColumnVector vector) {
        return new IllegalArgumentException(
                "column %s is %s, not a %s"
                        .formatted(
                                names[column],
                                physical[column],
                                vector.getClass().getSimpleName()));
    }

    /// Decodes some columns of many rows into vectors.
    ///
    /// @param rows of which the first `count` are used
    public List<ColumnVector> decode(byte[][] rows, int count, List<Integer> columns) {
        var vectors = new ArrayList<ColumnVector>(columns.size());
        for (int index = 0; index < columns.size(); index++) {
            vectors.add(decode(rows, count, columns.get(index)));
        }
        return vectors;
    }

    /// Decodes one column of many rows.
    ///
    /// @param rows of which the first `count` are used
    public ColumnVector decode(byte[][] rows, int count, int column) {
        return new RowDecoder(this, rows, count).column(column);
    }
}
