package dev.reckon.storage.row;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// PostgreSQL's comparison of values, written plainly: what key bytes are measured by.
public final class ValueOrder {
    private ValueOrder() {}

    /// Compares two values that are not NULL.
    public static int compare(DataType type, Value left, Value right) {
        if (left instanceof Value.Int(long l) && right instanceof Value.Int(long r)) {
            return Long.compare(l, r);
        }
        if (left instanceof Value.Real(double l) && right instanceof Value.Real(double r)) {
            return Double.compare(l + 0.0, r + 0.0);
        }
        if (type.equals(DataType.NUMERIC)) {
            int byRank = Integer.compare(numericRank(left), numericRank(right));
            return byRank != 0 || !(left instanceof Value.Numeric(BigDecimal l))
                    ? byRank
                    : l.compareTo(((Value.Numeric) right).value());
        }
        if (left instanceof Value.Bytes(byte[] l) && right instanceof Value.Bytes(byte[] r)) {
            return type.equals(DataType.BPCHAR)
                    ? Arrays.compareUnsigned(trim(l), trim(r))
                    : Arrays.compareUnsigned(l, r);
        }
        if (left instanceof Value.Interval l && right instanceof Value.Interval r) {
            return span(l).compareTo(span(r));
        }
        if (left instanceof Value.TimeTz l && right instanceof Value.TimeTz r) {
            int byTime =
                    Long.compare(
                            l.micros() + l.zoneOffsetSeconds() * 1_000_000L,
                            r.micros() + r.zoneOffsetSeconds() * 1_000_000L);
            return byTime != 0
                    ? byTime
                    : Integer.compare(l.zoneOffsetSeconds(), r.zoneOffsetSeconds());
        }
        if (left instanceof Value.Bits l && right instanceof Value.Bits r) {
            int length = Math.min(l.bytes().length, r.bytes().length);
            int byBytes = Arrays.compareUnsigned(l.bytes(), 0, length, r.bytes(), 0, length);
            return byBytes != 0 ? byBytes : Integer.compare(l.bitCount(), r.bitCount());
        }
        if (left instanceof Value.Inet l && right instanceof Value.Inet r) {
            return compareInet(l, r);
        }
        if (left instanceof Value.Array l && right instanceof Value.Array r) {
            return compareArrays(DataType.builtIn(type.elementOid()).orElseThrow(), l, r);
        }
        if (left instanceof Value.Range l && right instanceof Value.Range r) {
            return compareRanges(DataType.builtIn(type.elementOid()).orElseThrow(), l, r);
        }
        if (left instanceof Value.MultiRange(List<Value.Range> l)
                && right instanceof Value.MultiRange(List<Value.Range> r)) {
            DataType range = DataType.builtIn(type.elementOid()).orElseThrow();
            DataType subtype = DataType.builtIn(range.elementOid()).orElseThrow();
            for (int index = 0; index < Math.min(l.size(), r.size()); index++) {
                int byRange = compareRanges(subtype, l.get(index), r.get(index));
                if (byRange != 0) {
                    return byRange;
                }
            }
            return Integer.compare(l.size(), r.size());
        }
        if (left instanceof Value.Row(List<Value> l, RowShape _)
                && right instanceof Value.Row(List<Value> r, RowShape _)) {
            DataType[] types = {DataType.INT8, DataType.TEXT, DataType.NUMERIC};
            for (int field = 0; field < types.length; field++) {
                int byField = compareNullsLast(types[field], l.get(field), r.get(field));
                if (byField != 0) {
                    return byField;
                }
            }
            return 0;
        }
        throw new AssertionError(left + " and " + right);
    }

    private static int numericRank(Value value) {
        return switch (value) {
            case Value.SpecialNumeric special ->
                    switch (special) {
                        case NEGATIVE_INFINITY -> 0;
                        case POSITIVE_INFINITY -> 2;
                        case NAN -> 3;
                    };
            default -> 1;
        };
    }

