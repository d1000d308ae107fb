package dev.reckon.sql.function.geometry;

import dev.reckon.sql.format.geometry.Coordinates;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.Optional;

/// Arithmetic of points as vectors, which moves, and as complex numbers, which scales and turns.
/// Operators on other shapes do the same to each of their points.
enum Motion {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE;

    /// Returns the motion that a function carries out: `box_add`, `path_mul_pt`.
    static Optional<Motion> of(String functionName) {
        int start = functionName.indexOf('_') + 1;
        return switch (functionName.substring(start).replace("_pt", "")) {
            case "add" -> Optional.of(ADD);
            case "sub" -> Optional.of(SUBTRACT);
            case "mul" -> Optional.of(MULTIPLY);
            case "div" -> Optional.of(DIVIDE);
            default -> Optional.empty();
        };
    }

    Point apply(Point point, Point by) {
        return switch (this) {
            case ADD -> sum(point, by);
            case SUBTRACT -> difference(point, by);
            case MULTIPLY -> product(point, by);
            case DIVIDE -> quotient(point, by);
        };
    }

    List<Point> apply(List<Point> points, Point by) {
        return Cancellation.stream(points).map(point -> apply(point, by)).toList();
    }

    private static Point sum(Point left, Point right) {
        return new Point(
                Coordinates.sum(left.x(), right.x()), Coordinates.sum(left.y(), right.y()));
    }

    private static Point difference(Point left, Point right) {
        return new Point(
                Coordinates.difference(left.x(), right.x()),
                Coordinates.difference(left.y(), right.y()));
    }

    private static Point product(Point left, Point right) {
        return new Point(
                Coordinates.difference(
                        Coordinates.product(left.x(), right.x()),
                        Coordinates.product(left.y(), right.y())),
                Coordinates.sum(
                        Coordinates.product(left.x(), right.y()),
                        Coordinates.product(left.y(), right.x())));
    }

    private static Point quotient(Point left, Point right) {
        double square =
                Coordinates.sum(
                        Coordinates.product(right.x(), right.x()),
                        Coordinates.product(right.y(), right.y()));
        return new Point(
                Coordinates.quotient(
                        Coordinates.sum(
                                Coordinates.product(left.x(), right.x()),
                                Coordinates.product(left.y(), right.y())),
                        square),
                Coordinates.quotient(
                        Coordinates.difference(
                                Coordinates.product(left.y(), right.x()),
                                Coordinates.product(left.x(), right.y())),
                        square));
    }
}
