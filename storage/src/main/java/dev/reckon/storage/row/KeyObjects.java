package dev.reckon.storage.row;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Writes the values that have no vector of their own as key bytes, in the order of PostgreSQL's
/// comparison functions, which are named below. Each value says itself what it is.
final class KeyObjects {
    // What follows in an array or a row. A NULL is above every value.
    private static final int END = 0;
    private static final int VALUE = 1;
    private static final int NULL = 2;

    // An end of a range.
    private static final int BELOW_ALL = 0;
    private static final int BOUND = 1;
    private static final int ABOVE_ALL = 2;

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int DAYS_PER_MONTH = 30;

    private KeyObjects() {}

    /// Puts a value that is not NULL.
    ///
    /// @param type the value's type, empty when it is not known
    static void put(KeyWriter writer, Optional<DataType> type, Value value) {
        switch (value) {
            case Value.Null _ -> throw new IllegalArgumentException("NULL has no key bytes");
            case Value.Int(long number) ->
                    writer.putLong(type.map(KeyForm::of).orElse(KeyForm.INT8), number);
            case Value.Real(double number) ->
                    writer.putDouble(type.map(KeyForm::of).orElse(KeyForm.FLOAT8), number);
            case Value.Numeric _, Value.SpecialNumeric _ -> writer.putNumeric(value);
            case Value.Bytes(byte[] string) ->
                    writer.putBytes(
                            type.map(KeyForm::of).orElse(KeyForm.STRING), string, 0, string.length);
            case Value.Interval interval -> putInterval(writer, interval);
            case Value.TimeTz time -> putTimeTz(writer, time);
            case Value.Bits(int bitCount, byte[] bits) -> {
                // bit_cmp: the bytes, then the number of bits.
                writer.putString(bits, 0, bits.length);
                writer.target().putInt(bitCount);
            }
            case Value.Inet inet -> putInet(writer, inet);
            case Value.Array array -> putArray(writer, type, array);
            case Value.Range range -> putRange(writer, type, range);
            case Value.MultiRange(List<Value.Range> ranges) -> {
                // multirange_cmp: range by range, a shorter list first.
                Optional<DataType> range =
                        type.flatMap(known -> DataType.builtIn(known.elementOid()));
                ranges.forEach(part -> putElement(writer, range, part));
                writer.target().putByte(END);
            }
            case Value.Row(List<Value> fields, RowShape _) -> {
                fields.forEach(field -> putElement(writer, Optional.empty(), field));
                writer.target().putByte(END);
            }
        }
    }

    /// interval_cmp_value: all in microseconds, with months of 30 days; more than 64 bits.
    private static void putInterval(KeyWriter writer, Value.Interval interval) {
        long days = (long) interval.months() * DAYS_PER_MONTH + interval.days();
        long low = days * MICROS_PER_DAY;
        long high = Math.multiplyHigh(days, MICROS_PER_DAY);
        long sum = low + interval.micros();
        high += (interval.micros() >> 63) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        writer.target().putShort((int) high ^ Short.MIN_VALUE);
        writer.target().putLong(sum);
    }

    /// timetz_cmp_internal: the time in UTC, then the zone.
    private static void putTimeTz(KeyWriter writer, Value.TimeTz time) {
        long utc = time.micros() + time.zoneOffsetSeconds() * MICROS_PER_SECOND;
        writer.putLong(KeyForm.INT8, utc);
        writer.putLong(KeyForm.INT4, time.zoneOffsetSeconds());
    }

    /// network_cmp_internal: the family, the bits that both networks have, the length of the
    /// network, the whole address. With the host's bits cleared, bytes compare like the bits.
    private static void putInet(KeyWriter writer, Value.Inet inet) {
        byte[] address = inet.address();
        writer.target().putByte(address.length);
        for (int index = 0; index < address.length; index++) {
            int kept = Math.clamp(inet.networkBits() - 8L * index, 0, 8);
            writer.target().putByte(address[index] & 0xFF00 >> kept);
        }
        writer.target().putByte(inet.networkBits());
        writer.target().putBytes(address);
    }

    /// array_cmp: the elements, their number, the number of dimensions, lengths, lower bounds.
    private static void putArray(KeyWriter writer, Optional<DataType> type, Value.Array array) {
        Optional<DataType> elementType =
                type.flatMap(known -> DataType.builtIn(known.elementOid()));
        array.elements().forEach(element -> putElement(writer, elementType, element));
        writer.target().putByte(END);
        writer.target().putByte(array.lengths().size());
        array.lengths().forEach(length -> writer.putLong(KeyForm.INT4, length));
        array.lowerBounds().forEach(bound -> writer.putLong(KeyForm.INT4, bound));
    }

    private static void putElement(KeyWriter writer, Optional<DataType> type, Value element) {
        if (element.isNull()) {
            writer.target().putByte(NULL);
        } else {
            writer.target().putByte(VALUE);
            put(writer, type, element);
        }
    }

    /// range_cmp: empty ranges first, then by the lower end, then by the upper one.
    private static void putRange(KeyWriter writer, Optional<DataType> type, Value.Range range) {
        if (range.empty()) {
            writer.target().putByte(0);
            return;
        }
        writer.target().putByte(1);
        Optional<DataType> subtype = type.flatMap(known -> DataType.builtIn(known.elementOid()));
        putEnd(writer, subtype, range.lower(), BELOW_ALL, range.lowerInclusive() ? 0 : 1);
        putEnd(writer, subtype, range.upper(), ABOVE_ALL, range.upperInclusive() ? 1 : 0);
    }

    private static void putEnd(
            KeyWriter writer, Optional<DataType> type, Value end, int unbounded, int after) {
        if (end.isNull()) {
            writer.target().putByte(unbounded);
        } else {
            writer.target().putByte(BOUND);
            put(writer, type, end);
            writer.target().putByte(after);
        }
    }
}
