package dev.reckon.storage.row;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Writes key columns as bytes that compare as the columns do: the order of PostgreSQL's btree.
///
/// Each column is self-delimiting, so the encoding of the first columns is a prefix of the whole
/// key's. A NOT NULL column of fixed width takes exactly its bytes; others carry a leading byte for
/// NULL. Equal values have equal bytes, also where they can look different (1.5 and 1.50, 0 and -0,
/// `'1 month'` and `'30 days'`). Immutable; safe for many threads.
public final class KeyEncoder {
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    // The byte before a column that may be NULL. NULL comes before or after all values.
    private static final int NULL_FIRST = 0;
    private static final int NOT_NULL = 1;
    private static final int NULL_LAST = 2;

    private final int keyCount;
    private final int[] columns;
    private final KeyForm[] forms;
    private final List<DataType> types;
    private final boolean[] descending;
    private final boolean[] nullable;
    private final boolean[] nullsFirst;
    private final int byteCapacity;
    private final boolean singleLong;

    /// Makes the encoder of a table's key.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 0A000 when values of a key column's type
    ///   have no order
    public KeyEncoder(TableSchema schema) {
        List<KeyColumn> key = schema.key();
        keyCount = key.size();
        columns = new int[keyCount];
        forms = new KeyForm[keyCount];
        descending = new boolean[keyCount];
        nullable = new boolean[keyCount];
        nullsFirst = new boolean[keyCount];
        types = key.stream().map(column -> schema.column(column.column()).type()).toList();
        int capacity = 0;
        for (int index = 0; index < keyCount; index++) {
            KeyColumn column = key.get(index);
            ColumnSchema description = schema.column(column.column());
            columns[index] = column.column();
            forms[index] = KeyForm.of(description.type());
            descending[index] = column.descending();
            nullable[index] = !description.notNull();
            nullsFirst[index] = column.nullsFirst();
            capacity += 1 + Math.max(forms[index].byteCount(), 16);
        }
        byteCapacity = capacity;
        singleLong = keyCount == 1 && !nullable[0] && isLong(forms[0]);
    }

    /// Returns the number of key columns.
    public int keyCount() {
        return keyCount;
    }

    /// Returns whether the key is one NOT NULL column in a `LongVector` of at most eight bytes, so
    /// that its code alone tells keys apart: [#code] and [#value] convert.
    public boolean isSingleLong() {
        return singleLong;
    }

    private static boolean isLong(KeyForm form) {
        return switch (form) {
            case BOOLEAN, INT2, INT4, INT8, UNSIGNED8 -> true;
            case FLOAT4, FLOAT8, UUID, NUMERIC, STRING, PADDED_STRING, OBJECT -> false;
        };
    }

    /// Returns the number of bytes of every key; -1 when it varies.
    public int keyByteCount() {
        return prefixByteCount(keyCount);
    }

    /// Returns the number of bytes that the first `columnCount` columns take in every key; -1 when
    /// it varies.
    public int prefixByteCount(int columnCount) {
        int byteCount = 0;
        for (int index = 0; index < columnCount; index++) {
            if (nullable[index] || forms[index].byteCount() < 0) {
                return -1;
            }
            byteCount += forms[index].byteCount();
        }
        return byteCount;
    }

    /// Returns the code of a key that [#isSingleLong].
    public long code(long value) {
        long code =
                switch (forms[0]) {
                    case BOOLEAN -> value << 56;
                    case INT2 -> (value ^ Short.MIN_VALUE) << 48;
                    case INT4 -> (value ^ Integer.MIN_VALUE) << 32;
                    case UNSIGNED8 -> value;
                    default -> value ^ Long.MIN_VALUE;
                };
        // Only the key's own bytes are turned over; those that pad the code stay zero.
        return descending[0] ? code ^ keyBits() : code;
    }

    /// Puts the codes of the first `count` values to `target` from `start` on: [#code] for many.
    public void encodeCodes(long[] values, int count, long[] target, int start) {
        if (forms[0] == KeyForm.BOOLEAN || forms[0] == KeyForm.UNSIGNED8) {
            for (int index = 0; index < count; index++) {
                target[start + index] = code(values[index]);
            }
            return;
        }
        long flip = descending[0] ? keyBits() : 0;
        long mask = flip ^ Long.MIN_VALUE;
        int shift = 64 - 8 * forms[0].byteCount();
        for (int index = 0; index < count; index++) {
            target[start + index] = values[index] << shift ^ mask;
        }
    }

    /// Returns the key of a code that [#isSingleLong].
    public RowKey keyOfCode(long code) {
        byte[] key = new byte[forms[0].byteCount()];
        for (int index = 0; index < key.length; index++) {
            key[index] = (byte) (code >>> (56 - 8 * index));
        }
        return new RowKey(key);
    }

    /// Returns the number of a key column among the table's columns.
    ///
    /// @param index of the key column
    public int column(int index) {
        return columns[index];
    }

    /// Returns the value whose [#code] is `code`.
    public long value(long code) {
        long ascending = descending[0] ? code ^ keyBits() : code;
        return switch (forms[0]) {
            case BOOLEAN -> ascending >>> 56;
            case INT2 -> (ascending ^ Long.MIN_VALUE) >> 48;
            case INT4 -> (ascending ^ Long.MIN_VALUE) >> 32;
            case UNSIGNED8 -> ascending;
            default -> ascending ^ Long.MIN_VALUE;
        };
    }

