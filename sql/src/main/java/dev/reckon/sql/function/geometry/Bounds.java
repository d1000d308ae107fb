package dev.reckon.sql.function.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.storage.error.Cancellation;
import java.util.List;

/// The smallest box around shapes.
final class Bounds {
    private Bounds() {}

    static Box of(List<Point> points) {
        Box bounds = new Box(points.getFirst(), points.getFirst());
        for (Point point : Cancellation.each(points)) {
            bounds = of(bounds, new Box(point, point));
        }
        return bounds;
    }

    static Box of(Box left, Box right) {
        return new Box(
                new Point(
                        greatest(left.high().x(), right.high().x()),
                        greatest(left.high().y(), right.high().y())),
                new Point(
                        least(left.low().x(), right.low().x()),
                        least(left.low().y(), right.low().y())));
    }
}
