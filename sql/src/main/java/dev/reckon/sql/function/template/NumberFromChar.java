package dev.reckon.sql.function.template;

import dev.reckon.sql.format.Modifier;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// to_number: reads a text by a template, piece by piece, as PostgreSQL's `formatting.c` does. For
/// one thread.
///
/// Nothing of the text has to fit: a place that meets no digit passes over one character.
final class NumberFromChar {
    private static final int SHIFT_SCALE_MIN = 16;
    private static final String DATA_CHARACTERS = "0123456789.,+-";

    private final String text;
    private final NumberPattern pattern;
    private final StringBuilder number = new StringBuilder();
    private int offset;

    /// The sign that was read, or a blank.
    private char sign = ' ';

    private boolean hasPoint;
    private int wholeCount;
    private int fractionCount;

    private NumberFromChar(String text, NumberPattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /// Reads a number; NULL by an empty template.
    ///
    /// @throws DatabaseException 0A000, 22003, 22P02, 42601
    static Value read(String text, String template) {
        if (template.isEmpty()) {
            return Value.Null.NULL;
        }
        NumberPattern pattern = NumberPattern.parse(template);
        if (pattern.exponent()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"EEEE\" not supported for input");
        }
        if (pattern.roman()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"RN\" not supported for input");
        }
        return new NumberFromChar(text, pattern).read();
    }

    private Value read() {
        for (String piece : Cancellation.each(pattern.pieces())) {
            if (isAtEnd()) {
                break;
            }
            piece(piece);
        }
        int last = number.length() - 1;
        if (last >= 0 && number.charAt(last) == '.') {
            number.setLength(last);
        }
        if (number.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type numeric: \"" + sign + "\"");
        }
        var digits = new BigDecimal(number.toString());
        Value read = new Value.Numeric(sign == '-' ? digits.negate() : digits);
        int precision = pattern.whole() + pattern.shift() + fractionCount;
        Value fitted =
                Modifier.apply(
                        read,
                        DataType.NUMERIC,
                        Modifier.ofNumeric(precision, fractionCount),
                        false);
        return pattern.hasShift() && fitted instanceof Value.Numeric(BigDecimal value)
                ? new Value.Numeric(shifted(value))
                : fitted;
    }

    /// Multiplies by a negative power of ten, which has at least 16 digits behind the point.
    private BigDecimal shifted(BigDecimal value) {
        BigDecimal moved = value.movePointLeft(pattern.shift());
        return moved.setScale(Math.max(value.scale() + SHIFT_SCALE_MIN, moved.scale()));
    }

    private void piece(String piece) {
        switch (piece) {
            case "9", "0", ".", "D" -> {
                place(!piece.equals(".") && !piece.equals("D"));
                offset++;
            }
            case ",", "G" -> {
                // No separator is written without blanks, so that none is expected.
                if (pattern.fill() && text.charAt(offset) == ',') {
                    offset++;
                }
            }
            case "L" -> skip(1);
            case "TH", "th" -> {
                if (!pattern.hasPoint()) {
                    skip(2);
                }
            }
            case "MI" -> signOr("-");
            case "PL" -> signOr("+");
            case "SG" -> signOr("-+");
            default -> {
                if (piece.startsWith("'")) {
                    // Text of the template stands for as many characters, whichever they are.
                    int count = piece.codePointCount(1, piece.length());
                    for (int i = 0; i < count && !isAtEnd(); i++) {
                        offset = text.offsetByCodePoints(offset, 1);
                    }
                }
            }
        }
    }

    /// Reads a digit or the point where either is expected, and a sign before or behind.
    private void place(boolean isDigit) {
        if (text.charAt(offset) == ' ') {
            offset++;
        }
        if (isAtEnd()) {
            return;
        }
        if (sign == ' ' && isDigit && wholeCount + fractionCount == 0) {
            leadingSign();
        }
        if (isAtEnd()) {
            return;
        }
        boolean isRead = false;
        char c = text.charAt(offset);
        if (c >= '0' && c <= '9') {
            if (hasPoint && fractionCount == pattern.fraction()) {
                return;
            }
            number.append(c);
            isRead = true;
            if (hasPoint) {
                fractionCount++;
            } else {
                wholeCount++;
            }
        } else if (c == '.' && pattern.hasPoint() && !hasPoint) {
            number.append('.');
            hasPoint = true;
            isRead = true;
        }
        if (sign == ' ' && wholeCount + fractionCount > 0) {
            trailingSign(isRead);
        }
    }

    private void leadingSign() {
        char c = text.charAt(offset);
        if (c == '-' || (pattern.brackets() && c == '<')) {
            sign = '-';
            offset++;
        } else if (c == '+') {
            sign = '+';
            offset++;
        }
    }

    /// S belongs to the last digit; the place of other signs isn't known after FM.
    private void trailingSign(boolean isRead) {
        if (pattern.isAnchored()) {
            if (isRead && offset + 1 < text.length()) {
                char next = text.charAt(offset + 1);
                if (next == '-' || next == '+') {
                    sign = next;
                    offset++;
                }
            }
        } else if (!isRead && (pattern.plus() || pattern.minus())) {
            char c = text.charAt(offset);
            if (c == '-' || c == '+') {
                sign = c;
            }
        }
    }

    private void signOr(String signs) {
        char c = text.charAt(offset);
        if (signs.indexOf(c) >= 0) {
            sign = c;
            offset++;
        } else {
            skip(1);
        }
    }

    /// Passes over characters that can't be of the number.
    private void skip(int count) {
        for (int i = 0; i < count && !isAtEnd(); i++) {
            if (DATA_CHARACTERS.indexOf(text.charAt(offset)) >= 0) {
                return;
            }
            offset = text.offsetByCodePoints(offset, 1);
        }
    }

    private boolean isAtEnd() {
        return offset >= text.length();
    }
}
