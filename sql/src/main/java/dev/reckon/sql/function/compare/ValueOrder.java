package dev.reckon.sql.function.compare;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Compares boxed values as PostgreSQL's btree orders do; NULL, inside arrays and rows, comes last.
///
/// What a value is says most: only types whose bytes mean something else need their name.
public final class ValueOrder implements Comparator<Value> {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int DAYS_PER_MONTH = 30;

    private enum Leaf {
        PLAIN,
        BLANK_PADDED,
        JSONB
    }

    private final Leaf leaf;

    private ValueOrder(Leaf leaf) {
        this.leaf = leaf;
    }

    /// Returns the order of a type; of an array, of its elements too.
    public static ValueOrder of(DataType type) {
        return new ValueOrder(
                switch (type.name()) {
                    case "bpchar", "_bpchar" -> Leaf.BLANK_PADDED;
                    case "jsonb", "_jsonb" -> Leaf.JSONB;
                    default -> Leaf.PLAIN;
                });
    }

    @Override
    public int compare(Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Boolean.compare(left.isNull(), right.isNull());
        }
        return switch (left) {
            case Value.Null _ -> 0;
            case Value.Int(long value) -> Long.compare(value, ((Value.Int) right).value());
            case Value.Real(double value) -> compareReals(value, ((Value.Real) right).value());
            case Value.Numeric _, Value.SpecialNumeric _ -> compareNumerics(left, right);
            case Value.Bytes(byte[] bytes) -> compareBytes(bytes, ((Value.Bytes) right).value());
            case Value.Interval interval -> compareIntervals(interval, (Value.Interval) right);
            case Value.TimeTz time -> compareTimes(time, (Value.TimeTz) right);
            case Value.Bits bits -> compareBits(bits, (Value.Bits) right);
            case Value.Inet inet -> compareInets(inet, (Value.Inet) right);
            case Value.Array array -> compareArrays(array, (Value.Array) right);
            case Value.Range range -> compareRanges(range, (Value.Range) right);
            case Value.MultiRange(List<Value.Range> ranges) ->
                    compareFields(ranges, ((Value.MultiRange) right).ranges());
            case Value.Row row -> compareRows(row, (Value.Row) right);
        };
    }

    /// Compares floating-point numbers: NaN equals itself and is the greatest, the zeros are equal.
    public static int compareReals(double left, double right) {
        if (left < right) {
            return -1;
        }
        if (left > right) {
            return 1;
        }
        return left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    /// Compares numerics, NaN and infinities included.
    public static int compareNumerics(Value left, Value right) {
        if (left instanceof Value.Numeric(BigDecimal leftNumber)
                && right instanceof Value.Numeric(BigDecimal rightNumber)) {
            return leftNumber.compareTo(rightNumber);
        }
        return Integer.compare(numericRank(left), numericRank(right));
    }

    private static int numericRank(Value value) {
        return value instanceof Value.SpecialNumeric special
                ? switch (special) {
                    case NEGATIVE_INFINITY -> -1;
                    case POSITIVE_INFINITY -> 1;
                    case NAN -> 2;
                }
                : 0;
    }

    private int compareBytes(byte[] left, byte[] right) {
        return switch (leaf) {
            case PLAIN -> Arrays.compareUnsigned(left, right);
            case BLANK_PADDED ->
                    Arrays.compareUnsigned(
                            left,
                            0,
                            endWithoutBlanks(left, 0, left.length),
                            right,
                            0,
                            endWithoutBlanks(right, 0, right.length));
            case JSONB ->
                    Json.compare(
                            JsonParser.parse(new Value.Bytes(left).toString()),
                            JsonParser.parse(new Value.Bytes(right).toString()));
        };
    }

    /// Returns where a text ends when trailing blanks don't count.
    public static int endWithoutBlanks(byte[] text, int start, int end) {
        int last = end;
        while (last > start && text[last - 1] == ' ') {
            last--;
        }
        return last;
    }

    private static long intervalDays(Value.Interval interval) {
        return interval.months() * (long) DAYS_PER_MONTH
                + interval.days()
                + Math.floorDiv(interval.micros(), MICROS_PER_DAY);
    }

    /// Compares spans of time, with months of 30 days and days of 24 hours.
    public static int compareIntervals(Value.Interval left, Value.Interval right) {
        int order = Long.compare(intervalDays(left), intervalDays(right));
        return order != 0
                ? order
                : Long.compare(
                        Math.floorMod(left.micros(), MICROS_PER_DAY),
                        Math.floorMod(right.micros(), MICROS_PER_DAY));
    }

    private static int compareTimes(Value.TimeTz left, Value.TimeTz right) {
        int order = Long.compare(utc(left), utc(right));
        return order != 0
                ? order
                : Integer.compare(left.zoneOffsetSeconds(), right.zoneOffsetSeconds());
    }

    private static long utc(Value.TimeTz time) {
        return time.micros() + time.zoneOffsetSeconds() * 1_000_000L;
    }

    private static int compareBits(Value.Bits left, Value.Bits right) {
        int common = Math.min(left.bytes().length, right.bytes().length);
        int order = Arrays.compareUnsigned(left.bytes(), 0, common, right.bytes(), 0, common);
        return order != 0 ? order : Integer.compare(left.bitCount(), right.bitCount());
    }

    private static int compareInets(Value.Inet left, Value.Inet right) {
        int order = Integer.compare(left.address().length, right.address().length);
        if (order != 0) {
            return order;
        }
        int common = Math.min(left.networkBits(), right.networkBits());
        order = compareBitPrefix(left.address(), right.address(), common);
        if (order == 0) {
            order = Integer.compare(left.networkBits(), right.networkBits());
        }
        return order != 0 ? order : Arrays.compareUnsigned(left.address(), right.address());
    }

    private static int compareBitPrefix(byte[] left, byte[] right, int bitCount) {
        int whole = bitCount / 8;
        int order = Arrays.compareUnsigned(left, 0, whole, right, 0, whole);
        if (order != 0 || bitCount % 8 == 0) {
            return order;
        }
        int mask = 0xFF << (8 - bitCount % 8) & 0xFF;
        return Integer.compare(left[whole] & mask, right[whole] & mask);
    }

    private int compareArrays(Value.Array left, Value.Array right) {
        int common = Math.min(left.elements().size(), right.elements().size());
        for (int i = 0; i < common; i++) {
            Cancellation.check(i);
            int order = compare(left.elements().get(i), right.elements().get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.elements().size(), right.elements().size());
        if (order == 0) {
            order = Integer.compare(left.lengths().size(), right.lengths().size());
        }
        for (int i = 0; order == 0 && i < left.lengths().size(); i++) {
            order = Integer.compare(left.lengths().get(i), right.lengths().get(i));
            if (order == 0) {
                order = Integer.compare(left.lowerBounds().get(i), right.lowerBounds().get(i));
            }
        }
        return order;
    }

    private int compareRanges(Value.Range left, Value.Range right) {
        if (left.empty() || right.empty()) {
            return Boolean.compare(right.empty(), left.empty());
        }
        int order = compareLower(left, right);
        return order != 0 ? order : compareUpper(left, right);
    }

    /// Compares where two ranges begin; neither may be empty.
    public int compareLower(Value.Range left, Value.Range right) {
        if (left.lower().isNull() || right.lower().isNull()) {
            return Boolean.compare(right.lower().isNull(), left.lower().isNull());
        }
        int order = compare(left.lower(), right.lower());
        return order != 0 ? order : Boolean.compare(right.lowerInclusive(), left.lowerInclusive());
    }

    /// Compares where two ranges end; neither may be empty.
    public int compareUpper(Value.Range left, Value.Range right) {
        if (left.upper().isNull() || right.upper().isNull()) {
            return Boolean.compare(left.upper().isNull(), right.upper().isNull());
        }
        int order = compare(left.upper(), right.upper());
        return order != 0 ? order : Boolean.compare(left.upperInclusive(), right.upperInclusive());
    }

    /// Compares rows field by field, each as its type asks.
    ///
    /// @throws DatabaseException 42804 when the rows are known to be of different shapes
    private int compareRows(Value.Row left, Value.Row right) {
        RowShape shape = left.shape().isKnown() ? left.shape() : right.shape();
        if (!shape.isKnown()) {
            return compareFields(left.fields(), right.fields());
        }
        requireSameShape(left, right);
        for (int i = 0; i < left.fields().size(); i++) {
            int order =
                    ValueOrder.of(shape.types().get(i))
                            .compare(left.fields().get(i), right.fields().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Checks that two rows can be compared.
    ///
    /// @throws DatabaseException 42804
    static void requireSameShape(Value.Row left, Value.Row right) {
        if (left.shape().isKnown() && right.shape().isKnown()) {
            int common = Math.min(left.shape().types().size(), right.shape().types().size());
            for (int i = 0; i < common; i++) {
                Cancellation.check(i);
                DataType a = left.shape().types().get(i);
                DataType b = right.shape().types().get(i);
                if (!a.equals(b)) {
                    throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot compare dissimilar column types "
                                    + a
                                    + " and "
                                    + b
                                    + " at record column "
                                    + (i + 1));
                }
            }
        }
        if (left.fields().size() != right.fields().size()) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot compare record types with different numbers of columns");
        }
    }

    private int compareFields(List<? extends Value> left, List<? extends Value> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            Cancellation.check(i);
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /// Returns a hash that values equal in this order share.
    public long hash(Value value) {
        return switch (value) {
            case Value.Null _ -> 0;
            case Value.Int(long number) -> Hashes.ofLong(number);
            case Value.Real(double number) -> Hashes.ofReal(number);
            case Value.Numeric(BigDecimal number) -> Hashes.ofDecimal(number);
            case Value.SpecialNumeric special -> Hashes.ofLong(numericRank(special));
            case Value.Bytes(byte[] bytes) ->
                    switch (leaf) {
                        case PLAIN -> Hashes.ofBytes(bytes, 0, bytes.length);
                        case BLANK_PADDED ->
                                Hashes.ofBytes(bytes, 0, endWithoutBlanks(bytes, 0, bytes.length));
                        case JSONB -> Hashes.ofLong(Json.hash(JsonParser.parse(value.toString())));
                    };
            case Value.Interval interval ->
                    Hashes.combine(
                            Hashes.ofLong(intervalDays(interval)),
                            Hashes.ofLong(Math.floorMod(interval.micros(), MICROS_PER_DAY)));
            case Value.TimeTz time ->
                    Hashes.combine(
                            Hashes.ofLong(time.micros()), Hashes.ofLong(time.zoneOffsetSeconds()));
            case Value.Bits bits -> Hashes.ofLong(bits.hashCode());
            case Value.Inet inet -> Hashes.ofLong(inet.hashCode());
            case Value.Array(List<Integer> lengths, List<Integer> _, List<Value> elements) ->
                    Hashes.combine(Hashes.ofLong(lengths.hashCode()), hashAll(elements));
            case Value.Range range ->
                    range.empty() ? 1 : Hashes.combine(hash(range.lower()), hash(range.upper()));
            case Value.MultiRange(List<Value.Range> ranges) -> hashAll(ranges);
            case Value.Row row -> hashAll(row.fields());
        };
    }

    private long hashAll(List<? extends Value> values) {
        long hash = 1;
        for (Value value : Cancellation.each(values)) {
            hash = Hashes.combine(hash, hash(value));
        }
        return hash;
    }
}
