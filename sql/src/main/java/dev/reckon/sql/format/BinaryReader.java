package dev.reckon.sql.format;

import dev.reckon.sql.format.geometry.ShapeBytes;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.format.xml.XmlText;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads values as PostgreSQL's receive functions do.
final class BinaryReader {
    private static final int JSONB_VERSION = 1;

    private BinaryReader() {}

    static Value read(byte[] bytes, DataType type, Environment environment) {
        var buffer = ByteBuffer.wrap(bytes);
        Value value;
        try {
            value = read(buffer, type, environment);
        } catch (BufferUnderflowException e) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
        if (buffer.hasRemaining()) {
            throw InputErrors.binary("incorrect binary data format");
        }
        return value;
    }

    private static Value read(ByteBuffer buffer, DataType type, Environment environment) {
        return switch (type.physical()) {
            case BOOLEAN -> new Value.Int(buffer.get() == 0 ? 0 : 1);
            case INT2 -> new Value.Int(buffer.getShort());
            case INT4 ->
                    type.category() == TypeCategory.ENUM
                            ? ValueFormat.readText(utf8(rest(buffer)), type, -1, environment)
                            : new Value.Int(buffer.getInt());
            case INT8 -> readInt8(buffer, type, environment);
            case FLOAT4 -> new Value.Real(buffer.getFloat());
            case FLOAT8 -> new Value.Real(buffer.getDouble());
            case NUMERIC -> readNumeric(buffer);
            case BYTES -> readString(buffer, type, environment);
            case OBJECT -> readObject(buffer, type, environment);
        };
    }

