package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.real;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import java.util.Optional;
import java.util.function.BiPredicate;

/// Functions of boxes. They compare by area.
final class BoxFunctions {
    private BoxFunctions() {}

    static Body find(Signature signature) {
        Body place = place(signature);
        return place instanceof Body.Missing ? measure(signature) : place;
    }

    /// Finds a function that says how two boxes lie.
    private static Body place(Signature signature) {
        return switch (signature.text()) {
            case "box_same(box,box)" ->
                    test((a, b) -> a.high().isNear(b.high()) && a.low().isNear(b.low()));
            case "box_overlap(box,box)" -> test(Intersections::overlap);
            case "box_contain(box,box)" -> test(Containment::contains);
            case "box_contained(box,box)" -> test((a, b) -> Containment.contains(b, a));
            case "box_left(box,box)" -> test((a, b) -> isLess(a.high().x(), b.low().x()));
            case "box_right(box,box)" -> test((a, b) -> isLess(b.high().x(), a.low().x()));
            case "box_overleft(box,box)" -> test((a, b) -> isAtMost(a.high().x(), b.high().x()));
            case "box_overright(box,box)" -> test((a, b) -> isAtMost(b.low().x(), a.low().x()));
            case "box_below(box,box)" -> test((a, b) -> isLess(a.high().y(), b.low().y()));
            case "box_above(box,box)" -> test((a, b) -> isLess(b.high().y(), a.low().y()));
            case "box_overbelow(box,box)" -> test((a, b) -> isAtMost(a.high().y(), b.high().y()));
            case "box_overabove(box,box)" -> test((a, b) -> isAtMost(b.low().y(), a.low().y()));
            case "box_below_eq(box,box)" -> test((a, b) -> isAtMost(a.high().y(), b.low().y()));
            case "box_above_eq(box,box)" -> test((a, b) -> isAtMost(b.high().y(), a.low().y()));
            case "box_eq(box,box)" -> test((a, b) -> isEqual(area(a), area(b)));
            case "box_lt(box,box)" -> test((a, b) -> isLess(area(a), area(b)));
            case "box_gt(box,box)" -> test((a, b) -> isLess(area(b), area(a)));
            case "box_le(box,box)" -> test((a, b) -> isAtMost(area(a), area(b)));
            case "box_ge(box,box)" -> test((a, b) -> isAtMost(area(b), area(a)));
            case "on_pb(point,box)" ->
                    bool(row -> Containment.contains(box(row, 1), point(row, 0)));
            case "box_contain_pt(box,point)" ->
                    bool(row -> Containment.contains(box(row, 0), point(row, 1)));
            case "on_sb(lseg,box)" ->
                    bool(row ->
                            Containment.contains(box(row, 1), segment(row, 0).start())
                                    && Containment.contains(box(row, 1), segment(row, 0).end()));
            case "inter_sb(lseg,box)" ->
                    bool(row -> Intersections.meet(box(row, 1), segment(row, 0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static Body test(BiPredicate<Box, Box> predicate) {
        return bool(row -> predicate.test(box(row, 0), box(row, 1)));
    }

    private static Body measure(Signature signature) {
        return switch (signature.text()) {
            case "box(point,point)" -> shape(row -> Box.of(point(row, 0), point(row, 1)));
            case "box(point)" -> shape(row -> new Box(point(row, 0), point(row, 0)));
            case "box(circle)" -> shape(row -> inside(circle(row, 0)));
            case "box(polygon)" -> shape(row -> Bounds.of(polygon(row, 0).points()));
            case "bound_box(box,box)" -> shape(row -> Bounds.of(box(row, 0), box(row, 1)));
            case "box_intersect(box,box)" ->
                    optionalShape(row -> intersection(box(row, 0), box(row, 1)));
            case "area(box)" -> real(row -> area(box(row, 0)));
            case "width(box)" -> real(row -> width(box(row, 0)));
            case "height(box)" -> real(row -> height(box(row, 0)));
            case "box_center(box)", "center(box)", "point(box)" ->
                    shape(row -> center(box(row, 0)));
            case "diagonal(box)", "lseg(box)" ->
                    shape(row -> new Segment(box(row, 0).high(), box(row, 0).low()));
            case "box_distance(box,box)" ->
                    real(row -> center(box(row, 0)).distance(center(box(row, 1))));
            case "dist_pb(point,box)" ->
                    real(row -> Nearest.on(box(row, 1), point(row, 0)).distance());
            case "dist_bp(box,point)" ->
                    real(row -> Nearest.on(box(row, 0), point(row, 1)).distance());
            case "dist_sb(lseg,box)" ->
                    real(row -> Nearest.on(box(row, 1), segment(row, 0)).distance());
            case "dist_bs(box,lseg)" ->
                    real(row -> Nearest.on(box(row, 0), segment(row, 1)).distance());
            case "close_pb(point,box)" ->
                    optionalShape(row -> Nearest.on(box(row, 1), point(row, 0)).known());
            case "close_sb(lseg,box)" ->
                    optionalShape(row -> Nearest.on(box(row, 1), segment(row, 0)).known());
            case "box_add(box,point)",
                    "box_sub(box,point)",
                    "box_mul(box,point)",
                    "box_div(box,point)" -> {
                Motion motion = Motion.of(signature.name()).orElseThrow();
                yield shape(row ->
                        Box.of(
                                motion.apply(box(row, 0).high(), point(row, 1)),
                                motion.apply(box(row, 0).low(), point(row, 1))));
            }
            default -> Body.Missing.MISSING;
        };
    }

    private static double width(Box box) {
        return difference(box.high().x(), box.low().x());
    }

    private static double height(Box box) {
        return difference(box.high().y(), box.low().y());
    }

    private static double area(Box box) {
        return product(width(box), height(box));
    }

    static Point center(Box box) {
        return Containment.middle(new Segment(box.high(), box.low()));
    }

    private static Optional<Box> intersection(Box left, Box right) {
        return Intersections.overlap(left, right)
                ? Optional.of(
                        new Box(
                                new Point(
                                        least(left.high().x(), right.high().x()),
                                        least(left.high().y(), right.high().y())),
                                new Point(
                                        greatest(left.low().x(), right.low().x()),
                                        greatest(left.low().y(), right.low().y()))))
                : Optional.empty();
    }

    /// Returns the largest square in a circle.
    private static Box inside(Circle circle) {
        double reach = quotient(circle.radius(), Math.sqrt(2));
        Point center = circle.center();
        return new Box(
                new Point(sum(center.x(), reach), sum(center.y(), reach)),
                new Point(difference(center.x(), reach), difference(center.y(), reach)));
    }
}
