package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import java.util.Optional;

/// Functions of line segments.
final class SegmentFunctions {
    private SegmentFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "lseg(point,point)" -> shape(row -> new Segment(point(row, 0), point(row, 1)));
            case "lseg_length(lseg)", "length(lseg)" -> real(row -> length(segment(row, 0)));
            case "lseg_center(lseg)", "point(lseg)" ->
                    shape(row -> Containment.middle(segment(row, 0)));
            case "lseg_vertical(lseg)", "isvertical(lseg)" ->
                    bool(row -> isEqual(segment(row, 0).start().x(), segment(row, 0).end().x()));
            case "lseg_horizontal(lseg)", "ishorizontal(lseg)" ->
                    bool(row -> isEqual(segment(row, 0).start().y(), segment(row, 0).end().y()));
            case "lseg_parallel(lseg,lseg)", "isparallel(lseg,lseg)" ->
                    bool(row -> isEqual(slope(segment(row, 0)), slope(segment(row, 1))));
            case "lseg_perp(lseg,lseg)", "isperp(lseg,lseg)" ->
                    bool(row -> {
                        Segment other = segment(row, 1);
                        return isEqual(
                                slope(segment(row, 0)),
                                other.start().perpendicularSlope(other.end()));
                    });
            case "lseg_eq(lseg,lseg)" -> bool(row -> isSame(segment(row, 0), segment(row, 1)));
            case "lseg_ne(lseg,lseg)" -> bool(row -> !isSame(segment(row, 0), segment(row, 1)));
            case "lseg_lt(lseg,lseg)" ->
                    bool(row -> isLess(length(segment(row, 0)), length(segment(row, 1))));
            case "lseg_gt(lseg,lseg)" ->
                    bool(row -> isLess(length(segment(row, 1)), length(segment(row, 0))));
            case "lseg_le(lseg,lseg)" ->
                    bool(row -> isAtMost(length(segment(row, 0)), length(segment(row, 1))));
            case "lseg_ge(lseg,lseg)" ->
                    bool(row -> isAtMost(length(segment(row, 1)), length(segment(row, 0))));
            case "lseg_intersect(lseg,lseg)" ->
                    bool(row -> Intersections.of(segment(row, 0), segment(row, 1)).isPresent());
            case "lseg_interpt(lseg,lseg)" ->
                    optionalShape(row -> Intersections.of(segment(row, 0), segment(row, 1)));
            case "lseg_distance(lseg,lseg)" ->
                    real(row -> Nearest.on(segment(row, 0), segment(row, 1)).distance());
            case "dist_ps(point,lseg)" ->
                    real(row -> Nearest.on(segment(row, 1), point(row, 0)).distance());
            case "dist_sp(lseg,point)" ->
                    real(row -> Nearest.on(segment(row, 0), point(row, 1)).distance());
            case "close_ps(point,lseg)" ->
                    optionalShape(row -> Nearest.on(segment(row, 1), point(row, 0)).known());
            case "close_lseg(lseg,lseg)" ->
                    optionalShape(row -> nearest(segment(row, 0), segment(row, 1)));
            case "on_ps(point,lseg)" ->
                    bool(row -> Containment.contains(segment(row, 1), point(row, 0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static double length(Segment segment) {
        return segment.start().distance(segment.end());
    }

    private static double slope(Segment segment) {
        return segment.start().slope(segment.end());
    }

    private static boolean isSame(Segment left, Segment right) {
        return left.start().isNear(right.start()) && left.end().isNear(right.end());
    }

    /// Returns the point of the second segment nearest to the first; empty when they are parallel.
    private static Optional<Point> nearest(Segment segment, Segment other) {
        return slope(segment) == slope(other)
                ? Optional.empty()
                : Nearest.on(/* segment= */ other, /* other= */ segment).known();
    }
}
