package dev.reckon.sql.function.compare;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL's hashes of values: 32 bits, or 64 bits with a seed, whose lower half is the 32 bits
/// when the seed is 0.
///
/// @param seed 0 for the narrow hash
record ValueHash(Environment environment, long seed) {
    private static final int DIGIT_BASE = 10_000;
    private static final int DIGITS = 4;
    private static final long ARRAY = 0x4000_0000L;
    private static final long OBJECT = 0x2000_0000L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int DAYS_PER_MONTH = 30;
    private static final int IPV4_FAMILY = 2;
    private static final int IPV6_FAMILY = 3;

    /// Returns the hash in 32 bits.
    int narrow(Value value, DataType type) {
        return (int) hash(value, type, false);
    }

    /// Returns the hash in 64 bits.
    long wide(Value value, DataType type) {
        return hash(value, type, true);
    }

    private long ofInt(int number, boolean wide) {
        return wide ? JenkinsHash.ofInt(number, seed) : JenkinsHash.ofInt(number) & 0xFFFF_FFFFL;
    }

    private long ofBytes(byte[] bytes, boolean wide) {
        return wide ? JenkinsHash.ofBytes(bytes, seed) : JenkinsHash.ofBytes(bytes) & 0xFFFF_FFFFL;
    }

    /// bigint hashes like integer where the values are equal.
    private long ofLong(long number, boolean wide) {
        int high = (int) (number >>> 32);
        return ofInt((int) number ^ (number >= 0 ? high : ~high), wide);
    }

    private long hash(Value value, DataType declared, boolean wide) {
        DataType type = environment.names().baseType(declared);
        return switch (value) {
            case Value.Null _ -> 0;
            case Value.Int(long number) ->
                    type.byteLength() == Long.BYTES
                            ? ofLong(number, wide)
                            : ofInt((int) number, wide);
            case Value.Real(double number) -> {
                if (number == 0) {
                    yield wide ? seed : 0;
                }
                byte[] bytes = new byte[Long.BYTES];
                little(bytes).putDouble(Double.isNaN(number) ? Double.NaN : number);
                yield ofBytes(bytes, wide);
            }
            case Value.Numeric(BigDecimal number) -> ofNumeric(number, wide);
            case Value.SpecialNumeric _ -> wide ? seed : 0;
            case Value.Bytes(byte[] bytes) -> ofString(bytes, type, wide);
            case Value.Interval interval -> ofLong(span(interval), wide);
            case Value.TimeTz(long micros, int zone) -> ofLong(micros, wide) ^ ofInt(zone, wide);
            case Value.Inet(byte[] address, int bits) -> {
                byte[] bytes = new byte[address.length + 2];
                bytes[0] = (byte) (address.length == Integer.BYTES ? IPV4_FAMILY : IPV6_FAMILY);
                bytes[1] = (byte) bits;
                System.arraycopy(address, 0, bytes, 2, address.length);
                yield ofBytes(bytes, wide);
            }
            case Value.Bits(int count, byte[] bits) -> {
                byte[] bytes = new byte[Integer.BYTES + bits.length];
                little(bytes).putInt(count).put(bits);
                yield ofBytes(bytes, wide);
            }
            case Value.Array(List<Integer> _, List<Integer> _, List<Value> elements) ->
                    type.equals(DataType.OIDVECTOR)
                            ? ofOids(elements, wide)
                            : ofList(elements, element(type), 1, wide);
            case Value.Range range -> ofRange(range, element(type), wide);
            case Value.MultiRange(List<Value.Range> ranges) -> {
                DataType bound = element(element(type));
                long hash = 1;
                for (Value.Range range : Cancellation.each(ranges)) {
                    hash = hash * 31 + ofRange(range, bound, wide);
                }
                yield hash;
            }
            case Value.Row row -> ofRow(row, wide);
        };
    }

    private DataType element(DataType type) {
        return DataType.builtIn(type.elementOid())
                .or(() -> environment.names().type(type.elementOid()))
                .orElseThrow();
    }

    private long ofList(List<Value> values, DataType type, long start, boolean wide) {
        long hash = start;
        for (Value value : Cancellation.each(values)) {
            hash = hash * 31 + hash(value, type, wide);
        }
        return hash;
    }

    private long ofRow(Value.Row row, boolean wide) {
        RowShape shape = row.shape();
        long hash = 0;
        for (int i = 0; i < row.fields().size(); i++) {
            DataType type = shape.isKnown() ? shape.types().get(i) : DataType.TEXT;
            hash = hash * 31 + hash(row.fields().get(i), type, wide);
        }
        return hash;
    }

    private long ofOids(List<Value> oids, boolean wide) {
        byte[] bytes = new byte[oids.size() * Integer.BYTES];
        ByteBuffer target = little(bytes);
        oids.forEach(oid -> target.putInt((int) ((Value.Int) oid).value()));
        return ofBytes(bytes, wide);
    }

