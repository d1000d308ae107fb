package dev.reckon.sql.function.network;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.Modifier;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Locale;

/// The chapter "Bit String Functions and Operators", and casts between bits and integers.
public final class BitFunctions {
    private BitFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "bitand(bit,bit)" -> value(row -> combine(row.bits(0), row.bits(1), '&'));
            case "bitor(bit,bit)" -> value(row -> combine(row.bits(0), row.bits(1), '|'));
            case "bitxor(bit,bit)" -> value(row -> combine(row.bits(0), row.bits(1), '#'));
            case "bitnot(bit)" -> value(row -> combine(row.bits(0), row.bits(0), '~'));
            case "bitshiftleft(bit,int4)" -> value(row -> shift(row.bits(0), row.integer(1)));
            case "bitshiftright(bit,int4)" -> value(row -> shift(row.bits(0), -row.integer(1)));
            case "bitcat(varbit,varbit)" -> value(row -> concatenate(row.bits(0), row.bits(1)));
            case "length(bit)", "bit_length(bit)" -> number(row -> row.bits(0).bitCount());
            case "octet_length(bit)" -> number(row -> row.bits(0).bytes().length);
            case "bit_count(bit)" ->
                    number(row -> {
                        long count = 0;
                        for (byte unit : row.bits(0).bytes()) {
                            count += Integer.bitCount(unit & 0xFF);
                        }
                        return count;
                    });
            case "get_bit(bit,int4)" ->
                    number(row -> bit(row.bits(0), index(row.bits(0), row.number(1))));
            case "set_bit(bit,int4,int4)" ->
                    value(row -> set(row.bits(0), row.number(1), row.integer(2)));
            case "substring(bit,int4)", "substring(bit,int4,int4)" ->
                    value(row ->
                            part(
                                    row.bits(0),
                                    row.number(1),
                                    row.argumentCount() > 2 ? row.number(2) : Long.MAX_VALUE / 2));
            case "position(bit,bit)" -> number(row -> position(row.bits(0), row.bits(1)));
            case "overlay(bit,bit,int4)", "overlay(bit,bit,int4,int4)" ->
                    value(row ->
                            overlay(
                                    row.bits(0),
                                    row.bits(1),
                                    row.number(2),
                                    row.argumentCount() > 3
                                            ? row.number(3)
                                            : row.bits(1).bitCount()));
            case "bit(int4,int4)" -> value(row -> ofNumber(row.number(0), row.integer(1), 32));
            case "bit(int8,int4)" -> value(row -> ofNumber(row.number(0), row.integer(1), 64));
            case "int4(bit)" -> number(row -> (int) toNumber(row.bits(0), DataType.INT4));
            case "int8(bit)" -> number(row -> toNumber(row.bits(0), DataType.INT8));
            case "bit(bit,int4,bool)" ->
                    value(row ->
                            Modifier.apply(
                                    row.value(0), DataType.BIT, row.integer(1), row.bool(2)));
            default -> Body.Missing.MISSING;
        };
    }

    private static int bit(Value.Bits bits, long index) {
        return bits.bytes()[(int) (index >> 3)] >> (7 - (int) (index & 7)) & 1;
    }

    private static void setBit(byte[] bytes, int index) {
        bytes[index >> 3] |= (byte) (1 << (7 - (index & 7)));
    }

    private static Value combine(Value.Bits left, Value.Bits right, char operator) {
        if (left.bitCount() != right.bitCount()) {
            String name = operator == '&' ? "AND" : operator == '|' ? "OR" : "XOR";
            throw new DatabaseException(
                    SqlState.STRING_DATA_LENGTH_MISMATCH,
                    "cannot " + name.toUpperCase(Locale.ROOT) + " bit strings of different sizes");
        }
        byte[] bytes = left.bytes().clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    (byte)
                            switch (operator) {
                                case '&' -> bytes[i] & right.bytes()[i];
                                case '|' -> bytes[i] | right.bytes()[i];
                                case '#' -> bytes[i] ^ right.bytes()[i];
                                default -> ~bytes[i];
                            };
        }
        return Modifier.resize(new Value.Bits(left.bitCount(), bytes), left.bitCount());
    }

    private static Value shift(Value.Bits bits, int count) {
        byte[] bytes = new byte[bits.bytes().length];
        for (int i = 0; i < bits.bitCount(); i++) {
            Cancellation.check(i);
            long source = (long) i + count;
            if (source >= 0 && source < bits.bitCount() && bit(bits, source) == 1) {
                setBit(bytes, i);
            }
        }
        return new Value.Bits(bits.bitCount(), bytes);
    }

    private static Value.Bits concatenate(Value.Bits left, Value.Bits right) {
        int count = left.bitCount() + right.bitCount();
        byte[] bytes = java.util.Arrays.copyOf(left.bytes(), (count + 7) / 8);
        for (int i = 0; i < right.bitCount(); i++) {
            Cancellation.check(i);
            if (bit(right, i) == 1) {
                setBit(bytes, left.bitCount() + i);
            }
        }
        return new Value.Bits(count, bytes);
    }

    private static long index(Value.Bits bits, long index) {
        if (index < 0 || index >= bits.bitCount()) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "bit index "
                            + index
                            + " out of valid range (0.."
                            + (bits.bitCount() - 1)
                            + ")");
        }
        return index;
    }

    private static Value set(Value.Bits bits, long at, int newBit) {
        int index = (int) index(bits, at);
        if (newBit != 0 && newBit != 1) {
            throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        byte[] bytes = bits.bytes().clone();
        bytes[index >> 3] &= (byte) ~(1 << (7 - (index & 7)));
        if (newBit == 1) {
            setBit(bytes, index);
        }
        return new Value.Bits(bits.bitCount(), bytes);
    }

    private static Value.Bits part(Value.Bits bits, long start, long count) {
        if (count < 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        int from = Math.clamp(start - 1, 0, bits.bitCount());
        int to = Math.clamp(start - 1 + count, from, bits.bitCount());
        byte[] bytes = new byte[(to - from + 7) / 8];
        for (int i = from; i < to; i++) {
            Cancellation.check(i);
            if (bit(bits, i) == 1) {
                setBit(bytes, i - from);
            }
        }
        return new Value.Bits(to - from, bytes);
    }

    private static Value overlay(Value.Bits bits, Value.Bits replacement, long start, long count) {
        if (start <= 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        if (start + count != (int) (start + count)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        return concatenate(
                concatenate(part(bits, 1, start - 1), replacement),
                part(bits, Math.max(1, start + count), bits.bitCount()));
    }

    private static long position(Value.Bits bits, Value.Bits wanted) {
        for (int start = 0; start + wanted.bitCount() <= bits.bitCount(); start++) {
            Cancellation.check(start);
            int i = 0;
            while (i < wanted.bitCount() && bit(bits, start + (long) i) == bit(wanted, i)) {
                Cancellation.check(i);
                i++;
            }
            if (i == wanted.bitCount() && bits.bitCount() > 0) {
                return start + 1L;
            }
        }
        return 0;
    }

    /// The bits of a number, extended by its sign on the left.
    private static Value ofNumber(long number, int length, int width) {
        int bitCount = length <= 0 ? 1 : length;
        byte[] bytes = new byte[(bitCount + 7) / 8];
        for (int i = 0; i < bitCount; i++) {
            Cancellation.check(i);
            int shift = bitCount - 1 - i;
            if ((number >> Math.min(shift, width - 1) & 1) == 1) {
                setBit(bytes, i);
            }
        }
        return new Value.Bits(bitCount, bytes);
    }

    private static long toNumber(Value.Bits bits, DataType type) {
        if (bits.bitCount() > type.byteLength() * Byte.SIZE) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, type + " out of range");
        }
        long number = 0;
        for (int i = 0; i < bits.bitCount(); i++) {
            Cancellation.check(i);
            number = number << 1 | bit(bits, i);
        }
        return number;
    }
}
