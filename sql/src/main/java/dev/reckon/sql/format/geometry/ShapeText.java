package dev.reckon.sql.format.geometry;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/// Writes shapes as PostgreSQL does: `(1,2)`, `{1,-1,0}`, `[(0,0),(1,1)]`, `<(0,0),5>`.
public final class ShapeText {
    private ShapeText() {}

    /// Returns the text of a shape.
    ///
    /// @param number writes one coordinate
    public static String text(Shape shape, DoubleFunction<String> number) {
        return switch (shape) {
            case Point(double x, double y) -> "(" + number.apply(x) + "," + number.apply(y) + ")";
            case Line(double a, double b, double c) ->
                    "{" + number.apply(a) + "," + number.apply(b) + "," + number.apply(c) + "}";
            case Segment(Point start, Point end) -> "[" + points(List.of(start, end), number) + "]";
            case Box(Point high, Point low) -> points(List.of(high, low), number);
            case Path(boolean closed, List<Point> points) ->
                    closed
                            ? "(" + points(points, number) + ")"
                            : "[" + points(points, number) + "]";
            case Polygon(List<Point> points) -> "(" + points(points, number) + ")";
            case Circle(Point center, double radius) ->
                    "<" + text(center, number) + "," + number.apply(radius) + ">";
        };
    }

    private static String points(List<Point> points, DoubleFunction<String> number) {
        return Cancellation.stream(points)
                .map(point -> text(point, number))
                .collect(Collectors.joining(","));
    }
}
