package dev.reckon.sql.function.text;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// A LIKE pattern that ends with its escape character. PostgreSQL refuses it only for a text that
/// is compared up to there, so that it is matched step by step as PostgreSQL does it.
final class UnfinishedLikePattern {
    /// How a text compares: `ENDED` says that no more of the text can help a `%` before.
    private enum Match {
        TRUE,
        FALSE,
        ENDED
    }

    private final byte[] pattern;
    private final boolean ignoreCase;

    UnfinishedLikePattern(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /// Returns whether `text[start, end)` matches, which it can't: the pattern has no end.
    ///
    /// @throws DatabaseException 22025 when the text is compared up to the escape character
    boolean matches(byte[] text, int start, int end) {
        return match(text, start, end, 0) == Match.TRUE;
    }

    private Match match(byte[] text, int start, int end, int from) {
        int at = start;
        int next = from;
        while (at < end && next < pattern.length) {
            byte unit = pattern[next];
            if (unit == '%') {
                return matchAfterAny(text, at, end, next + 1);
            } else if (unit == '_') {
                at = afterCharacter(text, at, end);
                next++;
                continue;
            } else if (unit == '\\') {
                next = escaped(next);
            }
            if (folded(pattern[next]) != folded(text[at])) {
                return Match.FALSE;
            }
            at++;
            next++;
        }
        return at < end ? Match.FALSE : Match.ENDED;
    }

    /// Matches what follows a `%` at each place from `start` on.
    private Match matchAfterAny(byte[] text, int start, int end, int from) {
        int at = start;
        int next = from;
        while (pattern[next] == '%' || pattern[next] == '_') {
            if (pattern[next] == '_') {
                if (at >= end) {
                    return Match.ENDED;
                }
                at = afterCharacter(text, at, end);
            }
            next++;
        }
        byte first = folded(pattern[pattern[next] == '\\' ? escaped(next) : next]);
        for (; at < end; at = afterCharacter(text, at, end)) {
            if (folded(text[at]) == first) {
                Match match = match(text, at, end, next);
                if (match != Match.FALSE) {
                    return match;
                }
            }
        }
        return Match.ENDED;
    }

    private int escaped(int backslash) {
        if (backslash + 1 == pattern.length) {
            throw new DatabaseException(
                    SqlState.INVALID_ESCAPE_SEQUENCE,
                    "LIKE pattern must not end with escape character");
        }
        return backslash + 1;
    }

    private byte folded(byte unit) {
        return ignoreCase ? LikePattern.lower(unit) : unit;
    }

    private static int afterCharacter(byte[] text, int offset, int end) {
        int next = offset + 1;
        while (next < end && (text[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }
}
