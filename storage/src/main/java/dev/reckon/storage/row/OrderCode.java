package dev.reckon.storage.row;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.Optional;

/// Codes of 64 bits that compare, unsigned, as the values of one type do, except that values which
/// differ late may have the same code. What zone maps are made of. Immutable; safe for many
/// threads.
public final class OrderCode {
    private final DataType type;
    private final KeyForm form;

    private OrderCode(DataType type, KeyForm form) {
        this.type = type;
        this.form = form;
    }

    /// Returns the codes of a type; empty when its values have no order, or one that `LongVector`'s
    /// values do not follow.
    public static Optional<OrderCode> of(DataType type) {
        KeyForm form;
        try {
            form = KeyForm.of(type);
        } catch (DatabaseException withoutOrder) {
            return Optional.empty();
        }
        return form == KeyForm.UNSIGNED8
                ? Optional.empty()
                : Optional.of(new OrderCode(type, form));
    }

    /// Returns the code of a value in a `LongVector`.
    public long ofLong(long value) {
        return value ^ Long.MIN_VALUE;
    }

    /// Returns the code of a value in a `DoubleVector`.
    public long ofDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0d);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    /// Returns the code of a value in a `BytesVector`: its first eight bytes.
    public long ofBytes(byte[] source, int start, int end) {
        int last = end;
        if (form == KeyForm.PADDED_STRING) {
            while (last > start && source[last - 1] == ' ') {
                last--;
            }
        }
        long code = 0;
        int count = Math.min(last - start, Long.BYTES);
        for (int index = 0; index < count; index++) {
            code |= (source[start + index] & 0xFFL) << (56 - 8 * index);
        }
        return code;
    }

    /// Returns the code of a numeric in the compact form of a `NumericVector`.
    public long ofNumeric(long unscaled, int scale) {
        var writer = new KeyWriter(new ByteBuilder(16));
        writer.putNumeric(unscaled, scale);
        return RowKey.code(writer.target().build());
    }

    /// Returns about the number that a code stands for, so that distances between values can be
    /// compared: the number itself for numbers, some number that ascends with it for others.
    public double magnitude(long code) {
        return switch (form) {
            case BOOLEAN, INT2, INT4, INT8, UNSIGNED8 -> code ^ Long.MIN_VALUE;
            case FLOAT4, FLOAT8 -> {
                double real = Double.longBitsToDouble(code < 0 ? code ^ Long.MIN_VALUE : ~code);
                // NaN is above all numbers.
                yield Double.isNaN(real)
                        ? Double.MAX_VALUE
                        : Math.clamp(real, -Double.MAX_VALUE, Double.MAX_VALUE);
            }
            case NUMERIC -> KeyWriter.magnitude(code);
            case UUID, STRING, PADDED_STRING, OBJECT -> code >>> 1;
        };
    }

    /// Returns whether a value is of the type, and not NULL, so that [#of] has a code for it.
    public boolean fits(Value value) {
        return form.fits(value);
    }

    /// Returns the code of any value of the type but NULL.
    public long of(Value value) {
        return switch (value) {
            case Value.Int(long number) -> ofLong(number);
            case Value.Real(double number) -> ofDouble(number);
            case Value.Bytes(byte[] string) -> ofBytes(string, 0, string.length);
            default -> {
                var writer = new KeyWriter(new ByteBuilder(32));
                KeyObjects.put(writer, Optional.of(type), value);
                yield RowKey.code(writer.target().build());
            }
        };
    }
}
