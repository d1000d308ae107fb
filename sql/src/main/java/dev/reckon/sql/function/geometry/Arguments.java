package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.function.kernel.Body.bytes;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.geometry.Shape;
import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.format.geometry.ShapeBytes;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Optional;
import java.util.function.Function;

/// Reads the shapes of a row's arguments, and makes results of shapes.
final class Arguments {
    private Arguments() {}

    static Point point(Row row, int argument) {
        return (Point) ShapeBytes.shape(row.bytes(argument), DataType.POINT);
    }

    static Line line(Row row, int argument) {
        return (Line) ShapeBytes.shape(row.bytes(argument), DataType.LINE);
    }

    static Segment segment(Row row, int argument) {
        return (Segment) ShapeBytes.shape(row.bytes(argument), DataType.LSEG);
    }

    static Box box(Row row, int argument) {
        return (Box) ShapeBytes.shape(row.bytes(argument), DataType.BOX);
    }

    static Path path(Row row, int argument) {
        return (Path) ShapeBytes.shape(row.bytes(argument), DataType.PATH);
    }

    static Polygon polygon(Row row, int argument) {
        return (Polygon) ShapeBytes.shape(row.bytes(argument), DataType.POLYGON);
    }

    static Circle circle(Row row, int argument) {
        return (Circle) ShapeBytes.shape(row.bytes(argument), DataType.CIRCLE);
    }

    /// Names a function with a shape as its result.
    static Body shape(Function<Row, ? extends Shape> function) {
        return bytes(row -> ShapeBytes.bytes(function.apply(row)));
    }

    /// Names a function whose result is a shape or NULL.
    static Body optionalShape(Function<Row, Optional<? extends Shape>> function) {
        return value(row -> {
            Optional<? extends Shape> shape = function.apply(row);
            return shape.isPresent()
                    ? new Value.Bytes(ShapeBytes.bytes(shape.get()))
                    : Value.Null.NULL;
        });
    }
}
