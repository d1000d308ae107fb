package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;
import static dev.reckon.sql.function.geometry.Arguments.*;
import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Functions of paths. They compare by their numbers of points.
final class PathFunctions {
    private PathFunctions() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "path_n_eq(path,path)" -> compared(sign -> sign == 0);
            case "path_n_lt(path,path)" -> compared(sign -> sign < 0);
            case "path_n_le(path,path)" -> compared(sign -> sign <= 0);
            case "path_n_gt(path,path)" -> compared(sign -> sign > 0);
            case "path_n_ge(path,path)" -> compared(sign -> sign >= 0);
            case "path_npoints(path)", "npoints(path)" ->
                    number(row -> path(row, 0).points().size());
            case "isclosed(path)" -> bool(row -> path(row, 0).closed());
            case "isopen(path)" -> bool(row -> !path(row, 0).closed());
            case "pclose(path)" -> shape(row -> new Path(true, path(row, 0).points()));
            case "popen(path)" -> shape(row -> new Path(false, path(row, 0).points()));
            case "path(polygon)" -> shape(row -> new Path(true, polygon(row, 0).points()));
            case "path_length(path)", "length(path)" -> real(row -> length(path(row, 0)));
            case "area(path)" -> value(row -> area(path(row, 0)));
            case "path_inter(path,path)" ->
                    bool(row -> Intersections.meet(path(row, 0), path(row, 1)));
            case "path_distance(path,path)" -> value(row -> distance(path(row, 0), path(row, 1)));
            case "dist_ppath(point,path)" ->
                    real(row ->
                            Nearest.distance(Intersections.segments(path(row, 1)), point(row, 0)));
            case "dist_pathp(path,point)" ->
                    real(row ->
                            Nearest.distance(Intersections.segments(path(row, 0)), point(row, 1)));
            case "on_ppath(point,path)" ->
                    bool(row -> Containment.contains(path(row, 1), point(row, 0)));
            case "path_contain_pt(path,point)" ->
                    bool(row -> Containment.contains(path(row, 0), point(row, 1)));
            case "path_add(path,path)" -> optionalShape(row -> joined(path(row, 0), path(row, 1)));
            case "path_add_pt(path,point)",
                    "path_sub_pt(path,point)",
                    "path_mul_pt(path,point)",
                    "path_div_pt(path,point)" -> {
                Motion motion = Motion.of(signature.name()).orElseThrow();
                yield shape(row ->
                        new Path(
                                path(row, 0).closed(),
                                motion.apply(path(row, 0).points(), point(row, 1))));
            }
            default -> Body.Missing.MISSING;
        };
    }

    private static Body compared(IntPredicate holds) {
        return bool(row ->
                holds.test(
                        Integer.compare(
                                path(row, 0).points().size(), path(row, 1).points().size())));
    }

    private static double length(Path path) {
        double length = 0;
        for (Segment segment : Cancellation.each(Intersections.segments(path))) {
            length = sum(length, segment.start().distance(segment.end()));
        }
        return length;
    }

    /// Returns the area inside a closed path, by the shoelace formula.
    private static Value area(Path path) {
        if (!path.closed()) {
            return Value.Null.NULL;
        }
        double area = 0;
        List<Point> points = path.points();
        for (int i = 0; i < points.size(); i++) {
            Cancellation.check(i);
            Point point = points.get(i);
            Point next = points.get((i + 1) % points.size());
            area = sum(area, product(point.x(), next.y()));
            area = difference(area, product(point.y(), next.x()));
        }
        return new Value.Real(quotient(Math.abs(area), 2));
    }

    private static Value distance(Path left, Path right) {
        List<Segment> others = Intersections.segments(right);
        double distance = Double.NaN;
        boolean isKnown = false;
        for (Segment segment : Cancellation.each(Intersections.segments(left))) {
            for (Segment other : Cancellation.each(others)) {
                distance = least(distance, Nearest.on(segment, other).distance());
                isKnown = true;
            }
        }
        return isKnown ? new Value.Real(distance) : Value.Null.NULL;
    }

    private static Optional<Path> joined(Path left, Path right) {
        if (left.closed() || right.closed()) {
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>(left.points());
        points.addAll(right.points());
        return Optional.of(new Path(false, points));
    }
}