    /// Replaces the first `count` codes by their values: [#value] for many.
    public void decodeCodes(long[] codes, int count) {
        long flip = descending[0] ? keyBits() : 0;
        if (forms[0] == KeyForm.BOOLEAN || forms[0] == KeyForm.UNSIGNED8) {
            for (int index = 0; index < count; index++) {
                codes[index] = value(codes[index]);
            }
            return;
        }
        // A signed number in the highest bytes, with its sign turned over.
        long mask = flip ^ Long.MIN_VALUE;
        int shift = 64 - 8 * forms[0].byteCount();
        for (int index = 0; index < count; index++) {
            codes[index] = (codes[index] ^ mask) >> shift;
        }
    }

    private long keyBits() {
        return -1L << (64 - 8 * forms[0].byteCount());
    }

    /// Returns the key of one physical row of a batch whose columns are the table's.
    public RowKey encode(Batch batch, int row) {
        if (singleLong) {
            return singleLongKey(batch.column(columns[0]), row);
        }
        var writer = new KeyWriter(new ByteBuilder(byteCapacity));
        for (int index = 0; index < keyCount; index++) {
            putColumn(writer, index, batch.column(columns[index]), row);
        }
        return new RowKey(writer.target().build());
    }

    /// Returns the key of one physical row of a batch whose columns are the key columns alone, in
    /// key order.
    public RowKey encodeKeyColumns(Batch keyColumns, int row) {
        if (singleLong) {
            return singleLongKey(keyColumns.column(0), row);
        }
        var writer = new KeyWriter(new ByteBuilder(byteCapacity));
        for (int index = 0; index < keyCount; index++) {
            putColumn(writer, index, keyColumns.column(index), row);
        }
        return new RowKey(writer.target().build());
    }

    /// Returns the bytes of one key column.
    ///
    /// @param index of the key column
    /// @param vector whose row 0 is encoded
    public byte[] encodeKeyColumn(int index, ColumnVector vector) {
        var writer = new KeyWriter(new ByteBuilder(byteCapacity));
        putColumn(writer, index, vector, 0);
        return writer.target().build();
    }

    /// Returns whether a key column is a NOT NULL string that ascends, and whose every byte counts:
    /// its bytes in a key are its own, unless some are escaped, and one that ends it.
    public boolean isPlainString(int index) {
        return forms[index] == KeyForm.STRING && !nullable[index] && !descending[index];
    }

    /// Returns where a plain string that begins at `start` of a key ends: at its last byte or where
    /// the key ends; -1 when some of its bytes are escaped.
    public static int plainStringEnd(byte[] key, int start) {
        int end = start;
        while (end < key.length && (key[end] & 0xFF) > KeyWriter.STRING_ESCAPE) {
            end++;
        }
        return end < key.length && key[end] == KeyWriter.STRING_ESCAPE ? -1 : end;
    }

    /// Returns the commonest kind of key without a detour.
    private RowKey singleLongKey(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            throw new IllegalArgumentException("NULL in NOT NULL key column 0");
        }
        return new RowKey(singleLongBytes(((LongVector) vector).values()[row]));
    }

    private byte[] singleLongBytes(long value) {
        byte[] bytes = new byte[forms[0].byteCount()];
        long code = code(value);
        if (bytes.length == Long.BYTES) {
            BIG_ENDIAN_LONG.set(bytes, 0, code);
            return bytes;
        }
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) (code >>> (56 - 8 * index));
        }
        return bytes;
    }

    private void putColumn(KeyWriter writer, int index, ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            putNull(writer, index);
            return;
        }
        int start = putNotNull(writer, index);
        KeyForm form = forms[index];
        switch (vector) {
            case LongVector numbers -> writer.putLong(form, numbers.values()[row]);
            case DoubleVector numbers -> writer.putDouble(form, numbers.values()[row]);
            case BytesVector strings ->
                    writer.putBytes(
                            form, strings.bytes(), strings.starts()[row], strings.ends()[row]);
            case NumericVector numbers when numbers.isCompact() ->
                    writer.putNumeric(numbers.unscaled()[row], numbers.scale());
            case NumericVector numbers -> writer.putNumeric(numbers.wide()[row]);
            case ObjectVector objects ->
                    KeyObjects.put(writer, Optional.of(types.get(index)), objects.values()[row]);
        }
        if (descending[index]) {
            writer.target().invert(start);
        }
    }

    private void putNull(KeyWriter writer, int index) {
        if (!nullable[index]) {
            throw new IllegalArgumentException("NULL in NOT NULL key column " + index);
        }
        writer.target().putByte(nullsFirst[index] ? NULL_FIRST : NULL_LAST);
    }

    /// Returns where the column's value starts.
    private int putNotNull(KeyWriter writer, int index) {
        if (nullable[index]) {
            writer.target().putByte(NOT_NULL);
        }
        return writer.target().length();
    }

    /// Returns the bytes of the first `values.size()` key columns: a prefix of the keys of all rows
    /// with those values, or the whole key.
    ///
    /// @param values of the key columns' types, in key order
    /// @throws IllegalArgumentException when a value is of another type, or NULL in a NOT NULL
    ///   column
    public byte[] encodePrefix(List<Value> values) {
        if (singleLong
                && values.size() == 1
                && values.getFirst() instanceof Value.Int(long number)) {
            return singleLongBytes(number);
        }
        var writer = new KeyWriter(new ByteBuilder(byteCapacity));
        for (int index = 0; index < values.size(); index++) {
            Value value = values.get(index);
            if (value.isNull()) {
                putNull(writer, index);
                continue;
            }
            if (!forms[index].fits(value)) {
                throw new IllegalArgumentException(
                        "a key column of type %s, not %s".formatted(types.get(index), value));
            }
            int start = putNotNull(writer, index);
            KeyObjects.put(writer, Optional.of(types.get(index)), value);
            if (descending[index]) {
                writer.target().invert(start);
            }
        }
        return writer.target().build();
    }
}
