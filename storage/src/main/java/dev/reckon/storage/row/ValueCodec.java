package dev.reckon.storage.row;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The stored form of any [Value]: a byte that says which, and its parts. Self-delimiting, so that
/// arrays, ranges and rows nest.
///
/// Numbers are big-endian; counts and lengths take seven bits to a byte, lowest first.
public final class ValueCodec {
    private static final int NULL = 0;
    private static final int INT = 1;
    private static final int REAL = 2;
    private static final int NUMERIC = 3;
    private static final int BYTES = 4;
    private static final int INTERVAL = 5;
    private static final int TIMETZ = 6;
    private static final int BITS = 7;
    private static final int INET = 8;
    private static final int ARRAY = 9;
    private static final int RANGE = 10;
    private static final int ROW = 11;
    private static final int MULTIRANGE = 12;

    // In memory and in spilled batches only: a row's shape, then the row.
    private static final int SHAPE = 13;

    private static final int EMPTY = 1;
    private static final int LOWER_INCLUSIVE = 2;
    private static final int UPPER_INCLUSIVE = 4;

    private ValueCodec() {}

    /// Returns the stored form of a value. Rows lose their shapes: the type of a column says what
    /// its rows are.
    public static byte[] encode(Value value) {
        var target = new ByteBuilder(32);
        put(target, value, false);
        return target.build();
    }

    /// Returns the form of a value that is read again by this process, which keeps the shapes of
    /// rows.
    public static byte[] encodeWithShapes(Value value) {
        var target = new ByteBuilder(32);
        put(target, value, true);
        return target.build();
    }

    /// Returns the value whose stored form is `source[start, end)`.
    ///
    /// @throws DatabaseException XX001 when that is not the form of a value
    public static Value decode(byte[] source, int start, int end) {
        var reader = new Reader(source, start, end);
        Value value = reader.value();
        if (reader.offset != end) {
            throw corrupted();
        }
        return value;
    }

    private static void put(ByteBuilder target, Value value, boolean shapes) {
        switch (value) {
            case Value.Null _ -> target.putByte(NULL);
            case Value.Int(long number) -> {
                target.putByte(INT);
                target.putLong(number);
            }
            case Value.Real(double number) -> {
                target.putByte(REAL);
                target.putLong(Double.doubleToRawLongBits(number));
            }
            case Value.Numeric _, Value.SpecialNumeric _ ->
                    putBytes(target, NUMERIC, NumericCodec.encode(value));
            case Value.Bytes(byte[] string) -> putBytes(target, BYTES, string);
            case Value.Interval(int months, int days, long micros) -> {
                target.putByte(INTERVAL);
                target.putInt(months);
                target.putInt(days);
                target.putLong(micros);
            }
            case Value.TimeTz(long micros, int zoneOffsetSeconds) -> {
                target.putByte(TIMETZ);
                target.putLong(micros);
                target.putInt(zoneOffsetSeconds);
            }
            case Value.Bits(int bitCount, byte[] bits) -> {
                putBytes(target, BITS, bits);
                target.putVarint(bitCount);
            }
            case Value.Inet(byte[] address, int networkBits) -> {
                putBytes(target, INET, address);
                target.putVarint(networkBits);
            }
            case Value.Array array -> putArray(target, array, shapes);
            case Value.Range range -> putRange(target, range, shapes);
            case Value.MultiRange(List<Value.Range> ranges) -> {
                target.putByte(MULTIRANGE);
                target.putVarint(ranges.size());
                ranges.forEach(range -> putRange(target, range, shapes));
            }
            case Value.Row(List<Value> fields, RowShape shape) -> {
                if (shapes && shape.isKnown()) {
                    putShape(target, shape);
                }
                target.putByte(ROW);
                target.putVarint(fields.size());
                fields.forEach(field -> put(target, field, shapes));
            }
        }
    }

    private static void putShape(ByteBuilder target, RowShape shape) {
        target.putByte(SHAPE);
        target.putVarint(shape.types().size());
        for (int i = 0; i < shape.types().size(); i++) {
            putText(target, shape.names().get(i));
            DataType type = shape.types().get(i);
            target.putInt(type.oid());
            if (DataType.builtIn(type.oid()).isEmpty()) {
                putText(target, type.name());
                putText(target, type.sqlName());
                putText(target, type.category().name());
                target.putByte(type.preferred() ? 1 : 0);
                putText(target, type.physical().name());
                target.putInt(type.byteLength());
                target.putInt(type.elementOid());
                target.putInt(type.arrayOid());
            }
        }
    }

    private static void putText(ByteBuilder target, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.putVarint(bytes.length);
        target.putBytes(bytes);
    }

    private static void putBytes(ByteBuilder target, int tag, byte[] bytes) {
        target.putByte(tag);
        target.putVarint(bytes.length);
        target.putBytes(bytes);
    }

    private static void putArray(ByteBuilder target, Value.Array array, boolean shapes) {
        target.putByte(ARRAY);
        target.putVarint(array.lengths().size());
        array.lengths().forEach(target::putInt);
        array.lowerBounds().forEach(target::putInt);
        target.putVarint(array.elements().size());
        Cancellation.each(array.elements()).forEach(element -> put(target, element, shapes));
    }