    private long ofString(byte[] bytes, DataType type, boolean wide) {
        return switch (type.name()) {
            case "char" -> ofInt(bytes.length == 0 ? 0 : bytes[0], wide);
            case "bpchar" -> {
                int end = ValueOrder.endWithoutBlanks(bytes, 0, bytes.length);
                yield ofBytes(java.util.Arrays.copyOf(bytes, end), wide);
            }
            case "jsonb" ->
                    ofJson(JsonParser.parse(new String(bytes, StandardCharsets.UTF_8)), wide);
            default -> ofBytes(bytes, wide);
        };
    }

    /// The flags of a range, then its bounds.
    private long ofRange(Value.Range range, DataType bound, boolean wide) {
        int flags =
                range.empty()
                        ? 1
                        : (range.lowerInclusive() ? 2 : 0)
                                | (range.upperInclusive() ? 4 : 0)
                                | (range.lower().isNull() ? 8 : 0)
                                | (range.upper().isNull() ? 16 : 0);
        long hash = ofInt(flags, wide) ^ hash(range.lower(), bound, wide);
        return rotated(hash, wide) ^ hash(range.upper(), bound, wide);
    }

    /// Rotates 32 bits, or each half of 64.
    private static long rotated(long hash, boolean wide) {
        long low = Integer.toUnsignedLong(Integer.rotateLeft((int) hash, 1));
        return wide ? (long) Integer.rotateLeft((int) (hash >>> 32), 1) << 32 | low : low;
    }

    private static long span(Value.Interval interval) {
        long days = (long) interval.months() * DAYS_PER_MONTH + interval.days();
        return days * MICROS_PER_DAY + interval.micros();
    }

    /// The digits in base 10,000 without zeros at the ends, and the weight of the first.
    private long ofNumeric(BigDecimal number, boolean wide) {
        if (number.signum() == 0) {
            return wide ? seed - 1 : 0xFFFF_FFFFL;
        }
        int groups = Math.ceilDiv(Math.max(number.scale(), 0), DIGITS);
        BigInteger rest = number.movePointRight(groups * DIGITS).abs().toBigIntegerExact();
        List<Short> digits = new ArrayList<>();
        BigInteger base = BigInteger.valueOf(DIGIT_BASE);
        while (rest.signum() != 0) {
            Cancellation.check(); // With 100,000 digits each step takes some microseconds.
            BigInteger[] parts = rest.divideAndRemainder(base);
            digits.addFirst(parts[1].shortValueExact());
            rest = parts[0];
        }
        int weight = digits.size() - groups - 1;
        while (digits.getLast() == 0) {
            digits.removeLast();
        }
        byte[] bytes = new byte[digits.size() * Short.BYTES];
        ByteBuffer target = little(bytes);
        digits.forEach(target::putShort);
        long hash = ofBytes(bytes, wide);
        return wide ? hash ^ weight : (hash ^ weight) & 0xFFFF_FFFFL;
    }

    private long ofJson(Json json, boolean wide) {
        if (json.isScalar()) {
            // A scalar is held as an array of one.
            return addScalar(marked(0, ARRAY, wide), json, wide);
        }
        boolean empty =
                json instanceof Json.Array(List<Json> elements)
                        ? elements.isEmpty()
                        : ((Json.Object) json).keys().isEmpty();
        if (empty) {
            return wide ? seed : 0;
        }
        return addJson(0, json, wide);
    }

    private static long marked(long hash, long mark, boolean wide) {
        return hash ^ (wide ? mark << 32 | mark : mark);
    }

    private long addJson(long hash, Json json, boolean wide) {
        return switch (json) {
            case Json.Array(List<Json> elements) -> {
                long result = marked(hash, ARRAY, wide);
                for (Json element : Cancellation.each(elements)) {
                    result = addJson(result, element, wide);
                }
                yield result;
            }
            case Json.Object(List<String> keys, List<Json> values) -> {
                long result = marked(hash, OBJECT, wide);
                for (int i = 0; i < keys.size(); i++) {
                    Cancellation.check(i);
                    result = addScalar(result, new Json.Text(keys.get(i)), wide);
                    result = addJson(result, values.get(i), wide);
                }
                yield result;
            }
            default -> addScalar(hash, json, wide);
        };
    }

    private long addScalar(long hash, Json json, boolean wide) {
        long own =
                switch (json) {
                    case Json.Text(String text) ->
                            ofBytes(text.getBytes(StandardCharsets.UTF_8), wide);
                    case Json.Number(BigDecimal number) -> ofNumeric(number, wide);
                    case Json.Bool(boolean value) ->
                            wide && seed != 0 ? ofInt(value ? 1 : 0, true) : value ? 2 : 4;
                    default -> wide ? seed + 1 : 1;
                };
        return rotated(hash, wide) ^ own;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
