package dev.reckon.sql.function.text;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The patterns of SIMILAR TO and of `substring(x SIMILAR y ESCAPE z)` as regular expressions.
final class SimilarPattern {
    private SimilarPattern() {}

    /// Returns the regular expression of a pattern.
    ///
    /// @throws DatabaseException 22025, 2200C
    static String translate(String pattern, String escape) {
        return translate(pattern, escape, false);
    }

    /// Returns the regular expression that finds what a pattern has between its separators; what is
    /// before is as short as can be.
    ///
    /// @throws DatabaseException 22025, 2200C
    static String translateForPart(String pattern, String escape) {
        return translate(pattern, escape, !escape.isEmpty() && pattern.contains(escape + '"'));
    }

    private static String translate(String pattern, String escape, boolean isShortFirst) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new DatabaseException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        var result = new StringBuilder("^(?:");
        boolean afterEscape = false;
        boolean inBracket = false;
        int quotes = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (afterEscape) {
                if (c == '"' && !inBracket) {
                    if (quotes == 0) {
                        result.append("){1,1}?(");
                    } else if (quotes == 1) {
                        result.append("){1,1}(?:");
                    } else {
                        throw new DatabaseException(
                                SqlState.INVALID_ESCAPE_SEQUENCE,
                                "SQL regular expression may not contain more than two"
                                        + " escape-double-quote separators");
                    }
                    quotes++;
                } else {
                    result.append('\\').append(c);
                }
                afterEscape = false;
            } else if (!escape.isEmpty() && c == escape.charAt(0)) {
                afterEscape = true;
            } else if (inBracket) {
                if (c == '\\') {
                    result.append('\\');
                }
                result.append(c);
                inBracket = c != ']';
            } else {
                switch (c) {
                    case '[' -> {
                        result.append(c);
                        inBracket = true;
                    }
                    case '%' -> result.append(isShortFirst && quotes == 0 ? ".*?" : ".*");
                    case '*', '+', '?', '}' ->
                            result.append(c).append(isShortFirst && quotes == 0 ? "?" : "");
                    case '_' -> result.append('.');
                    case '(' -> result.append("(?:");
                    case '\\', '.', '^', '$' -> result.append('\\').append(c);
                    default -> result.append(c);
                }
            }
        }
        return result.append(")$").toString();
    }
}
