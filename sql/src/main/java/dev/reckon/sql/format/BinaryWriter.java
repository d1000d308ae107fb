package dev.reckon.sql.format;

import dev.reckon.sql.format.xml.XmlText;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes values as PostgreSQL's send functions do.
final class BinaryWriter {
    /// The kinds of numerics that `numeric_send` marks in its sign.
    static final int NEGATIVE = 0x4000;

    static final int NAN = 0xC000;
    static final int POSITIVE_INFINITY = 0xD000;
    static final int NEGATIVE_INFINITY = 0xF000;

    static final int DIGIT_BASE = 10_000;
    static final int DIGITS = 4;

    private static final int JSONB_VERSION = 1;
    private static final int INET_V4 = 2;
    private static final int INET_V6 = 3;

    static final int RANGE_EMPTY = 1;
    static final int RANGE_LOWER_INCLUSIVE = 2;
    static final int RANGE_UPPER_INCLUSIVE = 4;
    static final int RANGE_LOWER_UNBOUNDED = 8;
    static final int RANGE_UPPER_UNBOUNDED = 16;

    private BinaryWriter() {}

    static void write(
            ColumnVector vector, int row, DataType type, Environment environment, ByteSink sink) {
        switch (vector) {
            case LongVector longs -> writeLong(longs.values()[row], type, environment, sink);
            case DoubleVector doubles -> writeReal(doubles.values()[row], type, sink);
            case NumericVector numerics -> writeNumeric(numerics.value(row), sink);
            case BytesVector strings ->
                    writeString(
                            strings.bytes(),
                            strings.starts()[row],
                            strings.ends()[row],
                            type,
                            sink);
            case ObjectVector objects -> write(objects.values()[row], type, environment, sink);
        }
    }

    static void write(Value value, DataType type, Environment environment, ByteSink sink) {
        switch (value) {
            case Value.Null _ -> throw new IllegalArgumentException("NULL has no bytes");
            case Value.Int(long number) -> writeLong(number, type, environment, sink);
            case Value.Real(double number) -> writeReal(number, type, sink);
            case Value.Numeric _, Value.SpecialNumeric _ -> writeNumeric(value, sink);
            case Value.Bytes(byte[] bytes) -> writeString(bytes, 0, bytes.length, type, sink);
            case Value.Interval(int months, int days, long micros) -> {
                sink.writeLong(micros);
                sink.writeInt(days);
                sink.writeInt(months);
            }
            case Value.TimeTz(long micros, int zone) -> {
                sink.writeLong(micros);
                sink.writeInt(zone);
            }
            case Value.Bits(int bitCount, byte[] bytes) -> {
                sink.writeInt(bitCount);
                sink.writeBytes(bytes, 0, bytes.length);
            }
            case Value.Inet(byte[] address, int bits) -> {
                sink.writeByte(address.length == 4 ? INET_V4 : INET_V6);
                sink.writeByte(bits);
                sink.writeByte(type.equals(DataType.CIDR) ? 1 : 0);
                sink.writeByte(address.length);
                sink.writeBytes(address, 0, address.length);
            }
            case Value.Array array -> writeArray(array, type, environment, sink);
            case Value.Range range -> writeRange(range, type, environment, sink);
            case Value.MultiRange(List<Value.Range> ranges) -> {
                DataType range = ValueFormat.element(type, environment);
                sink.writeInt(ranges.size());
                ranges.forEach(part -> writeSized(part, range, environment, sink));
            }
            case Value.Row row -> {
                RowShape shape = RowText.shape(row, type, environment);
                sink.writeInt(shape.types().size());
                for (int i = 0; i < shape.types().size(); i++) {
                    DataType fieldType = environment.names().baseType(shape.types().get(i));
                    sink.writeInt(shape.types().get(i).oid());
                    writeSized(RowText.field(row, i), fieldType, environment, sink);
                }
            }
        }
    }

    private static void writeLong(
            long value, DataType type, Environment environment, ByteSink sink) {
        if (type.category() == TypeCategory.ENUM) {
            sink.writeText(environment.names().enumLabel(type, value));
            return;
        }
        switch (type.byteLength()) {
            case 1 -> sink.writeByte((int) value);
            case 2 -> sink.writeShort((int) value);
            case 4 -> sink.writeInt((int) value);
            default -> sink.writeLong(value);
        }
    }