    private static void putRange(ByteBuilder target, Value.Range range, boolean shapes) {
        target.putByte(RANGE);
        target.putByte(
                (range.empty() ? EMPTY : 0)
                        | (range.lowerInclusive() ? LOWER_INCLUSIVE : 0)
                        | (range.upperInclusive() ? UPPER_INCLUSIVE : 0));
        put(target, range.lower(), shapes);
        put(target, range.upper(), shapes);
    }

    private static DatabaseException corrupted() {
        return new DatabaseException(SqlState.DATA_CORRUPTED, "a stored value is damaged");
    }

    private static final class Reader {
        private final byte[] source;
        private final int end;
        private int offset;

        Reader(byte[] source, int start, int end) {
            this.source = source;
            this.offset = start;
            this.end = end;
        }

        Value value() {
            return switch (number(1)) {
                case NULL -> Value.Null.NULL;
                case INT -> new Value.Int(longNumber());
                case REAL -> new Value.Real(Double.longBitsToDouble(longNumber()));
                case NUMERIC -> {
                    byte[] digits = bytes();
                    if (digits.length == 0) {
                        throw corrupted();
                    }
                    yield NumericCodec.decode(digits, 0, digits.length);
                }
                case BYTES -> new Value.Bytes(bytes());
                case INTERVAL -> new Value.Interval(number(4), number(4), longNumber());
                case TIMETZ -> new Value.TimeTz(longNumber(), number(4));
                case BITS -> {
                    byte[] bits = bytes();
                    yield new Value.Bits(varint(), bits);
                }
                case INET -> {
                    byte[] address = bytes();
                    yield new Value.Inet(address, varint());
                }
                case ARRAY -> {
                    int dimensions = varint();
                    List<Integer> lengths = numbers(dimensions);
                    List<Integer> lowerBounds = numbers(dimensions);
                    yield new Value.Array(lengths, lowerBounds, values());
                }
                case RANGE -> {
                    int flags = number(1);
                    Value lower = value();
                    yield new Value.Range(
                            (flags & EMPTY) != 0,
                            lower,
                            (flags & LOWER_INCLUSIVE) != 0,
                            value(),
                            (flags & UPPER_INCLUSIVE) != 0);
                }
                case ROW -> new Value.Row(values());
                case SHAPE -> {
                    RowShape shape = shape();
                    if (!(value() instanceof Value.Row row)) {
                        throw corrupted();
                    }
                    yield new Value.Row(row.fields(), shape);
                }
                case MULTIRANGE -> {
                    List<Value.Range> ranges = new ArrayList<>();
                    for (Value range : values()) {
                        if (!(range instanceof Value.Range part)) {
                            throw corrupted();
                        }
                        ranges.add(part);
                    }
                    yield new Value.MultiRange(ranges);
                }
                default -> throw corrupted();
            };
        }

        private RowShape shape() {
            int count = varint();
            var names = new ArrayList<String>(Math.min(count, end - offset));
            var types = new ArrayList<DataType>(Math.min(count, end - offset));
            for (int i = 0; i < count; i++) {
                names.add(text());
                int oid = number(4);
                types.add(DataType.builtIn(oid).orElseGet(() -> ownType(oid)));
            }
            return new RowShape(names, types);
        }

        private DataType ownType(int oid) {
            return new DataType(
                    oid,
                    text(),
                    text(),
                    TypeCategory.valueOf(text()),
                    number(1) != 0,
                    PhysicalType.valueOf(text()),
                    number(4),
                    number(4),
                    number(4));
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private List<Value> values() {
            int count = varint();
            var values = new ArrayList<Value>(Math.min(count, end - offset));
            for (int i = 0; i < count; i++) {
                Cancellation.check(i);
                values.add(value());
            }
            return values;
        }

        private List<Integer> numbers(int count) {
            var numbers = new ArrayList<Integer>(Math.min(count, end - offset));
            for (int i = 0; i < count; i++) {
                numbers.add(number(4));
            }
            return numbers;
        }

        private byte[] bytes() {
            int length = varint();
            int start = advance(length);
            return Arrays.copyOfRange(source, start, start + length);
        }

        private int varint() {
            int value = 0;
            for (int shift = 0; shift < 32; shift += 7) {
                int next = number(1);
                value |= (next & 0x7F) << shift;
                if (next <= 0x7F) {
                    return value;
                }
            }
            throw corrupted();
        }

        private int number(int byteCount) {
            int start = advance(byteCount);
            int number = 0;
            for (int index = start; index < start + byteCount; index++) {
                number = number << 8 | (source[index] & 0xFF);
            }
            return number;
        }

        private long longNumber() {
            return (long) number(4) << 32 | (number(4) & 0xFFFF_FFFFL);
        }

        private int advance(int byteCount) {
            if (byteCount < 0 || byteCount > end - offset) {
                throw corrupted();
            }
            int start = offset;
            offset += byteCount;
            return start;
        }
    }
}
