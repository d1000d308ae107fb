package dev.reckon.sql.format;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Multiranges as text: `{[1,5),[7,9)}`. For one thread, for one text.
final class MultiRangeText {
    private static final String EMPTY_RANGE = "empty";

    private final String text;
    private int offset;

    private MultiRangeText(String text) {
        this.text = text;
    }

    /// Returns the text of a multirange.
    static String text(List<Value.Range> ranges, Function<Value.Range, String> rangeText) {
        return Cancellation.stream(ranges)
                .map(rangeText)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// Returns the texts of the ranges in a multirange's text.
    ///
    /// @throws DatabaseException 22P02
    static List<String> read(String text) {
        return new MultiRangeText(text).ranges();
    }

    private List<String> ranges() {
        List<String> ranges = new ArrayList<>();
        skipBlanks();
        if (next() != '{') {
            throw malformed("Missing left brace.");
        }
        skipBlanks();
        if (peek() == '}') {
            offset++;
        } else {
            int separator;
            do {
                Cancellation.check(ranges.size());
                skipBlanks();
                ranges.add(range());
                skipBlanks();
                separator = next();
                if (separator < 0) {
                    throw malformed("Unexpected end of input.");
                }
            } while (separator == ',');
            if (separator != '}') {
                throw malformed("Expected comma or end of multirange.");
            }
        }
        skipBlanks();
        if (offset < text.length()) {
            throw malformed("Junk after closing right brace.");
        }
        return ranges;
    }

    private String range() {
        int start = offset;
        if (text.regionMatches(true, offset, EMPTY_RANGE, 0, EMPTY_RANGE.length())) {
            offset += EMPTY_RANGE.length();
            return EMPTY_RANGE;
        }
        int open = next();
        if (open != '[' && open != '(') {
            throw malformed(open < 0 ? "Unexpected end of input." : "Expected range start.");
        }
        boolean inQuotes = false;
        while (true) {
            int c = next();
            switch (c) {
                case -1 -> throw malformed("Unexpected end of input.");
                case '\\' -> offset++;
                case '"' -> inQuotes = !inQuotes;
                case ']', ')' -> {
                    if (!inQuotes) {
                        return text.substring(start, offset);
                    }
                }
                default -> {}
            }
        }
    }

    private int peek() {
        return offset < text.length() ? text.charAt(offset) : -1;
    }

    private int next() {
        return offset < text.length() ? text.charAt(offset++) : -1;
    }

    private void skipBlanks() {
        while (offset < text.length() && RangeText.isBlank(text.charAt(offset))) {
            offset++;
        }
    }

    private DatabaseException malformed(String detail) {
        return new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "malformed multirange literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