    private static void writeReal(double value, DataType type, ByteSink sink) {
        if (type.equals(DataType.FLOAT4)) {
            sink.writeInt(Float.floatToIntBits((float) value));
        } else {
            sink.writeLong(Double.doubleToLongBits(value));
        }
    }

    private static void writeString(
            byte[] bytes, int start, int end, DataType type, ByteSink sink) {
        if (type.equals(DataType.JSONB) || type.equals(DataType.JSONPATH)) {
            sink.writeByte(JSONB_VERSION);
        }
        if (type.equals(DataType.XML)) {
            sink.writeText(
                    XmlText.output(new String(bytes, start, end - start, StandardCharsets.UTF_8)));
            return;
        }
        if (type.equals(DataType.CHAR) && start == end) {
            sink.writeByte(0);
        }
        sink.writeBytes(bytes, start, end - start);
    }

    private static final int INFINITY_SCALE = 32;

    /// Base 10,000 digits around the point, the first one's weight, sign, display scale.
    private static void writeNumeric(Value value, ByteSink sink) {
        if (value instanceof Value.SpecialNumeric special) {
            sink.writeShort(0);
            sink.writeShort(0);
            sink.writeShort(
                    switch (special) {
                        case NAN -> NAN;
                        case POSITIVE_INFINITY -> POSITIVE_INFINITY;
                        case NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
                    });
            // PostgreSQL reads the scale of an infinity from bits that say that it is one.
            sink.writeShort(special == Value.SpecialNumeric.NAN ? 0 : INFINITY_SCALE);
            return;
        }
        BigDecimal number = ((Value.Numeric) value).value();
        int scale = number.scale();
        int fractionGroups = (scale + DIGITS - 1) / DIGITS;
        BigInteger unscaled =
                number.unscaledValue()
                        .abs()
                        .multiply(Modifier.powerOfTen(fractionGroups * DIGITS - scale));
        String digits = unscaled.toString();
        int groups = (digits.length() + DIGITS - 1) / DIGITS;
        digits = "0".repeat(groups * DIGITS - digits.length()) + digits;
        short[] values = new short[groups];
        for (int i = 0; i < groups; i++) {
            values[i] = Short.parseShort(digits.substring(i * DIGITS, (i + 1) * DIGITS));
        }
        int first = 0;
        while (first < groups && values[first] == 0) {
            first++;
        }
        int last = groups;
        while (last > first && values[last - 1] == 0) {
            last--;
        }
        sink.writeShort(last - first);
        sink.writeShort(last == first ? 0 : groups - fractionGroups - 1 - first);
        sink.writeShort(number.signum() < 0 ? NEGATIVE : 0);
        sink.writeShort(scale);
        for (int i = first; i < last; i++) {
            sink.writeShort(values[i]);
        }
    }

    private static void writeArray(
            Value.Array array, DataType type, Environment environment, ByteSink sink) {
        DataType element = ValueFormat.element(type, environment);
        sink.writeInt(array.lengths().size());
        sink.writeInt(array.elements().stream().anyMatch(Value::isNull) ? 1 : 0);
        sink.writeInt(element.oid());
        for (int i = 0; i < array.lengths().size(); i++) {
            sink.writeInt(array.lengths().get(i));
            sink.writeInt(array.lowerBounds().get(i));
        }
        for (Value value : Cancellation.each(array.elements())) {
            writeSized(value, element, environment, sink);
        }
    }

    private static void writeSized(
            Value value, DataType type, Environment environment, ByteSink sink) {
        int start = sink.length();
        sink.writeInt(-1);
        if (!value.isNull()) {
            write(value, type, environment, sink);
            sink.setInt(start, sink.length() - start - Integer.BYTES);
        }
    }

    private static void writeRange(
            Value.Range range, DataType type, Environment environment, ByteSink sink) {
        if (range.empty()) {
            sink.writeByte(RANGE_EMPTY);
            return;
        }
        DataType subtype = ValueFormat.element(type, environment);
        sink.writeByte(
                (range.lowerInclusive() ? RANGE_LOWER_INCLUSIVE : 0)
                        | (range.upperInclusive() ? RANGE_UPPER_INCLUSIVE : 0)
                        | (range.lower().isNull() ? RANGE_LOWER_UNBOUNDED : 0)
                        | (range.upper().isNull() ? RANGE_UPPER_UNBOUNDED : 0));
        if (!range.lower().isNull()) {
            writeSized(range.lower(), subtype, environment, sink);
        }
        if (!range.upper().isNull()) {
            writeSized(range.upper(), subtype, environment, sink);
        }
    }
}
