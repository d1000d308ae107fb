package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// Functions of polygons. Whether one lies beside another is said by the boxes around them, without
/// a tolerance.
final class PolygonFunctions {
    private static final int CIRCLE_CORNERS = 12;

    private PolygonFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "poly_same(polygon,polygon)" ->
                    bool(row -> isSame(polygon(row, 0).points(), polygon(row, 1).points()));
            case "poly_contain(polygon,polygon)" ->
                    bool(row -> Containment.contains(polygon(row, 0), polygon(row, 1)));
            case "poly_contained(polygon,polygon)" ->
                    bool(row -> Containment.contains(polygon(row, 1), polygon(row, 0)));
            case "poly_overlap(polygon,polygon)" ->
                    bool(row -> overlap(polygon(row, 0), polygon(row, 1)));
            case "poly_left(polygon,polygon)" -> bounds((a, b) -> a.high().x() < b.low().x());
            case "poly_right(polygon,polygon)" -> bounds((a, b) -> a.low().x() > b.high().x());
            case "poly_overleft(polygon,polygon)" -> bounds((a, b) -> a.high().x() <= b.high().x());
            case "poly_overright(polygon,polygon)" -> bounds((a, b) -> a.low().x() >= b.low().x());
            case "poly_below(polygon,polygon)" -> bounds((a, b) -> a.high().y() < b.low().y());
            case "poly_above(polygon,polygon)" -> bounds((a, b) -> a.low().y() > b.high().y());
            case "poly_overbelow(polygon,polygon)" ->
                    bounds((a, b) -> a.high().y() <= b.high().y());
            case "poly_overabove(polygon,polygon)" -> bounds((a, b) -> a.low().y() >= b.low().y());
            case "poly_contain_pt(polygon,point)" ->
                    bool(row -> Containment.contains(polygon(row, 0).points(), point(row, 1)));
            case "pt_contained_poly(point,polygon)" ->
                    bool(row -> Containment.contains(polygon(row, 1).points(), point(row, 0)));
            case "poly_npoints(polygon)", "npoints(polygon)" ->
                    number(row -> polygon(row, 0).points().size());
            case "poly_center(polygon)", "point(polygon)" ->
                    shape(row -> CircleFunctions.around(polygon(row, 0)).center());
            case "dist_ppoly(point,polygon)" ->
                    real(row -> Nearest.distance(polygon(row, 1), point(row, 0)));
            case "dist_polyp(polygon,point)" ->
                    real(row -> Nearest.distance(polygon(row, 0), point(row, 1)));
            case "poly_distance(polygon,polygon)" ->
                    real(row -> distance(polygon(row, 0), polygon(row, 1)));
            case "polygon(box)" -> shape(row -> of(box(row, 0)));
            case "polygon(path)" -> shape(row -> of(path(row, 0)));
            case "polygon(circle)" -> shape(row -> of(circle(row, 0), CIRCLE_CORNERS));
            case "polygon(int4,circle)" -> shape(row -> of(circle(row, 1), row.integer(0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static Body bounds(BiPredicate<Box, Box> predicate) {
        return bool(row ->
                predicate.test(
                        Bounds.of(polygon(row, 0).points()), Bounds.of(polygon(row, 1).points())));
    }

    /// Returns whether two polygons have the same corners in the same order, whichever comes first
    /// and whichever way round they go.
    private static boolean isSame(List<Point> left, List<Point> right) {
        int count = left.size();
        if (right.size() != count) {
            return false;
        }
        for (int start = 0; start < count; start++) {
            Cancellation.check(start);
            if (matches(left, right, start, 1) || matches(left, right, start, count - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(List<Point> left, List<Point> right, int start, int step) {
        int other = start;
        for (Point point : Cancellation.each(left)) {
            if (!right.get(other).isNear(point)) {
                return false;
            }
            other = (other + step) % right.size();
        }
        return true;
    }

    private static boolean overlap(Polygon left, Polygon right) {
        if (!Intersections.overlap(Bounds.of(left.points()), Bounds.of(right.points()))) {
            return false;
        }
        List<Segment> edges = Intersections.segments(right.points(), true);
        return Cancellation.stream(Intersections.segments(left.points(), true))
                        .anyMatch(edge ->
                                Cancellation.stream(edges)
                                        .anyMatch(
                                                other -> Intersections.of(edge, other).isPresent()))
                || Containment.contains(right.points(), left.points().getFirst())
                || Containment.contains(left.points(), right.points().getFirst());
    }

    private static double distance(Polygon left, Polygon right) {
        if (overlap(left, right)) {
            return 0;
        }
        List<Segment> edges = Intersections.segments(right.points(), true);
        double distance = Double.NaN;
        for (Segment edge : Cancellation.each(Intersections.segments(left.points(), true))) {
            for (Segment other : Cancellation.each(edges)) {
                distance = least(distance, Nearest.on(edge, other).distance());
            }
        }
        return distance;
    }

    private static Polygon of(Box box) {
        return new Polygon(
                List.of(
                        box.low(),
                        new Point(box.low().x(), box.high().y()),
                        box.high(),
                        new Point(box.high().x(), box.low().y())));
    }

    private static Polygon of(Path path) {
        if (!path.closed()) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "open path cannot be converted to polygon");
        }
        return new Polygon(path.points());
    }

    private static Polygon of(Circle circle, int cornerCount) {
        if (isZero(circle.radius())) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot convert circle with radius zero to polygon");
        }
        if (cornerCount < 2) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "must request at least 2 points");
        }
        List<Point> corners = new ArrayList<>();
        double step = quotient(2 * Math.PI, cornerCount);
        Point center = circle.center();
        for (int i = 0; i < cornerCount; i++) {
            Cancellation.check(i);
            double angle = product(step, i);
            corners.add(
                    new Point(
                            difference(center.x(), product(circle.radius(), Math.cos(angle))),
                            sum(center.y(), product(circle.radius(), Math.sin(angle)))));
        }
        return new Polygon(corners);
    }
}
