package dev.reckon.sql.function.text;

import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// The function format: `%s`, `%I`, `%L` with positions and widths. For one thread, for one call.
final class Format {
    private final Row row;
    private final Signature signature;
    private final String format;
    private final StringBuilder result = new StringBuilder();
    private int offset;
    private int nextArgument = 1;

    private Format(Row row, Signature signature) {
        this.row = row;
        this.signature = signature;
        format = row.text(0);
    }

    static Value format(Row row, Signature signature) {
        return row.isNull(0) ? Value.Null.NULL : Value.text(new Format(row, signature).run());
    }

    private String run() {
        while (offset < format.length()) {
            char c = format.charAt(offset++);
            if (c != '%') {
                result.append(c);
            } else if (offset < format.length() && format.charAt(offset) == '%') {
                result.append('%');
                offset++;
            } else {
                specifier();
            }
        }
        return result.toString();
    }

    private void specifier() {
        int position = -1;
        int start = offset;
        int number = number();
        if (offset > start && at('$')) {
            offset++;
            position = numbered(number);
            start = offset;
        } else {
            offset = start;
        }
        boolean left = false;
        while (at('-')) {
            left = true;
            offset++;
        }
        int width = 0;
        if (at('*')) {
            offset++;
            width = widthArgument();
        } else {
            width = number();
        }
        if (offset >= format.length()) {
            throw error("unterminated format() type specifier")
                    .withHint("For a single \"%\" use \"%%\".");
        }
        int code = format.codePointAt(offset);
        offset += Character.charCount(code);
        if (code != 's' && code != 'I' && code != 'L') {
            throw error("unrecognized format() type specifier \"" + Character.toString(code) + "\"")
                    .withHint("For a single \"%\" use \"%%\".");
        }
        append(convert(code, argument(position)), width, left);
    }

    private boolean at(char c) {
        return offset < format.length() && format.charAt(offset) == c;
    }

    private int number() {
        int value = 0;
        while (offset < format.length() && Character.isDigit(format.charAt(offset))) {
            value = value * 10 + format.charAt(offset++) - '0';
            if (value < 0) {
                throw new DatabaseException(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
            }
        }
        return value;
    }

    private int widthArgument() {
        int start = offset;
        int position = number();
        boolean given = offset > start && at('$');
        if (given) {
            offset++;
        } else {
            offset = start;
        }
        int index = argument(given ? numbered(position) : -1);
        return row.isNull(index)
                ? 0
                : width(TextFunctions.asText(row, index, signature.argument(index)));
    }

    private static int width(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notAWidth) {
            if (text.matches("\\s*[+-]?[0-9]+\\s*")) {
                throw new DatabaseException(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                        "value \"" + text + "\" is out of range for type integer");
            }
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type integer: \"" + text + "\"");
        }
    }

    private int numbered(int position) {
        if (position == 0) {
            throw error("format specifies argument 0, but arguments are numbered from 1");
        }
        return position;
    }

    private int argument(int position) {
        int index = position > 0 ? position : nextArgument;
        nextArgument = index + 1;
        if (index >= row.argumentCount()) {
            throw error("too few arguments for format()");
        }
        return index;
    }

    private String convert(int code, int index) {
        if (row.isNull(index)) {
            if (code == 'I') {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "null values cannot be formatted as an SQL identifier");
            }
            return code == 'L' ? "NULL" : "";
        }
        String text = TextFunctions.asText(row, index, signature.argument(index));
        return code == 'I'
                ? Identifiers.quote(text)
                : code == 'L' ? Identifiers.literal(text) : text;
    }

    private void append(String text, int width, boolean left) {
        int missing = Math.abs(width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            result.append(text);
        } else if (left || width < 0) {
            result.append(text).repeat(' ', missing);
        } else {
            result.repeat(' ', missing).append(text);
        }
    }

    private static DatabaseException error(String message) {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
