package dev.reckon.sql.format.geometry;

import static dev.reckon.sql.format.geometry.Coordinates.*;

import java.util.List;

/// A geometric value in the plane, as PostgreSQL's chapter "Geometric Types" has them. Coordinates
/// may be infinite or NaN.
public sealed interface Shape {
    record Point(double x, double y) implements Shape {
        /// Returns whether two points are about the same: exactly so when one is not a number.
        public boolean isNear(Point other) {
            return (isNaN() || other.isNaN())
                    ? compare(x, other.x) == 0 && compare(y, other.y) == 0
                    : isEqual(x, other.x) && isEqual(y, other.y);
        }

        private boolean isNaN() {
            return Double.isNaN(x) || Double.isNaN(y);
        }

        public double distance(Point other) {
            return hypotenuse(difference(x, other.x), difference(y, other.y));
        }

        /// Returns the slope of the line to another point; infinity when it is vertical.
        public double slope(Point other) {
            if (isEqual(x, other.x)) {
                return Double.POSITIVE_INFINITY;
            }
            return isEqual(y, other.y)
                    ? 0
                    : quotient(difference(y, other.y), difference(x, other.x));
        }

        /// Returns the slope of what is perpendicular to the line to another point.
        public double perpendicularSlope(Point other) {
            if (isEqual(x, other.x)) {
                return 0;
            }
            return isEqual(y, other.y)
                    ? Double.POSITIVE_INFINITY
                    : quotient(difference(x, other.x), difference(other.y, y));
        }
    }

    /// The points where `a x + b y + c = 0`.
    record Line(double a, double b, double c) implements Shape {
        /// Returns the line through a point with a slope, which is infinite for a vertical one.
        public static Line of(Point point, double slope) {
            if (Double.isInfinite(slope)) {
                return new Line(-1, 0, point.x);
            }
            if (slope == 0) {
                return new Line(0, -1, point.y);
            }
            // Adding zero makes a positive zero of a negative one.
            return new Line(slope, -1, difference(point.y, product(slope, point.x)) + 0.0);
        }
    }

    /// A line segment.
    record Segment(Point start, Point end) implements Shape {}

    /// A box with its upper right and its lower left corner.
    record Box(Point high, Point low) implements Shape {
        /// Makes a box of any two opposite corners.
        public static Box of(Point one, Point other) {
            boolean isRight = compare(one.x, other.x) > 0;
            boolean isUpper = compare(one.y, other.y) > 0;
            return new Box(
                    new Point(isRight ? one.x : other.x, isUpper ? one.y : other.y),
                    new Point(isRight ? other.x : one.x, isUpper ? other.y : one.y));
        }
    }

    /// Points joined by segments.
    ///
    /// @param closed whether the last point is joined to the first
    record Path(boolean closed, List<Point> points) implements Shape {
        public Path {
            points = List.copyOf(points);
        }
    }

    record Polygon(List<Point> points) implements Shape {
        public Polygon {
            points = List.copyOf(points);
        }
    }

    record Circle(Point center, double radius) implements Shape {}
}
