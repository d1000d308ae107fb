package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.Optional;

/// Whether shapes hold other shapes.
final class Containment {
    private static final int ON_EDGE = Integer.MAX_VALUE;

    private Containment() {}

    static boolean contains(Line line, Point point) {
        return isZero(
                sum(sum(product(line.a(), point.x()), product(line.b(), point.y())), line.c()));
    }

    static boolean contains(Segment segment, Point point) {
        return isEqual(
                sum(point.distance(segment.start()), point.distance(segment.end())),
                segment.start().distance(segment.end()));
    }

    static boolean contains(Box box, Point point) {
        return box.high().x() >= point.x()
                && box.low().x() <= point.x()
                && box.high().y() >= point.y()
                && box.low().y() <= point.y();
    }

    static boolean contains(Box box, Box inner) {
        return isAtMost(inner.high().x(), box.high().x())
                && isAtMost(box.low().x(), inner.low().x())
                && isAtMost(inner.high().y(), box.high().y())
                && isAtMost(box.low().y(), inner.low().y());
    }

    /// A closed path holds what it goes round, an open one what lies on it.
    static boolean contains(Path path, Point point) {
        return path.closed()
                ? contains(path.points(), point)
                : Cancellation.stream(Intersections.segments(path))
                        .anyMatch(segment -> contains(segment, point));
    }

    /// Returns whether a point lies on the edge of a polygon or inside: the edges that cross the
    /// axes seen from the point are counted with their directions (the winding number).
    static boolean contains(List<Point> corners, Point point) {
        int crossings = 0;
        for (int i = 0; i < corners.size(); i++) {
            Cancellation.check(i);
            int next = (i + 1) % corners.size();
            int crossing =
                    crossing(
                            difference(corners.get(next).x(), point.x()),
                            difference(corners.get(next).y(), point.y()),
                            difference(corners.get(i).x(), point.x()),
                            difference(corners.get(i).y(), point.y()));
            if (crossing == ON_EDGE) {
                return true;
            }
            crossings += crossing;
        }
        return crossings != 0;
    }

    /// Returns how an edge from the previous point to (x, y) crosses the positive x axis: 2 or -2
    /// when it does, 1 or -1 when it ends or begins there.
    private static int crossing(double x, double y, double previousX, double previousY) {
        if (isZero(y)) {
            if (isZero(x)) {
                return ON_EDGE;
            }
            boolean isRight = isLess(0, x);
            if (isZero(previousY)) {
                boolean isSameSide = isRight ? isLess(0, previousX) : isLess(previousX, 0);
                return isSameSide ? 0 : ON_EDGE;
            }
            return !isRight ? 0 : isLess(previousY, 0) ? 1 : -1;
        }
        int sign = isLess(0, y) ? 1 : -1;
        if (isZero(previousY)) {
            return isLess(previousX, 0) ? 0 : sign;
        }
        boolean isSameHalf = sign < 0 ? isLess(previousY, 0) : isLess(0, previousY);
        if (isSameHalf) {
            return 0;
        }
        if (isAtMost(0, x) && isLess(0, previousX)) {
            return 2 * sign;
        }
        if (isLess(x, 0) && isAtMost(previousX, 0)) {
            return 0;
        }
        double side =
                difference(
                        product(difference(x, previousX), y), product(difference(y, previousY), x));
        if (isZero(side)) {
            return ON_EDGE;
        }
        boolean passesLeft = sign < 0 ? isLess(side, 0) : isLess(0, side);
        return passesLeft ? 0 : 2 * sign;
    }

    static boolean contains(Polygon outer, Polygon inner) {
        return contains(Bounds.of(outer.points()), Bounds.of(inner.points()))
                && Cancellation.stream(Intersections.segments(inner.points(), true))
                        .allMatch(edge -> contains(outer, edge, 0));
    }

    /// Returns whether a segment lies in a polygon, of which only the edges from one on are still
    /// looked at: cut where it crosses an edge, all pieces must.
    private static boolean contains(Polygon polygon, Segment segment, int first) {
        List<Segment> edges = Intersections.segments(polygon.points(), true);
        boolean isCut = false;
        for (int i = first; i < edges.size(); i++) {
            Cancellation.check(i);
            Segment edge = edges.get(i);
            if (contains(edge, segment.start())) {
                if (contains(edge, segment.end())) {
                    return true;
                }
                if (!continues(polygon, segment.start(), segment.end(), edge, i + 1)) {
                    return false;
                }
            } else if (contains(edge, segment.end())) {
                if (!continues(polygon, segment.end(), segment.start(), edge, i + 1)) {
                    return false;
                }
            } else {
                Optional<Point> cut = Intersections.of(segment, edge);
                if (cut.isPresent()) {
                    isCut = true;
                    if (!contains(polygon, new Segment(segment.start(), cut.get()), i + 1)
                            || !contains(polygon, new Segment(segment.end(), cut.get()), i + 1)) {
                        return false;
                    }
                }
            }
        }
        return isCut || contains(polygon.points(), middle(segment));
    }

    /// Returns whether what a segment goes on with after it touched an edge lies in the polygon, as
    /// far as the other edges tell.
    ///
    /// @param touching the end that lies on the edge
    private static boolean continues(
            Polygon polygon, Point touching, Point end, Segment edge, int first) {
        var segment = new Segment(touching, end);
        Optional<Point> turn = Optional.empty();
        if (touching.isNear(edge.start())) {
            turn = Optional.of(edge.end());
        } else if (touching.isNear(edge.end())) {
            turn = Optional.of(edge.start());
        } else if (contains(segment, edge.start())) {
            return contains(polygon, new Segment(end, edge.start()), first);
        } else if (contains(segment, edge.end())) {
            return contains(polygon, new Segment(end, edge.end()), first);
        }
        return turn.filter(corner -> contains(segment, corner))
                .map(corner -> contains(polygon, new Segment(end, corner), first))
                .orElse(true);
    }

    static Point middle(Segment segment) {
        return new Point(
                quotient(sum(segment.start().x(), segment.end().x()), 2),
                quotient(sum(segment.start().y(), segment.end().y()), 2));
    }
}
