package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import java.util.function.BiPredicate;

/// Functions of points.
final class PointFunctions {
    private PointFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "point(float8,float8)" -> shape(row -> new Point(row.real(0), row.real(1)));
            case "point_left(point,point)" -> test((a, b) -> isLess(a.x(), b.x()));
            case "point_right(point,point)" -> test((a, b) -> isLess(b.x(), a.x()));
            case "point_above(point,point)" -> test((a, b) -> isLess(b.y(), a.y()));
            case "point_below(point,point)" -> test((a, b) -> isLess(a.y(), b.y()));
            case "point_vert(point,point)", "isvertical(point,point)" ->
                    test((a, b) -> isEqual(a.x(), b.x()));
            case "point_horiz(point,point)", "ishorizontal(point,point)" ->
                    test((a, b) -> isEqual(a.y(), b.y()));
            case "point_eq(point,point)" -> test(Point::isNear);
            case "point_ne(point,point)" -> test((a, b) -> !a.isNear(b));
            case "point_distance(point,point)" ->
                    real(row -> point(row, 0).distance(point(row, 1)));
            case "slope(point,point)" -> real(row -> point(row, 0).slope(point(row, 1)));
            case "point_add(point,point)",
                    "point_sub(point,point)",
                    "point_mul(point,point)",
                    "point_div(point,point)" -> {
                Motion motion = Motion.of(signature.name()).orElseThrow();
                yield shape(row -> motion.apply(point(row, 0), point(row, 1)));
            }
            default -> Body.Missing.MISSING;
        };
    }

    private static Body test(BiPredicate<Point, Point> predicate) {
        return bool(row -> predicate.test(point(row, 0), point(row, 1)));
    }
}