    private static Value readInt8(ByteBuffer buffer, DataType type, Environment environment) {
        if (type.category() == TypeCategory.ENUM) {
            return ValueFormat.readText(utf8(rest(buffer)), type, -1, environment);
        }
        return new Value.Int(
                type.byteLength() == Integer.BYTES
                        ? Integer.toUnsignedLong(buffer.getInt())
                        : buffer.getLong());
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new DatabaseException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                    "invalid byte sequence for encoding \"UTF8\"");
        }
    }

    private static Value readString(ByteBuffer buffer, DataType type, Environment environment) {
        return switch (type.name()) {
            case "bytea" -> new Value.Bytes(rest(buffer));
            case "uuid" -> {
                byte[] uuid = new byte[16];
                buffer.get(uuid);
                yield new Value.Bytes(uuid);
            }
            case "macaddr", "macaddr8" -> {
                byte[] address = new byte[type.byteLength()];
                buffer.get(address);
                yield new Value.Bytes(address);
            }
            case "jsonb" -> {
                int version = buffer.get();
                if (version != JSONB_VERSION) {
                    throw new DatabaseException(
                            SqlState.INTERNAL_ERROR, "unsupported jsonb version number " + version);
                }
                yield Value.text(JsonWriter.text(JsonParser.parse(utf8(rest(buffer)))));
            }
            case "jsonpath" -> {
                int version = buffer.get();
                if (version != JSONB_VERSION) {
                    throw new DatabaseException(
                            SqlState.INTERNAL_ERROR,
                            "unsupported jsonpath version number: " + version);
                }
                yield Value.text(JsonPath.parse(utf8(rest(buffer))).text());
            }
            case "xml" -> {
                String text = XmlText.decode(rest(buffer));
                checkText(text.getBytes(StandardCharsets.UTF_8));
                XmlText.validate(text, environment.setting("xmloption").equals("document"));
                yield Value.text(text);
            }
            case "json" -> {
                String text = utf8(rest(buffer));
                JsonParser.validate(text);
                yield Value.text(text);
            }
            default -> {
                if (type.category() == TypeCategory.GEOMETRIC) {
                    yield new Value.Bytes(ShapeBytes.bytes(ShapeBytes.read(buffer, type)));
                }
                byte[] bytes = rest(buffer);
                checkText(bytes);
                yield new Value.Bytes(bytes);
            }
        };
    }

    private static void checkText(byte[] bytes) {
        utf8(bytes);
        for (byte unit : bytes) {
            if (unit == 0) {
                throw new DatabaseException(
                        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": 0x00");
            }
        }
    }

    private static Value readNumeric(ByteBuffer buffer) {
        int count = buffer.getShort();
        int weight = buffer.getShort();
        int sign = buffer.getShort() & 0xFFFF;
        int scale = buffer.getShort() & 0x3FFF;
        switch (sign) {
            case BinaryWriter.NAN -> {
                return Value.SpecialNumeric.NAN;
            }
            case BinaryWriter.POSITIVE_INFINITY -> {
                return Value.SpecialNumeric.POSITIVE_INFINITY;
            }
            case BinaryWriter.NEGATIVE_INFINITY -> {
                return Value.SpecialNumeric.NEGATIVE_INFINITY;
            }
            case 0, BinaryWriter.NEGATIVE -> {}
            default -> throw InputErrors.binary("invalid sign in external \"numeric\" value");
        }
        BigInteger unscaled = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(BinaryWriter.DIGIT_BASE);
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            int digit = buffer.getShort();
            if (digit < 0 || digit >= BinaryWriter.DIGIT_BASE) {
                throw InputErrors.binary("invalid digit in external \"numeric\" value");
            }
            unscaled = unscaled.multiply(base).add(BigInteger.valueOf(digit));
        }
        var number = new BigDecimal(unscaled, (count - weight - 1) * BinaryWriter.DIGITS);
        number = number.setScale(scale, java.math.RoundingMode.DOWN);
        return new Value.Numeric(sign == BinaryWriter.NEGATIVE ? number.negate() : number);
    }

    private static Value readObject(ByteBuffer buffer, DataType type, Environment environment) {
        return switch (type.category()) {
            case ARRAY -> readArray(buffer, type, environment);
            case RANGE -> readRange(buffer, type, environment);
            case COMPOSITE -> readRow(buffer, type, environment);
            case MULTIRANGE -> readMultiRange(buffer, type, environment);
            default ->
                    switch (type.name()) {
                        case "interval" -> {
                            long micros = buffer.getLong();
                            int days = buffer.getInt();
                            yield new Value.Interval(buffer.getInt(), days, micros);
                        }
                        case "timetz" -> new Value.TimeTz(buffer.getLong(), buffer.getInt());
                        case "bit", "varbit" -> {
                            int bitCount = buffer.getInt();
                            if (bitCount < 0 || (bitCount + 7) / 8 > buffer.remaining()) {
                                throw InputErrors.binary("invalid length in external bit string");
                            }
                            byte[] bits = new byte[(bitCount + 7) / 8];
                            buffer.get(bits);
                            yield Modifier.resize(new Value.Bits(bitCount, bits), bitCount);
                        }
                        case "inet", "cidr" -> {
                            buffer.get();
                            int bits = buffer.get() & 0xFF;
                            buffer.get();
                            int length = buffer.get();
                            if ((length != 4 && length != 16) || bits > length * 8) {
                                throw InputErrors.binary(
                                        "invalid length in external \"inet\" value");
                            }
                            byte[] address = new byte[length];
                            buffer.get(address);
                            yield new Value.Inet(address, bits);
                        }
                        default ->
                                throw DatabaseException.notSupported(
                                        "binary input of type " + type, "Use the text format.");
                    };
        };
    }

    private static Value readArray(ByteBuffer buffer, DataType type, Environment environment) {
        int dimensions = buffer.getInt();
        buffer.getInt();
        int elementOid = buffer.getInt();
        DataType element = ValueFormat.element(type, environment);
        if (elementOid != element.oid()) {
            throw new DatabaseException(SqlState.DATATYPE_MISMATCH, "wrong element type");
        }
        if (dimensions < 0 || dimensions > ArrayLimits.DIMENSIONS_MAX) {
            throw InputErrors.binary("invalid number of dimensions: " + dimensions);
        }
        List<Integer> lengths = new ArrayList<>();
        List<Integer> lowerBounds = new ArrayList<>();
        long count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            lengths.add(buffer.getInt());
            lowerBounds.add(buffer.getInt());
            count *= lengths.getLast();
        }
        if (count < 0 || count > buffer.remaining() / Integer.BYTES) {
            throw InputErrors.binary("invalid array size");
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            elements.add(readSized(buffer, element, environment));
        }
        return count == 0
                ? new Value.Array(List.of(), List.of(), List.of())
                : ArrayLimits.withinBounds(new Value.Array(lengths, lowerBounds, elements));
    }

    private static Value readSized(ByteBuffer buffer, DataType type, Environment environment) {
        int length = buffer.getInt();
        if (length < 0) {
            return Value.Null.NULL;
        }
        if (length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return read(bytes, type, environment);
    }

    private static Value readRange(ByteBuffer buffer, DataType type, Environment environment) {
        int flags = buffer.get();
        if ((flags & BinaryWriter.RANGE_EMPTY) != 0) {
            return Ranges.EMPTY;
        }
        DataType subtype = ValueFormat.element(type, environment);
        Value lower =
                (flags & BinaryWriter.RANGE_LOWER_UNBOUNDED) != 0
                        ? Value.Null.NULL
                        : readSized(buffer, subtype, environment);
        Value upper =
                (flags & BinaryWriter.RANGE_UPPER_UNBOUNDED) != 0
                        ? Value.Null.NULL
                        : readSized(buffer, subtype, environment);
        return Ranges.of(
                type,
                lower,
                (flags & BinaryWriter.RANGE_LOWER_INCLUSIVE) != 0,
                upper,
                (flags & BinaryWriter.RANGE_UPPER_INCLUSIVE) != 0);
    }

    private static Value readMultiRange(ByteBuffer buffer, DataType type, Environment environment) {
        int count = buffer.getInt();
        if (count < 0 || count > buffer.remaining() / Integer.BYTES) {
            throw InputErrors.binary("invalid number of ranges: " + count);
        }
        DataType range = ValueFormat.element(type, environment);
        List<Value.Range> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            if (!(readSized(buffer, range, environment) instanceof Value.Range part)) {
                throw InputErrors.binary("a multirange cannot contain null values");
            }
            ranges.add(part);
        }
        return MultiRanges.of(ranges);
    }

    private static Value readRow(ByteBuffer buffer, DataType type, Environment environment) {
        List<Names.Field> fields = environment.names().fields(type);
        int count = buffer.getInt();
        if (count != fields.size()) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "wrong number of columns: " + count + ", expected " + fields.size());
        }
        List<Value> values = new ArrayList<>();
        for (Names.Field field : fields) {
            int oid = buffer.getInt();
            if (oid != field.type().oid()) {
                throw new DatabaseException(
                        SqlState.DATATYPE_MISMATCH,
                        "binary data has type "
                                + oid
                                + " instead of expected "
                                + field.type().oid()
                                + " in record column "
                                + (values.size() + 1));
            }
            DataType base = environment.names().baseType(field.type());
            Value value = readSized(buffer, base, environment);
            values.add(
                    base.equals(field.type()) ? value : environment.checked(value, field.type()));
        }
        return new Value.Row(values);
    }
}
