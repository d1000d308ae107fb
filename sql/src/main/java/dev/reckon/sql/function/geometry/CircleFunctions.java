package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import java.util.function.BiPredicate;

/// Functions of circles. They compare by area.
final class CircleFunctions {
    private CircleFunctions() {}

    static Body find(Signature signature) {
        Body place = place(signature);
        return place instanceof Body.Missing ? measure(signature) : place;
    }

    /// Finds a function that says how two circles lie.
    private static Body place(Signature signature) {
        return switch (signature.text()) {
            case "circle_same(circle,circle)" -> test(CircleFunctions::isSame);
            case "circle_overlap(circle,circle)" ->
                    test((a, b) ->
                            isAtMost(a.center().distance(b.center()), sum(a.radius(), b.radius())));
            case "circle_contain(circle,circle)" -> test(CircleFunctions::contains);
            case "circle_contained(circle,circle)" -> test((a, b) -> contains(b, a));
            case "circle_left(circle,circle)" -> test((a, b) -> isLess(rightmost(a), leftmost(b)));
            case "circle_right(circle,circle)" -> test((a, b) -> isLess(rightmost(b), leftmost(a)));
            case "circle_overleft(circle,circle)" ->
                    test((a, b) -> isAtMost(rightmost(a), rightmost(b)));
            case "circle_overright(circle,circle)" ->
                    test((a, b) -> isAtMost(leftmost(b), leftmost(a)));
            case "circle_below(circle,circle)" -> test((a, b) -> isLess(highest(a), lowest(b)));
            case "circle_above(circle,circle)" -> test((a, b) -> isLess(highest(b), lowest(a)));
            case "circle_overbelow(circle,circle)" ->
                    test((a, b) -> isAtMost(highest(a), highest(b)));
            case "circle_overabove(circle,circle)" ->
                    test((a, b) -> isAtMost(lowest(b), lowest(a)));
            case "circle_eq(circle,circle)" -> test((a, b) -> isEqual(area(a), area(b)));
            case "circle_ne(circle,circle)" ->
                    test((a, b) -> isLess(area(a), area(b)) || isLess(area(b), area(a)));
            case "circle_lt(circle,circle)" -> test((a, b) -> isLess(area(a), area(b)));
            case "circle_gt(circle,circle)" -> test((a, b) -> isLess(area(b), area(a)));
            case "circle_le(circle,circle)" -> test((a, b) -> isAtMost(area(a), area(b)));
            case "circle_ge(circle,circle)" -> test((a, b) -> isAtMost(area(b), area(a)));
            case "circle_contain_pt(circle,point)" ->
                    bool(row -> contains(circle(row, 0), point(row, 1)));
            case "pt_contained_circle(point,circle)" ->
                    bool(row -> contains(circle(row, 1), point(row, 0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static Body test(BiPredicate<Circle, Circle> predicate) {
        return bool(row -> predicate.test(circle(row, 0), circle(row, 1)));
    }

    private static Body measure(Signature signature) {
        return switch (signature.text()) {
            case "circle(point,float8)" -> shape(row -> new Circle(point(row, 0), row.real(1)));
            case "circle(box)" ->
                    shape(row -> {
                        Point center = BoxFunctions.center(box(row, 0));
                        return new Circle(center, center.distance(box(row, 0).high()));
                    });
            case "circle(polygon)" -> shape(row -> around(polygon(row, 0)));
            case "circle_center(circle)", "center(circle)", "point(circle)" ->
                    shape(row -> circle(row, 0).center());
            case "radius(circle)" -> real(row -> circle(row, 0).radius());
            case "diameter(circle)" -> real(row -> product(circle(row, 0).radius(), 2));
            case "area(circle)" -> real(row -> area(circle(row, 0)));
            case "circle_distance(circle,circle)" ->
                    real(row -> {
                        Circle other = circle(row, 1);
                        return gap(
                                circle(row, 0).center().distance(other.center()),
                                sum(circle(row, 0).radius(), other.radius()));
                    });
            case "dist_pc(point,circle)" -> real(row -> gap(circle(row, 1), point(row, 0)));
            case "dist_cpoint(circle,point)" -> real(row -> gap(circle(row, 0), point(row, 1)));
            case "dist_cpoly(circle,polygon)" -> real(row -> gap(circle(row, 0), polygon(row, 1)));
            case "dist_polyc(polygon,circle)" -> real(row -> gap(circle(row, 1), polygon(row, 0)));
            case "circle_add_pt(circle,point)", "circle_sub_pt(circle,point)" -> {
                Motion motion = Motion.of(signature.name()).orElseThrow();
                yield shape(row ->
                        new Circle(
                                motion.apply(circle(row, 0).center(), point(row, 1)),
                                circle(row, 0).radius()));
            }
            case "circle_mul_pt(circle,point)" ->
                    shape(row ->
                            new Circle(
                                    Motion.MULTIPLY.apply(circle(row, 0).center(), point(row, 1)),
                                    product(circle(row, 0).radius(), length(point(row, 1)))));
            case "circle_div_pt(circle,point)" ->
                    shape(row ->
                            new Circle(
                                    Motion.DIVIDE.apply(circle(row, 0).center(), point(row, 1)),
                                    quotient(circle(row, 0).radius(), length(point(row, 1)))));
            default -> Body.Missing.MISSING;
        };
    }

    private static boolean isSame(Circle left, Circle right) {
        return ((Double.isNaN(left.radius()) && Double.isNaN(right.radius()))
                        || isEqual(left.radius(), right.radius()))
                && left.center().isNear(right.center());
    }

    private static boolean contains(Circle outer, Circle inner) {
        return isAtMost(
                outer.center().distance(inner.center()),
                difference(outer.radius(), inner.radius()));
    }

    private static boolean contains(Circle circle, Point point) {
        return circle.center().distance(point) <= circle.radius();
    }

    private static double leftmost(Circle circle) {
        return difference(circle.center().x(), circle.radius());
    }

    private static double rightmost(Circle circle) {
        return sum(circle.center().x(), circle.radius());
    }

    private static double lowest(Circle circle) {
        return difference(circle.center().y(), circle.radius());
    }

    private static double highest(Circle circle) {
        return sum(circle.center().y(), circle.radius());
    }

    private static double area(Circle circle) {
        return product(product(circle.radius(), circle.radius()), Math.PI);
    }

    private static double length(Point point) {
        return hypotenuse(point.x(), point.y());
    }

    private static double gap(Circle circle, Point point) {
        return gap(point.distance(circle.center()), circle.radius());
    }

    private static double gap(Circle circle, Polygon polygon) {
        return gap(Nearest.distance(polygon, circle.center()), circle.radius());
    }

    private static double gap(double distance, double reach) {
        double gap = difference(distance, reach);
        return gap < 0 ? 0 : gap;
    }

    /// Returns a circle about the mean of a polygon's corners, with their mean distance from it as
    /// its radius.
    static Circle around(Polygon polygon) {
        Point total = new Point(0, 0);
        for (Point corner : Cancellation.each(polygon.points())) {
            total = Motion.ADD.apply(total, corner);
        }
        int count = polygon.points().size();
        var center = new Point(quotient(total.x(), count), quotient(total.y(), count));
        double distances = 0;
        for (Point corner : Cancellation.each(polygon.points())) {
            distances = sum(distances, corner.distance(center));
        }
        return new Circle(center, quotient(distances, count));
    }
}
