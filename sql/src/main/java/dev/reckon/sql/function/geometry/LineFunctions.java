package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// Functions of lines.
final class LineFunctions {
    private LineFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "line(point,point)" -> shape(row -> through(point(row, 0), point(row, 1)));
            case "line_eq(line,line)" -> bool(row -> isSame(line(row, 0), line(row, 1)));
            case "line_intersect(line,line)" ->
                    bool(row -> Intersections.of(line(row, 0), line(row, 1)).isPresent());
            case "line_interpt(line,line)" ->
                    optionalShape(row -> Intersections.of(line(row, 0), line(row, 1)));
            case "line_parallel(line,line)", "isparallel(line,line)" ->
                    bool(row -> Intersections.of(line(row, 0), line(row, 1)).isEmpty());
            case "line_perp(line,line)", "isperp(line,line)" ->
                    bool(row -> isPerpendicular(line(row, 0), line(row, 1)));
            case "line_vertical(line)", "isvertical(line)" -> bool(row -> isZero(line(row, 0).b()));
            case "line_horizontal(line)", "ishorizontal(line)" ->
                    bool(row -> isZero(line(row, 0).a()));
            case "line_distance(line,line)" -> real(row -> distance(line(row, 0), line(row, 1)));
            case "dist_pl(point,line)" ->
                    real(row -> Nearest.on(line(row, 1), point(row, 0)).distance());
            case "dist_lp(line,point)" ->
                    real(row -> Nearest.on(line(row, 0), point(row, 1)).distance());
            case "dist_sl(lseg,line)" ->
                    real(row -> Nearest.on(segment(row, 0), line(row, 1)).distance());
            case "dist_ls(line,lseg)" ->
                    real(row -> Nearest.on(segment(row, 1), line(row, 0)).distance());
            case "close_pl(point,line)" ->
                    optionalShape(row -> Nearest.on(line(row, 1), point(row, 0)).known());
            case "close_ls(line,lseg)" ->
                    optionalShape(row -> nearest(line(row, 0), segment(row, 1)));
            case "on_pl(point,line)" ->
                    bool(row -> Containment.contains(line(row, 1), point(row, 0)));
            case "on_sl(lseg,line)" ->
                    bool(row ->
                            Containment.contains(line(row, 1), segment(row, 0).start())
                                    && Containment.contains(line(row, 1), segment(row, 0).end()));
            case "inter_sl(lseg,line)" ->
                    bool(row -> Intersections.of(segment(row, 0), line(row, 1)).isPresent());
            case "inter_lb(line,box)" -> bool(row -> Intersections.meet(box(row, 1), line(row, 0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static Line through(Point start, Point end) {
        if (start.isNear(end)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid line specification: must be two distinct points");
        }
        return Line.of(start, start.slope(end));
    }

    private static boolean isSame(Line left, Line right) {
        if (isNaN(left) || isNaN(right)) {
            return compare(left.a(), right.a()) == 0
                    && compare(left.b(), right.b()) == 0
                    && compare(left.c(), right.c()) == 0;
        }
        double ratio =
                !isZero(right.a())
                        ? quotient(left.a(), right.a())
                        : !isZero(right.b())
                                ? quotient(left.b(), right.b())
                                : !isZero(right.c()) ? quotient(left.c(), right.c()) : 1;
        return isEqual(left.a(), product(ratio, right.a()))
                && isEqual(left.b(), product(ratio, right.b()))
                && isEqual(left.c(), product(ratio, right.c()));
    }

    private static boolean isNaN(Line line) {
        return Double.isNaN(line.a()) || Double.isNaN(line.b()) || Double.isNaN(line.c());
    }

    private static boolean isPerpendicular(Line left, Line right) {
        if (isZero(left.a())) {
            return isZero(right.b());
        }
        if (isZero(right.a())) {
            return isZero(left.b());
        }
        if (isZero(left.b())) {
            return isZero(right.a());
        }
        if (isZero(right.b())) {
            return isZero(left.a());
        }
        return isEqual(quotient(product(left.a(), right.a()), product(left.b(), right.b())), -1);
    }

    private static double distance(Line left, Line right) {
        if (Intersections.of(left, right).isPresent()) {
            return 0;
        }
        double ratio =
                isDivisor(left.a()) && isDivisor(right.a())
                        ? quotient(left.a(), right.a())
                        : isDivisor(left.b()) && isDivisor(right.b())
                                ? quotient(left.b(), right.b())
                                : 1;
        return quotient(
                Math.abs(difference(left.c(), product(ratio, right.c()))),
                hypotenuse(left.a(), left.b()));
    }

    private static boolean isDivisor(double number) {
        return !isZero(number) && !Double.isNaN(number);
    }

    /// Returns the point of a segment nearest to a line; empty when the two are parallel.
    private static Optional<Point> nearest(Line line, Segment segment) {
        return segment.start().slope(segment.end()) == slope(line)
                ? Optional.empty()
                : Nearest.on(segment, line).known();
    }

    private static double slope(Line line) {
        if (isZero(line.a())) {
            return 0;
        }
        return isZero(line.b()) ? Double.POSITIVE_INFINITY : quotient(line.a(), -line.b());
    }
}
