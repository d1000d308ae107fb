package dev.reckon.sql.function.compare;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.row.ValueCodec;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.Arrays;

/// `*=`, `*<` and the like: rows compared by the bytes that they are made of, so that values are
/// equal only when they are the same to the last digit.
///
/// The order of different values is Reckon's own for what has no fixed width, as PostgreSQL's is
/// its own.
public final class RecordImages {
    private RecordImages() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.name()) {
            case "record_image_eq" -> bool(row -> compare(row) == 0);
            case "record_image_ne" -> bool(row -> compare(row) != 0);
            case "record_image_lt" -> bool(row -> compare(row) < 0);
            case "record_image_le" -> bool(row -> compare(row) <= 0);
            case "record_image_gt" -> bool(row -> compare(row) > 0);
            case "record_image_ge" -> bool(row -> compare(row) >= 0);
            case "btrecordimagecmp" -> number(RecordImages::compare);
            default -> Body.Missing.MISSING;
        };
    }

    private static int compare(Row row) {
        var left = (Value.Row) row.value(0);
        var right = (Value.Row) row.value(1);
        ValueOrder.requireSameShape(left, right);
        RowShape shape = left.shape();
        for (int i = 0; i < left.fields().size(); i++) {
            Value a = left.fields().get(i);
            Value b = right.fields().get(i);
            if (a.isNull() || b.isNull()) {
                if (a.isNull() != b.isNull()) {
                    return a.isNull() ? 1 : -1;
                }
                continue;
            }
            int order = compare(a, b, shape.isKnown() ? shape.types().get(i) : DataType.TEXT);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Numbers that PostgreSQL passes by value are compared as unsigned ones of 64 bits.
    private static int compare(Value left, Value right, DataType type) {
        if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
            return Long.compareUnsigned(a, b);
        }
        if (left instanceof Value.Real(double a) && right instanceof Value.Real(double b)) {
            return type.physical() == PhysicalType.FLOAT4
                    ? Integer.compareUnsigned(
                            Float.floatToRawIntBits((float) a), Float.floatToRawIntBits((float) b))
                    : Long.compareUnsigned(
                            Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b));
        }
        if (left instanceof Value.Bytes(byte[] a) && right instanceof Value.Bytes(byte[] b)) {
            return Arrays.compareUnsigned(a, b);
        }
        if (left instanceof Value.Numeric a && right instanceof Value.Numeric b) {
            int byValue = a.value().compareTo(b.value());
            return byValue != 0 ? byValue : Integer.compare(a.value().scale(), b.value().scale());
        }
        return Arrays.compareUnsigned(ValueCodec.encode(left), ValueCodec.encode(right));
    }
}
