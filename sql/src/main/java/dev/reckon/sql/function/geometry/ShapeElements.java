package dev.reckon.sql.function.geometry;

import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.ShapeBytes;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The coordinates of points and lines and the points of segments and boxes, as elements of arrays
/// that count from 0: what `p[0]` reads and writes. The elements lie in the bytes of the whole.
public final class ShapeElements {
    private ShapeElements() {}

    /// Returns the type of a type's elements; empty when it has none.
    public static Optional<DataType> type(DataType container) {
        return switch (container.name()) {
            case "point", "line" -> Optional.of(DataType.FLOAT8);
            case "lseg", "box" -> Optional.of(DataType.POINT);
            default -> Optional.empty();
        };
    }

    /// Returns the function that gives an element, or that puts one in.
    ///
    /// @param container the type of the first argument; the element follows when it is put in, then
    ///   come the subscripts
    public static ScalarFunction function(DataType container, int subscriptCount, boolean puts) {
        DataType element = type(container).orElseThrow();
        List<DataType> arguments = new ArrayList<>();
        arguments.add(container);
        if (puts) {
            arguments.add(element);
        }
        arguments.addAll(Collections.nCopies(subscriptCount, DataType.INT4));
        DataType result = puts ? container : element;
        Body body = Body.value(row -> puts ? put(row, element) : element(row, element));
        return new ScalarFunction(
                0,
                puts ? "array_subscript_assign" : "array_subscript",
                arguments,
                /* variadic= */ false,
                result,
                /* strict= */ false,
                Volatility.IMMUTABLE,
                Bodies.kernel(body, false, result));
    }

    private static Value element(Row row, DataType element) {
        if (row.isNull(0) || row.isNull(1) || row.argumentCount() > 2) {
            return Value.Null.NULL;
        }
        byte[] bytes = row.bytes(0);
        int index = row.integer(1);
        if (index < 0 || index >= bytes.length / element.byteLength()) {
            return Value.Null.NULL;
        }
        var buffer = ByteBuffer.wrap(bytes).position(index * element.byteLength());
        return element.equals(DataType.POINT)
                ? new Value.Bytes(
                        ShapeBytes.bytes(new Point(buffer.getDouble(), buffer.getDouble())))
                : new Value.Real(buffer.getDouble());
    }

    private static Value put(Row row, DataType element) {
        for (int i = 2; i < row.argumentCount(); i++) {
            if (row.isNull(i)) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "array subscript in assignment must not be null");
            }
        }
        if (row.isNull(0) || row.isNull(1)) {
            return row.value(0);
        }
        if (row.argumentCount() > 3) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
        }
        byte[] bytes = row.bytes(0);
        int index = row.integer(2);
        if (index < 0 || index >= bytes.length / element.byteLength()) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
        }
        var buffer = ByteBuffer.wrap(bytes).position(index * element.byteLength());
        if (element.equals(DataType.POINT)) {
            buffer.put(row.bytes(1));
        } else {
            buffer.putDouble(row.real(1));
        }
        return new Value.Bytes(bytes);
    }
}
