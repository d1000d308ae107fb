package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.Optional;

/// Whether and where shapes meet.
final class Intersections {
    private Intersections() {}

    /// Returns where two lines cross; empty when they are parallel.
    static Optional<Point> of(Line left, Line right) {
        if (isZero(left.b()) && isZero(right.b())) {
            return Optional.empty();
        }
        // The line whose equation is solved for y must not be vertical.
        Line one = isZero(left.b()) ? right : left;
        Line other = isZero(left.b()) ? left : right;
        if (isEqual(other.a(), product(one.a(), quotient(other.b(), one.b())))) {
            return Optional.empty();
        }
        double x =
                quotient(
                        difference(product(one.b(), other.c()), product(other.b(), one.c())),
                        difference(product(one.a(), other.b()), product(other.a(), one.b())));
        double y = quotient(-sum(product(one.a(), x), one.c()), one.b());
        // Adding zero makes a positive zero of a negative one.
        return Optional.of(new Point(x + 0.0, y + 0.0));
    }

    /// Returns where a segment crosses a line: an end of the segment exactly, when it is near one.
    static Optional<Point> of(Segment segment, Line line) {
        return of(lineOf(segment), line)
                .filter(point -> Containment.contains(segment, point))
                .map(point ->
                        segment.start().isNear(point)
                                ? segment.start()
                                : segment.end().isNear(point) ? segment.end() : point);
    }

    /// Returns where two segments cross.
    static Optional<Point> of(Segment left, Segment right) {
        return of(left, lineOf(right)).filter(point -> Containment.contains(right, point));
    }

    /// Returns the line that a segment lies on.
    static Line lineOf(Segment segment) {
        return Line.of(segment.start(), segment.start().slope(segment.end()));
    }

    /// Returns whether a segment has a point in a box.
    static boolean meet(Box box, Segment segment) {
        if (!overlap(Box.of(segment.start(), segment.end()), box)) {
            return false;
        }
        return Containment.contains(box, segment.start())
                || Containment.contains(box, segment.end())
                || sides(box).stream().anyMatch(side -> of(side, segment).isPresent());
    }

    static boolean meet(Box box, Line line) {
        return sides(box).stream().anyMatch(side -> of(side, line).isPresent());
    }

    static boolean meet(Path left, Path right) {
        if (!overlap(Bounds.of(left.points()), Bounds.of(right.points()))) {
            return false;
        }
        List<Segment> others = segments(right);
        return Cancellation.stream(segments(left))
                .anyMatch(segment ->
                        Cancellation.stream(others)
                                .anyMatch(other -> of(segment, other).isPresent()));
    }

    static boolean overlap(Box left, Box right) {
        return isAtMost(left.low().x(), right.high().x())
                && isAtMost(right.low().x(), left.high().x())
                && isAtMost(left.low().y(), right.high().y())
                && isAtMost(right.low().y(), left.high().y());
    }

    /// Returns the sides of a box: those at the upper left corner, then those at the lower right.
    static List<Segment> sides(Box box) {
        var upperLeft = new Point(box.low().x(), box.high().y());
        var lowerRight = new Point(box.high().x(), box.low().y());
        return List.of(
                new Segment(box.low(), upperLeft),
                new Segment(box.high(), upperLeft),
                new Segment(box.low(), lowerRight),
                new Segment(box.high(), lowerRight));
    }

    /// Returns the segments of a path: the one that closes it first.
    static List<Segment> segments(Path path) {
        return segments(path.points(), path.closed());
    }

    static List<Segment> segments(List<Point> points, boolean closed) {
        List<Segment> segments = new java.util.ArrayList<>();
        for (int i = closed ? 0 : 1; i < points.size(); i++) {
            Cancellation.check(i);
            segments.add(
                    new Segment(points.get(i == 0 ? points.size() - 1 : i - 1), points.get(i)));
        }
        return segments;
    }
}
