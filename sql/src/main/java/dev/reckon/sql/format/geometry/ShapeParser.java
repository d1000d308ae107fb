package dev.reckon.sql.format.geometry;

import dev.reckon.sql.format.geometry.Shape.Box;
import dev.reckon.sql.format.geometry.Shape.Circle;
import dev.reckon.sql.format.geometry.Shape.Line;
import dev.reckon.sql.format.geometry.Shape.Path;
import dev.reckon.sql.format.geometry.Shape.Point;
import dev.reckon.sql.format.geometry.Shape.Polygon;
import dev.reckon.sql.format.geometry.Shape.Segment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text of shapes, with all the brackets that PostgreSQL lets people leave out. For one
/// thread, for one text.
public final class ShapeParser {
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:0[xX][0-9a-fA-F]+(?:\\.[0-9a-fA-F]*)?(?:[pP][+-]?[0-9]+)?"
                            + "|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
                            + "|(?i:infinity|inf|nan))");

    private final String text;
    private final DataType type;
    private final ToDoubleFunction<String> readNumber;
    private int offset;

    private ShapeParser(String text, DataType type, ToDoubleFunction<String> readNumber) {
        this.text = text;
        this.type = type;
        this.readNumber = readNumber;
    }

    /// Reads a shape of a type.
    ///
    /// @param readNumber reads one coordinate
    /// @throws DatabaseException 22P02, 22003
    public static Shape parse(String text, DataType type, ToDoubleFunction<String> readNumber) {
        var parser = new ShapeParser(text, type, readNumber);
        Shape shape =
                switch (type.name()) {
                    case "point" -> parser.pair();
                    case "line" -> parser.line();
                    case "lseg" -> {
                        Path path = parser.points(2, true);
                        yield new Segment(path.points().get(0), path.points().get(1));
                    }
                    case "box" -> {
                        Path path = parser.points(2, false);
                        yield Box.of(path.points().get(0), path.points().get(1));
                    }
                    case "path" -> parser.path();
                    case "polygon" ->
                            new Polygon(parser.points(parser.pointCount(), false).points());
                    case "circle" -> parser.circle();
                    default -> throw new IllegalArgumentException("no shape: " + type);
                };
        parser.requireEnd();
        return shape;
    }

    private void requireEnd() {
        if (offset < text.length()) {
            throw invalid();
        }
    }

    /// `x, y` or `(x, y)`.
    private Point pair() {
        skipBlanks();
        boolean isBracketed = skip('(');
        double x = number();
        expect(',');
        double y = number();
        if (isBracketed) {
            expect(')');
            skipBlanks();
        }
        return new Point(x, y);
    }

    private Line line() {
        skipBlanks();
        if (skip('{')) {
            double a = number();
            expect(',');
            double b = number();
            expect(',');
            double c = number();
            expect('}');
            skipBlanks();
            requireEnd();
            if (Coordinates.isZero(a) && Coordinates.isZero(b)) {
                throw new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "invalid line specification: A and B cannot both be zero");
            }
            return new Line(a, b, c);
        }
        List<Point> points = points(2, true).points();
        requireEnd();
        if (points.get(0).isNear(points.get(1))) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid line specification: must be two distinct points");
        }
        return Line.of(points.get(0), points.get(0).slope(points.get(1)));
    }

    private Path path() {
        int count = pointCount();
        skipBlanks();
        boolean isWrapped = peek() == '(' && text.lastIndexOf('(') == offset;
        if (isWrapped) {
            offset++;
        }
        Path path = points(count, true);
        if (isWrapped) {
            expect(')');
            skipBlanks();
        }
        return path;
    }

    private Circle circle() {
        skipBlanks();
        boolean isWrapped = skip('<');
        if (!isWrapped && peek() == '(' && nextAfterBlanks(offset + 1) == '(') {
            offset = text.indexOf('(', offset + 1);
            isWrapped = true;
        }
        Point center = pair();
        skip(',');
        double radius = number();
        if (radius < 0) {
            throw invalid();
        }
        if (isWrapped) {
            if (!skip(')') && !skip('>')) {
                throw invalid();
            }
            skipBlanks();
        }
        return new Circle(center, radius);
    }

    /// Returns how many points the commas make.
    private int pointCount() {
        long commas = text.chars().filter(c -> c == ',').count();
        if (commas % 2 == 0) {
            throw invalid();
        }
        return (int) ((commas + 1) / 2);
    }

    /// Reads points, in any brackets; square ones say that the path is open.
    private Path points(int count, boolean canBeOpen) {
        int depth = 0;
        skipBlanks();
        boolean isOpen = peek() == '[';
        if (isOpen) {
            if (!canBeOpen) {
                throw invalid();
            }
            depth++;
            offset++;
        } else if (peek() == '(') {
            if (nextAfterBlanks(offset + 1) == '(') {
                depth++;
                offset = text.indexOf('(', offset + 1);
            } else if (text.lastIndexOf('(') == offset) {
                depth++;
                offset++;
                skipBlanks();
            }
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            points.add(pair());
            skip(',');
        }
        while (depth > 0) {
            if (!skip(')') && !(isOpen && depth == 1 && skip(']'))) {
                throw invalid();
            }
            depth--;
            skipBlanks();
        }
        return new Path(!isOpen, points);
    }

    private double number() {
        skipBlanks();
        Matcher matcher = NUMBER.matcher(text).region(offset, text.length());
        if (!matcher.lookingAt()) {
            throw invalid();
        }
        double number = readNumber.applyAsDouble(matcher.group());
        offset = matcher.end();
        skipBlanks();
        return number;
    }

    private void skipBlanks() {
        while (offset < text.length() && isBlank(text.charAt(offset))) {
            offset++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private char peek() {
        return offset < text.length() ? text.charAt(offset) : 0;
    }

    private char nextAfterBlanks(int start) {
        int next = start;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next < text.length() ? text.charAt(next) : 0;
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        offset++;
        return true;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw invalid();
        }
    }

    private DatabaseException invalid() {
        return new DatabaseException(
                SqlState.INVALID_TEXT_REPRESENTATION,
                "invalid input syntax for type " + type + ": \"" + text + "\"");
    }
}