    private static byte[] trim(byte[] padded) {
        int end = padded.length;
        while (end > 0 && padded[end - 1] == ' ') {
            end--;
        }
        return Arrays.copyOf(padded, end);
    }

    private static BigInteger span(Value.Interval interval) {
        return BigInteger.valueOf(interval.months())
                .multiply(BigInteger.valueOf(30))
                .add(BigInteger.valueOf(interval.days()))
                .multiply(BigInteger.valueOf(86_400_000_000L))
                .add(BigInteger.valueOf(interval.micros()));
    }

    private static int compareInet(Value.Inet left, Value.Inet right) {
        int byFamily = Integer.compare(left.address().length, right.address().length);
        if (byFamily != 0) {
            return byFamily;
        }
        int common = Math.min(left.networkBits(), right.networkBits());
        int byNetwork = compareBits(left.address(), right.address(), common);
        if (byNetwork != 0) {
            return byNetwork;
        }
        int byLength = Integer.compare(left.networkBits(), right.networkBits());
        return byLength != 0 ? byLength : Arrays.compareUnsigned(left.address(), right.address());
    }

    private static int compareBits(byte[] left, byte[] right, int bitCount) {
        for (int bit = 0; bit < bitCount; bit++) {
            int l = left[bit >> 3] >> (7 - (bit & 7)) & 1;
            int r = right[bit >> 3] >> (7 - (bit & 7)) & 1;
            if (l != r) {
                return Integer.compare(l, r);
            }
        }
        return 0;
    }

    private static int compareArrays(DataType element, Value.Array left, Value.Array right) {
        int common = Math.min(left.elements().size(), right.elements().size());
        for (int index = 0; index < common; index++) {
            int byElement =
                    compareNullsLast(
                            element, left.elements().get(index), right.elements().get(index));
            if (byElement != 0) {
                return byElement;
            }
        }
        int byCount = Integer.compare(left.elements().size(), right.elements().size());
        if (byCount != 0) {
            return byCount;
        }
        int byDimensions = Integer.compare(left.lengths().size(), right.lengths().size());
        if (byDimensions != 0) {
            return byDimensions;
        }
        int byLengths = compareLists(left.lengths(), right.lengths());
        return byLengths != 0 ? byLengths : compareLists(left.lowerBounds(), right.lowerBounds());
    }

    private static int compareLists(List<Integer> left, List<Integer> right) {
        for (int index = 0; index < left.size(); index++) {
            int byItem = Integer.compare(left.get(index), right.get(index));
            if (byItem != 0) {
                return byItem;
            }
        }
        return 0;
    }

    private static int compareRanges(DataType subtype, Value.Range left, Value.Range right) {
        if (left.empty() || right.empty()) {
            return Boolean.compare(right.empty(), left.empty());
        }
        int byLower =
                compareEnds(
                        subtype,
                        left.lower(),
                        left.lowerInclusive() ? 0 : 1,
                        right.lower(),
                        right.lowerInclusive() ? 0 : 1,
                        -1);
        return byLower != 0
                ? byLower
                : compareEnds(
                        subtype,
                        left.upper(),
                        left.upperInclusive() ? 1 : 0,
                        right.upper(),
                        right.upperInclusive() ? 1 : 0,
                        1);
    }

    private static int compareEnds(
            DataType subtype,
            Value left,
            int leftAfter,
            Value right,
            int rightAfter,
            int nullSign) {
        if (left.isNull() || right.isNull()) {
            int leftIsNull = Boolean.compare(left.isNull(), right.isNull());
            return nullSign < 0 ? -leftIsNull : leftIsNull;
        }
        int byValue = compare(subtype, left, right);
        return byValue != 0 ? byValue : Integer.compare(leftAfter, rightAfter);
    }

    /// Compares two values, with NULL above all and equal to itself.
    public static int compareNullsLast(DataType type, Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Boolean.compare(left.isNull(), right.isNull());
        }
        return compare(type, left, right);
    }
}
