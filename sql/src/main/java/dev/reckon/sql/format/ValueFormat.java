package dev.reckon.sql.format;

import dev.reckon.sql.format.datetime.DateTimeInput;
import dev.reckon.sql.format.datetime.IntervalParser;
import dev.reckon.sql.format.datetime.IntervalText;
import dev.reckon.sql.format.geometry.ShapeBytes;
import dev.reckon.sql.format.geometry.ShapeParser;
import dev.reckon.sql.format.geometry.ShapeText;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.format.xml.XmlText;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads and writes values as PostgreSQL's clients do, in text and in binary. Stateless.
public final class ValueFormat {
    private static final int NO_MODIFIER = -1;

    /// Types from here on were made by statements: only these can be domains.
    private static final int OWN_OIDS = 16_384;

    private static final String ISO = "ISO, MDY";
    private static final long UNSIGNED_INT_MAX = 0xFFFF_FFFFL;

    private ValueFormat() {}

    /// Reads a value from its text.
    ///
    /// @param modifier is applied as by an explicit cast
    /// @throws DatabaseException 22P02, 22003, 22007, 22008, … as PostgreSQL's input functions
    public static Value readText(
            String text, DataType type, int modifier, Environment environment) {
        if (type.oid() >= OWN_OIDS) {
            DataType base = environment.names().baseType(type);
            if (!base.equals(type)) {
                int own = environment.names().baseModifier(type, modifier);
                return environment.checked(readInput(text, base, own, environment), type);
            }
        }
        Value value =
                switch (type.physical()) {
                    case BOOLEAN -> new Value.Int(readBoolean(text) ? 1 : 0);
                    case INT2 ->
                            new Value.Int(
                                    NumberText.readInteger(
                                            text, type, Short.MIN_VALUE, Short.MAX_VALUE));
                    case INT4, INT8 -> readLong(text, type, modifier, environment);
                    case FLOAT4 -> new Value.Real(FloatText.readFloat(text));
                    case FLOAT8 -> new Value.Real(FloatText.readDouble(text));
                    case NUMERIC -> NumberText.readNumeric(text);
                    case BYTES -> readString(text, type, environment);
                    case OBJECT -> readObject(text, type, modifier, environment);
                };
        return modifier < 0 ? value : Modifier.apply(value, type, modifier, true);
    }

    /// Reads a value as a type's input function does: a string that is longer than its type allows
    /// fails.
    ///
    /// @throws DatabaseException as [#readText], and 22001, 22026
    public static Value readInput(
            String text, DataType type, int modifier, Environment environment) {
        return switch (type.name()) {
            case "varchar", "bpchar", "bit", "varbit" ->
                    Modifier.apply(
                            readText(text, type, NO_MODIFIER, environment), type, modifier, false);
            default -> readText(text, type, modifier, environment);
        };
    }

    private static boolean readBoolean(String text) {
        String word = NumberText.trim(text).toLowerCase(Locale.ROOT);
        return switch (word) {
            case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
            case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
            default -> throw InputErrors.syntax(DataType.BOOL, text);
        };
    }

    private static Value readLong(
            String text, DataType type, int modifier, Environment environment) {
        if (type.category() == TypeCategory.ENUM) {
            for (Names.EnumLabel label : environment.names().enumLabels(type)) {
                if (label.text().equals(text)) {
                    return new Value.Int(label.code());
                }
            }
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input value for enum " + type + ": \"" + text + "\"");
        }
        return new Value.Int(
                switch (type.name()) {
                    case "int4" ->
                            NumberText.readInteger(
                                    text, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
                    case "date" -> DateTimeInput.date(text, environment);
                    case "timestamp" -> DateTimeInput.timestamp(text, modifier, environment);
                    case "timestamptz" -> DateTimeInput.timestampTz(text, modifier, environment);
                    case "time" -> DateTimeInput.time(text, modifier, environment);
                    case "xid", "cid", "xid8" ->
                            NumberText.readLeading(
                                    text, type.name().equals("xid8") ? -1 : UNSIGNED_INT_MAX);
                    case "oid" ->
                            NumberText.readInteger(text, type, Integer.MIN_VALUE, UNSIGNED_INT_MAX)
                                    & UNSIGNED_INT_MAX;
                    case "money" -> MoneyText.read(text);
                    case "pg_lsn" -> ObjectText.readLsn(text);
                    default ->
                            type.name().startsWith("reg")
                                    ? RegText.read(text, type, environment)
                                    : NumberText.readInteger(
                                            text, type, Long.MIN_VALUE, Long.MAX_VALUE);
                });
    }

