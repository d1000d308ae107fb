package dev.reckon.sql.format.geometry;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Shapes as bytes: PostgreSQL's binary form, big-endian doubles, is also how they are held. A path
/// begins with a byte that says whether it is closed; paths and polygons give their number of
/// points as an `int` before them.
public final class ShapeBytes {
    private static final int POINT_BYTES = 2 * Double.BYTES;

    private ShapeBytes() {}

    /// Returns the bytes of a shape.
    public static byte[] bytes(Shape shape) {
        return switch (shape) {
            case Point point -> points(0, List.of(point)).array();
            case Line(double a, double b, double c) -> numbers(a, b, c);
            case Segment(Point start, Point end) -> points(0, List.of(start, end)).array();
            case Box(Point high, Point low) -> points(0, List.of(high, low)).array();
            case Path(boolean closed, List<Point> points) ->
                    points(1 + Integer.BYTES, points)
                            .put(0, (byte) (closed ? 1 : 0))
                            .putInt(1, points.size())
                            .array();
            case Polygon(List<Point> points) ->
                    points(Integer.BYTES, points).putInt(0, points.size()).array();
            case Circle(Point center, double radius) -> numbers(center.x(), center.y(), radius);
        };
    }

    private static byte[] numbers(double first, double second, double third) {
        return ByteBuffer.allocate(3 * Double.BYTES)
                .putDouble(first)
                .putDouble(second)
                .putDouble(third)
                .array();
    }

    private static ByteBuffer points(int headBytes, List<Point> points) {
        var buffer = ByteBuffer.allocate(headBytes + points.size() * POINT_BYTES);
        buffer.position(headBytes);
        for (Point point : Cancellation.each(points)) {
            buffer.putDouble(point.x()).putDouble(point.y());
        }
        return buffer;
    }

    /// Returns the shape that bytes of ours hold.
    public static Shape shape(byte[] bytes, DataType type) {
        return read(ByteBuffer.wrap(bytes), type);
    }

    /// Reads a shape as the type's receive function does.
    ///
    /// @throws java.nio.BufferUnderflowException when there are too few bytes
    /// @throws DatabaseException 22P03 when they make no shape of the type
    public static Shape read(ByteBuffer buffer, DataType type) {
        return switch (type.name()) {
            case "point" -> point(buffer);
            case "line" -> line(buffer);
            case "lseg" -> new Segment(point(buffer), point(buffer));
            case "box" -> Box.of(point(buffer), point(buffer));
            case "path" -> new Path(buffer.get() != 0, points(buffer, type));
            case "polygon" -> new Polygon(points(buffer, type));
            case "circle" -> circle(buffer);
            default -> throw new IllegalArgumentException("no shape: " + type);
        };
    }

    private static Point point(ByteBuffer buffer) {
        return new Point(buffer.getDouble(), buffer.getDouble());
    }

    private static Line line(ByteBuffer buffer) {
        var line = new Line(buffer.getDouble(), buffer.getDouble(), buffer.getDouble());
        if (Coordinates.isZero(line.a()) && Coordinates.isZero(line.b())) {
            throw invalid("invalid line specification: A and B cannot both be zero");
        }
        return line;
    }

    private static Circle circle(ByteBuffer buffer) {
        var circle = new Circle(point(buffer), buffer.getDouble());
        if (circle.radius() < 0) {
            throw invalid("invalid radius in external \"circle\" value");
        }
        return circle;
    }

    private static List<Point> points(ByteBuffer buffer, DataType type) {
        int count = buffer.getInt();
        if (count <= 0 || count > Integer.MAX_VALUE / POINT_BYTES) {
            throw invalid("invalid number of points in external \"" + type + "\" value");
        }
        if (count > buffer.remaining() / POINT_BYTES) {
            throw new java.nio.BufferUnderflowException();
        }
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            points.add(point(buffer));
        }
        return points;
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_BINARY_REPRESENTATION, message);
    }
}
