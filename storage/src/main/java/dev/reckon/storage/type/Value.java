package dev.reckon.storage.type;

import java.math.BigDecimal;
import java.util.List;

/// One boxed SQL value: parameters, literals, defaults, and the arguments of functions off the hot
/// path. NULL is a value like any other, so that every `switch` must think of it.
///
/// Values of one physical type share a record: what they mean is said by the [DataType] beside
/// them.
public sealed interface Value {
    /// NULL of any type.
    enum Null implements Value {
        NULL
    }

    /// Every type in a `LongVector`: boolean (0 or 1), the integers, oid, date (days since
    /// 2000-01-01), time, timestamp and timestamptz (microseconds; the latter two since
    /// 2000-01-01).
    record Int(long value) implements Value {}

    /// real and double precision.
    record Real(double value) implements Value {}

    /// A finite numeric, with its display scale, which is never negative.
    record Numeric(BigDecimal value) implements Value {}

    /// The numerics that no digits can write, in PostgreSQL's order: NaN is above infinity.
    enum SpecialNumeric implements Value {
        NEGATIVE_INFINITY,
        POSITIVE_INFINITY,
        NAN
    }

    /// Every type in a `BytesVector`. Strings are UTF-8. The array belongs to the value: nobody
    /// changes it.
    record Bytes(byte[] value) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] bytes) && java.util.Arrays.equals(bytes, value);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return new String(value, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /// A span of time: months and days are kept apart, as in PostgreSQL.
    record Interval(int months, int days, long micros) implements Value {}

    /// A time of day in a zone.
    ///
    /// @param micros since midnight, local
    /// @param zoneOffsetSeconds seconds west of UTC, as PostgreSQL counts them
    record TimeTz(long micros, int zoneOffsetSeconds) implements Value {}

    /// A string of bits, the first in the highest bit of the first byte; unused bits are zero.
    record Bits(int bitCount, byte[] bytes) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bits(int count, byte[] otherBytes)
                    && count == bitCount
                    && java.util.Arrays.equals(otherBytes, bytes);
        }

        @Override
        public int hashCode() {
            return 31 * bitCount + java.util.Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return bitCount + " bits " + java.util.HexFormat.of().formatHex(bytes);
        }
    }

    /// An internet address with its network's length in bits: 4 or 16 bytes.
    record Inet(byte[] address, int networkBits) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Inet(byte[] otherAddress, int bits)
                    && bits == networkBits
                    && java.util.Arrays.equals(otherAddress, address);
        }

        @Override
        public int hashCode() {
            return 31 * networkBits + java.util.Arrays.hashCode(address);
        }

        @Override
        public String toString() {
            return java.util.HexFormat.of().formatHex(address) + "/" + networkBits;
        }
    }

    /// An array in row-major order.
    ///
    /// @param lengths the length of each dimension; empty for the empty array
    /// @param lowerBounds the first subscript of each dimension, usually 1
    record Array(List<Integer> lengths, List<Integer> lowerBounds, List<Value> elements)
            implements Value {
        public Array {
            lengths = List.copyOf(lengths);
            lowerBounds = List.copyOf(lowerBounds);
            elements = List.copyOf(elements);
        }

        /// Makes a one-dimensional array with subscripts from 1; empty when there are no elements.
        public static Array of(List<Value> elements) {
            return elements.isEmpty()
                    ? new Array(List.of(), List.of(), List.of())
                    : new Array(List.of(elements.size()), List.of(1), elements);
        }
    }

    /// A range; an unbounded end is [Null#NULL].
    record Range(
            boolean empty, Value lower, boolean lowerInclusive, Value upper, boolean upperInclusive)
            implements Value {}

    /// A multirange: ranges that are not empty, in order, with a gap between each two.
    record MultiRange(List<Range> ranges) implements Value {
        public MultiRange {
            ranges = List.copyOf(ranges);
        }
    }

    /// A row value. What its fields are is no part of what it is equal to.
    ///
    /// @param shape names and types of the fields; [RowShape#UNKNOWN] where the row's type says
    ///   them
    record Row(List<Value> fields, RowShape shape) implements Value {
        public Row {
            fields = List.copyOf(fields);
        }

        /// Makes a row whose type says what its fields are.
        public Row(List<Value> fields) {
            this(fields, RowShape.UNKNOWN);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row(List<Value> otherFields, RowShape _)
                    && otherFields.equals(fields);
        }

        @Override
        public int hashCode() {
            return fields.hashCode();
        }
    }

    /// Makes a string value.
    static Bytes text(String text) {
        return new Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// Makes a boolean value.
    static Value bool(boolean value) {
        return new Int(value ? 1 : 0);
    }

    default boolean isNull() {
        return this instanceof Null;
    }
}
