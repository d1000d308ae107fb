package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The point of a shape that is nearest to another shape, and how far away that is.
///
/// @param distance NaN when coordinates do not tell
record Nearest(Point point, double distance) {
    /// Returns the point, unless it is unknown.
    Optional<Point> known() {
        return Double.isNaN(distance) ? Optional.empty() : Optional.of(point);
    }

    private Nearest orNearer(Nearest other) {
        return compare(other.distance, distance) < 0 ? other : this;
    }

    /// Returns the point of a line nearest to a point: the foot of the perpendicular.
    static Nearest on(Line line, Point point) {
        return Intersections.of(Line.of(point, perpendicularSlope(line)), line)
                .map(foot -> new Nearest(foot, foot.distance(point)))
                .orElse(new Nearest(point, Double.NaN));
    }

    private static double perpendicularSlope(Line line) {
        if (isZero(line.a())) {
            return Double.POSITIVE_INFINITY;
        }
        return isZero(line.b()) ? 0 : quotient(line.b(), line.a());
    }

    /// Returns the point of a segment nearest to a line: where they cross, or an end.
    static Nearest on(Segment segment, Line line) {
        Optional<Point> crossing = Intersections.of(segment, line);
        if (crossing.isPresent()) {
            return new Nearest(crossing.get(), 0);
        }
        double fromStart = on(line, segment.start()).distance;
        double fromEnd = on(line, segment.end()).distance;
        return fromStart < fromEnd
                ? new Nearest(segment.start(), fromStart)
                : new Nearest(segment.end(), fromEnd);
    }

    /// Returns the point of a segment nearest to a point.
    static Nearest on(Segment segment, Point point) {
        var perpendicular = Line.of(point, segment.start().perpendicularSlope(segment.end()));
        Point nearest = on(segment, perpendicular).point;
        return new Nearest(nearest, nearest.distance(point));
    }

    /// Returns the point of a segment nearest to another segment.
    static Nearest on(Segment segment, Segment other) {
        Optional<Point> crossing = Intersections.of(segment, other);
        if (crossing.isPresent()) {
            return new Nearest(crossing.get(), 0);
        }
        return on(segment, other.start())
                .orNearer(on(segment, other.end()))
                .orNearer(new Nearest(segment.start(), on(other, segment.start()).distance))
                .orNearer(new Nearest(segment.end(), on(other, segment.end()).distance));
    }

    /// Returns the point of a box nearest to a point.
    static Nearest on(Box box, Point point) {
        return Containment.contains(box, point)
                ? new Nearest(point, 0)
                : ofSides(box, side -> on(side, point));
    }

    /// Returns the point of a box nearest to a segment; of those of a segment that meets it, the
    /// one nearest to the middle of the box.
    static Nearest on(Box box, Segment segment) {
        return Intersections.meet(box, segment)
                ? new Nearest(on(segment, BoxFunctions.center(box)).point, 0)
                : ofSides(box, side -> on(side, segment));
    }

    private static Nearest ofSides(Box box, Function<Segment, Nearest> onSide) {
        return Intersections.sides(box).stream()
                .map(onSide)
                .reduce(Nearest::orNearer)
                .orElseThrow();
    }

    /// Returns the distance of a point from a polygon: 0 inside.
    static double distance(Polygon polygon, Point point) {
        return Containment.contains(polygon.points(), point)
                ? 0
                : distance(Intersections.segments(polygon.points(), true), point);
    }

    /// Returns the least distance of a point from segments; 0 when there are none.
    static double distance(List<Segment> segments, Point point) {
        double distance = segments.isEmpty() ? 0 : Double.NaN;
        for (Segment segment : Cancellation.each(segments)) {
            distance = least(distance, on(segment, point).distance);
        }
        return distance;
    }
}
