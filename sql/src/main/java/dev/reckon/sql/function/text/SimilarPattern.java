package dev.reckon.sql.function.text;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The patterns of SIMILAR TO and of `substring(x SIMILAR y ESCAPE z)` as regular expressions. For
/// one thread, for one pattern.
///
/// The whole pattern becomes `^(?:...)$`. With separators it becomes
/// `^(?:before){1,1}?(part){1,1}(?:after)$`: what is before is as short as can be, the part as
/// long.
final class SimilarPattern {
    /// After `[` comes what may be `^` or `]` as characters of the bracket.
    private static final int BRACKET_START = 1;

    /// From here on `]` closes.
    private static final int BRACKET_INSIDE = 3;

    private final String escape;
    private final StringBuilder result = new StringBuilder("^(?:");

    /// How many brackets are open: classes inside a bracket have brackets of their own.
    private int bracketDepth;

    private int bracketPosition;
    private int separatorCount;

    private SimilarPattern(String escape) {
        this.escape = escape;
    }

    /// Returns the regular expression of a pattern.
    ///
    /// @throws DatabaseException 22025, 2200C
    static String translate(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new DatabaseException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        return new SimilarPattern(escape).translate(pattern);
    }

    private String translate(String pattern) {
        int escapeCharacter = escape.isEmpty() ? -1 : escape.codePointAt(0);
        boolean afterEscape = false;
        for (int c : pattern.codePoints().toArray()) {
            if (afterEscape) {
                escaped(c);
                afterEscape = false;
            } else if (c == escapeCharacter) {
                afterEscape = true;
            } else if (bracketDepth > 0) {
                inBracket(c);
            } else {
                plain(c);
            }
        }
        return result.append(")$").toString();
    }

    private void escaped(int c) {
        if (c != '"' || bracketDepth > 0) {
            result.append('\\').appendCodePoint(c);
            bracketPosition = BRACKET_INSIDE;
            return;
        }
        switch (separatorCount++) {
            case 0 -> result.append("){1,1}?(");
            case 1 -> result.append("){1,1}(?:");
            default ->
                    throw new DatabaseException(
                            SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
                            "SQL regular expression may not contain more than two"
                                    + " escape-double-quote separators");
        }
    }

    private void inBracket(int c) {
        if (c == '\\') {
            result.append('\\');
        }
        result.appendCodePoint(c);
        if (c == ']' && bracketPosition >= BRACKET_INSIDE) {
            bracketDepth--;
        } else if (c == '[') {
            bracketDepth++;
            bracketPosition = BRACKET_INSIDE;
        } else if (c == '^') {
            bracketPosition++;
        } else {
            bracketPosition = BRACKET_INSIDE;
        }
    }

    private void plain(int c) {
        switch (c) {
            case '[' -> {
                result.append('[');
                bracketDepth = 1;
                bracketPosition = BRACKET_START;
            }
            case '%' -> result.append(".*");
            case '_' -> result.append('.');
            case '(' -> result.append("(?:");
            case '\\', '.', '^', '$' -> result.append('\\').append((char) c);
            default -> result.appendCodePoint(c);
        }
    }
}