    private static Value readString(String text, DataType type, Environment environment) {
        return switch (type.name()) {
            case "bytea" -> new Value.Bytes(ByteText.readBytea(text));
            case "uuid" -> new Value.Bytes(ByteText.readUuid(text));
            case "json" -> {
                JsonParser.validate(text);
                yield Value.text(text);
            }
            case "jsonb" -> Value.text(JsonWriter.text(JsonParser.parse(text)));
            case "xml" -> {
                XmlText.validate(text, environment.setting("xmloption").equals("document"));
                yield Value.text(text);
            }
            case "jsonpath" -> Value.text(JsonPath.parse(text).text());
            case "name" -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield new Value.Bytes(
                        Arrays.copyOf(bytes, Modifier.nameLength(bytes, 0, bytes.length)));
            }
            case "char" -> new Value.Bytes(ObjectText.readChar(text));
            case "macaddr", "macaddr8" -> new Value.Bytes(MacAddressText.read(text, type));
            default ->
                    type.category() == TypeCategory.GEOMETRIC
                            ? new Value.Bytes(
                                    ShapeBytes.bytes(
                                            ShapeParser.parse(text, type, FloatText::readDouble)))
                            : Value.text(text);
        };
    }

    private static Value readObject(
            String text, DataType type, int modifier, Environment environment) {
        return switch (type.category()) {
            case ARRAY ->
                    type.equals(DataType.INT2VECTOR) || type.equals(DataType.OIDVECTOR)
                            ? ObjectText.readVector(text, type)
                            : ArrayText.read(
                                    text,
                                    ArrayText.delimiter(type),
                                    elementReader(type, modifier, environment));
            case RANGE -> readRange(text, type, environment);
            case COMPOSITE -> RowText.read(text, type, environment);
            case MULTIRANGE -> {
                DataType range = element(type, environment);
                yield MultiRanges.of(
                        MultiRangeText.read(text).stream()
                                .map(part -> readRange(part, range, environment))
                                .toList());
            }
            default ->
                    switch (type.name()) {
                        case "interval" ->
                                IntervalParser.parse(
                                        text, modifier, environment.setting("intervalstyle"));
                        case "timetz" -> DateTimeInput.timeTz(text, modifier, environment);
                        case "bit", "varbit" -> ByteText.readBits(text);
                        case "inet" -> InetText.readInet(text);
                        case "cidr" -> InetText.readCidr(text);
                        case "record" -> RowText.read(text, type, environment);
                        default ->
                                throw DatabaseException.notSupported(
                                        "input of type " + type, "Build the value with functions.");
                    };
        };
    }

    private static java.util.function.Function<String, Value> elementReader(
            DataType array, int modifier, Environment environment) {
        DataType element = declaredElement(array, environment);
        return text -> readText(text, element, modifier, environment);
    }

    private static Value.Range readRange(String text, DataType type, Environment environment) {
        RangeText.Parts parts = RangeText.read(text);
        if (parts.empty()) {
            return Ranges.EMPTY;
        }
        DataType subtype = declaredElement(type, environment);
        Value lower =
                parts.lower()
                        .map(bound -> readText(bound, subtype, NO_MODIFIER, environment))
                        .orElse(Value.Null.NULL);
        Value upper =
                parts.upper()
                        .map(bound -> readText(bound, subtype, NO_MODIFIER, environment))
                        .orElse(Value.Null.NULL);
        return Ranges.of(type, lower, parts.lowerInclusive(), upper, parts.upperInclusive());
    }

    /// Returns the element type of an array, the subtype of a range, the range of a multirange;
    /// without its domains.
    public static DataType element(DataType type, Environment environment) {
        DataType element = declaredElement(type, environment);
        return element.oid() >= OWN_OIDS ? environment.names().baseType(element) : element;
    }

    private static DataType declaredElement(DataType type, Environment environment) {
        if (type.equals(DataType.ANYARRAY)) {
            return DataType.TEXT; // As the system's tables hold arrays of any type.
        }
        return DataType.builtIn(type.elementOid())
                .or(() -> environment.names().type(type.elementOid()))
                .orElseThrow(
                        () -> new IllegalArgumentException("no element type of " + type.name()));
    }

    /// Reads a value from its binary form, as its receive function does.
    public static Value readBinary(byte[] bytes, DataType type, Environment environment) {
        return BinaryReader.read(bytes, type, environment);
    }

    /// Appends the text of one row, which is not NULL, in UTF-8, without an object for each value
    /// in the common types.
    public static void writeText(
            ColumnVector vector, int row, DataType type, Environment environment, ByteSink sink) {
        switch (vector) {
            case LongVector longs -> writeLong(longs.values()[row], type, environment, sink);
            case DoubleVector doubles -> {
                int extraDigits = extraFloatDigits(environment);
                if (type.equals(DataType.FLOAT4)) {
                    FloatText.writeFloat((float) doubles.values()[row], extraDigits, sink);
                } else {
                    FloatText.writeDouble(doubles.values()[row], extraDigits, sink);
                }
            }
            case NumericVector numerics -> {
                if (numerics.isCompact()) {
                    NumberText.writeDecimal(numerics.unscaled()[row], numerics.scale(), sink);
                } else {
                    sink.writeText(NumberText.numericText(numerics.wide()[row]));
                }
            }
            case BytesVector strings ->
                    writeString(
                            strings.bytes(),
                            strings.starts()[row],
                            strings.ends()[row],
                            type,
                            environment,
                            sink);
            case dev.reckon.storage.batch.ObjectVector objects ->
                    sink.writeText(text(objects.values()[row], type, environment));
        }
    }

    private static int extraFloatDigits(Environment environment) {
        return Integer.parseInt(environment.setting("extra_float_digits"));
    }

    private static void writeLong(
            long value, DataType type, Environment environment, ByteSink sink) {
        switch (type.name()) {
            case "int2", "int4", "int8", "oid", "xid", "cid", "xid8" ->
                    NumberText.write(value, sink);
            case "bool" -> sink.writeByte(value == 0 ? 'f' : 't');
            case "date" -> DateTimeText.writeDate(value, environment, sink);
            case "timestamp" -> DateTimeText.writeTimestamp(value, environment, sink);
            case "timestamptz" -> DateTimeText.writeTimestampTz(value, environment, sink);
            case "time" -> DateTimeText.writeTimeOfDay(value, sink);
            case "money" -> sink.writeText(MoneyText.text(value));
            case "pg_lsn" -> sink.writeText(ObjectText.lsn(value));
            default -> {
                if (type.category() == TypeCategory.ENUM) {
                    sink.writeText(environment.names().enumLabel(type, value));
                } else if (type.name().startsWith("reg")) {
                    sink.writeText(RegText.text(value, type, environment));
                } else {
                    NumberText.write(value, sink);
                }
            }
        }
    }

    private static void writeString(
            byte[] bytes,
            int start,
            int end,
            DataType type,
            Environment environment,
            ByteSink sink) {
        switch (type.name()) {
            case "bytea" -> {
                if (environment.setting("bytea_output").equals("escape")) {
                    ByteText.writeEscaped(bytes, start, end, sink);
                } else {
                    ByteText.writeHex(bytes, start, end, sink);
                }
            }
            case "uuid" -> ByteText.writeUuid(bytes, start, sink);
            case "char" -> ObjectText.writeChar(bytes, start, end, sink);
            case "macaddr", "macaddr8" -> MacAddressText.write(bytes, start, end, sink);
            case "xml" ->
                    sink.writeText(
                            XmlText.output(
                                    new String(bytes, start, end - start, StandardCharsets.UTF_8)));
            default -> {
                if (type.category() == TypeCategory.GEOMETRIC) {
                    writeShape(Arrays.copyOfRange(bytes, start, end), type, environment, sink);
                } else {
                    sink.writeBytes(bytes, start, end - start);
                }
            }
        }
    }

    private static void writeShape(
            byte[] bytes, DataType type, Environment environment, ByteSink sink) {
        int extraDigits = extraFloatDigits(environment);
        sink.writeText(
                ShapeText.text(
                        ShapeBytes.shape(bytes, type),
                        number -> FloatText.doubleText(number, extraDigits)));
    }

    /// Appends the binary form of one row, which is not NULL.
    public static void writeBinary(
            ColumnVector vector, int row, DataType type, Environment environment, ByteSink sink) {
        BinaryWriter.write(vector, row, type, environment, sink);
    }

    /// Appends the binary form of a value that is not NULL.
    public static void writeBinary(
            Value value, DataType type, Environment environment, ByteSink sink) {
        BinaryWriter.write(value, type, environment, sink);
    }

    /// Returns the text of a value that is not NULL.
    public static String text(Value value, DataType declared, Environment environment) {
        DataType type =
                declared.oid() >= OWN_OIDS ? environment.names().baseType(declared) : declared;
        return switch (value) {
            case Value.Null _ -> throw new IllegalArgumentException("NULL has no text");
            case Value.Int(long number) -> {
                var sink = new ByteSink(32);
                writeLong(number, type, environment, sink);
                yield string(sink);
            }
            case Value.Real(double number) ->
                    type.equals(DataType.FLOAT4)
                            ? FloatText.floatText((float) number, extraFloatDigits(environment))
                            : FloatText.doubleText(number, extraFloatDigits(environment));
            case Value.Numeric _, Value.SpecialNumeric _ -> NumberText.numericText(value);
            case Value.Bytes(byte[] bytes) -> {
                var sink = new ByteSink(bytes.length + 2);
                writeString(bytes, 0, bytes.length, type, environment, sink);
                yield string(sink);
            }
            case Value.Interval interval ->
                    IntervalText.text(interval, environment.setting("intervalstyle"));
            case Value.TimeTz time -> {
                var sink = new ByteSink(32);
                DateTimeText.writeTimeTz(time, sink);
                yield string(sink);
            }
            case Value.Bits bits -> ByteText.bitText(bits);
            case Value.Inet inet -> InetText.text(inet, type.equals(DataType.CIDR));
            case Value.Array array -> {
                if (type.equals(DataType.INT2VECTOR) || type.equals(DataType.OIDVECTOR)) {
                    yield ObjectText.vector(array);
                }
                DataType element = element(type, environment);
                yield ArrayText.text(
                        array, ArrayText.delimiter(type), item -> text(item, element, environment));
            }
            case Value.Range range -> {
                DataType subtype = element(type, environment);
                yield RangeText.text(range, bound -> text(bound, subtype, environment));
            }
            case Value.MultiRange(List<Value.Range> ranges) -> {
                DataType range = element(type, environment);
                yield MultiRangeText.text(ranges, part -> text(part, range, environment));
            }
            case Value.Row row -> RowText.text(row, type, environment);
        };
    }

    /// Returns the text of a date, timestamp or timestamptz in ISO style, whatever DateStyle says.
    public static String isoText(long value, DataType type, Environment environment) {
        var sink = new ByteSink(32);
        switch (type.name()) {
            case "date" -> DateTimeText.writeDate(value, ISO, sink);
            case "timestamp" -> DateTimeText.writeTimestamp(value, ISO, sink);
            default -> DateTimeText.writeTimestampTz(value, environment.timeZone(), ISO, sink);
        }
        return string(sink);
    }

    private static String string(ByteSink sink) {
        return new String(sink.bytes(), 0, sink.length(), StandardCharsets.UTF_8);
    }
}
