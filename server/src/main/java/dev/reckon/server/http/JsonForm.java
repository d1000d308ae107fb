package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/// How a type's values look in JSON.
///
/// A number is one only when every client reads it exactly, since most read a double: integers up
/// to 2^53 - 1, numerics of up to 15 digits. The others are strings with all their digits, as are
/// NaN and the infinities.
enum JsonForm {
    BOOLEAN,
    INTEGER,
    FLOAT,
    NUMERIC,
    JSON,
    ARRAY,
    TEXT;

    /// The largest integer below which a double has every one: JavaScript's MAX_SAFE_INTEGER.
    private static final long EXACT_INTEGER_MAX = (1L << 53) - 1;

    /// A double holds any decimal of so many digits.
    private static final int EXACT_DIGIT_COUNT = 15;

    static JsonForm of(DataType type) {
        if (type.isArray()
                && !type.equals(DataType.INT2VECTOR)
                && !type.equals(DataType.OIDVECTOR)) {
            return ARRAY;
        }
        if (type.equals(DataType.BOOL)) {
            return BOOLEAN;
        }
        if (type.equals(DataType.INT2)
                || type.equals(DataType.INT4)
                || type.equals(DataType.INT8)
                || type.equals(DataType.OID)) {
            return INTEGER;
        }
        if (type.equals(DataType.FLOAT4) || type.equals(DataType.FLOAT8)) {
            return FLOAT;
        }
        if (type.equals(DataType.NUMERIC)) {
            return NUMERIC;
        }
        return type.equals(DataType.JSON) || type.equals(DataType.JSONB) ? JSON : TEXT;
    }

    /// Writes one row of a vector, which may be NULL.
    ///
    /// @param scratch is written over
    void write(
            JsonGenerator json,
            ColumnVector vector,
            int row,
            DataType type,
            Environment environment,
            ByteSink scratch)
            throws IOException {
        if (vector.isNull(row)) {
            json.writeNull();
            return;
        }
        if (vector instanceof LongVector longs) {
            if (this == BOOLEAN) {
                json.writeBoolean(longs.values()[row] != 0);
                return;
            }
            if (this == INTEGER) {
                writeInteger(json, longs.values()[row]);
                return;
            }
        }
        if (this == ARRAY) {
            write(json, vector.value(row), type, environment);
            return;
        }
        scratch.truncate(0);
        ValueFormat.writeText(vector, row, type, environment, scratch);
        if (this == TEXT) {
            json.writeUTF8String(scratch.bytes(), 0, scratch.length());
        } else {
            writeText(
                    json, new String(scratch.bytes(), 0, scratch.length(), StandardCharsets.UTF_8));
        }
    }

    private static void write(
            JsonGenerator json, Value value, DataType type, Environment environment)
            throws IOException {
        switch (value) {
            case Value.Null _ -> json.writeNull();
            case Value.Array array when type.isArray() -> {
                DataType element =
                        environment
                                .names()
                                .type(Integer.toUnsignedLong(type.elementOid()))
                                .orElse(DataType.TEXT);
                if (array.lengths().isEmpty()) {
                    json.writeStartArray();
                    json.writeEndArray();
                } else {
                    writeDimension(
                            json, array, 0, array.elements().iterator(), element, environment);
                }
            }
            case Value.Int(long integer) when of(type) == BOOLEAN ->
                    json.writeBoolean(integer != 0);
            case Value.Int(long integer) when of(type) == INTEGER -> writeInteger(json, integer);
            default -> of(type).writeText(json, ValueFormat.text(value, type, environment));
        }
    }

    /// Writes one dimension of an array; the innermost holds the elements in order.
    private static void writeDimension(
            JsonGenerator json,
            Value.Array array,
            int dimension,
            Iterator<Value> elements,
            DataType elementType,
            Environment environment)
            throws IOException {
        json.writeStartArray();
        for (int i = 0; i < array.lengths().get(dimension); i++) {
            if (dimension == array.lengths().size() - 1) {
                write(json, elements.next(), elementType, environment);
            } else {
                writeDimension(json, array, dimension + 1, elements, elementType, environment);
            }
        }
        json.writeEndArray();
    }

    private static void writeInteger(JsonGenerator json, long value) throws IOException {
        if (Math.abs(value) <= EXACT_INTEGER_MAX && value != Long.MIN_VALUE) {
            json.writeNumber(value);
        } else {
            json.writeString(Long.toString(value));
        }
    }

    private void writeText(JsonGenerator json, String text) throws IOException {
        boolean raw =
                switch (this) {
                    case JSON -> true;
                    case FLOAT -> isFinite(text);
                    case NUMERIC -> isFinite(text) && digitCount(text) <= EXACT_DIGIT_COUNT;
                    case BOOLEAN, INTEGER, ARRAY, TEXT -> false;
                };
        if (raw) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    private static boolean isFinite(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9';
    }

    /// Counts the digits from the first that is not zero.
    private static int digitCount(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if ((character >= '1' && character <= '9') || (character == '0' && count > 0)) {
                count++;
            }
        }
        return count;
    }
}
