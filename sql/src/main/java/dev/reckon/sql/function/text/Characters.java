package dev.reckon.sql.function.text;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Strings by characters, which are code points.
final class Characters {
    private static final int CODE_POINT_MAX = 0x10FFFF;

    private Characters() {}

    /// Returns the kernel of length(text): counts bytes that begin a character.
    static Kernel lengthKernel() {
        return (arguments, rows, _) -> {
            var texts = (BytesVector) arguments.getFirst();
            long[] results = new long[rows.rowCount()];
            byte[] bytes = texts.bytes();
            for (int row = 0; row < results.length; row++) {
                int count = 0;
                for (int i = texts.starts()[row]; i < texts.ends()[row]; i++) {
                    count += (bytes[i] & 0xC0) != 0x80 ? 1 : 0;
                }
                results[row] = count;
            }
            return new LongVector(results, texts.nulls(), rows.rowCount());
        };
    }

    static long count(byte[] text, int end) {
        int count = 0;
        for (int i = 0; i < end; i++) {
            count += (text[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// Returns the part between two character positions from 0, as far as it exists.
    private static String between(String text, long from, long to) {
        int length = length(text);
        long start = Math.clamp(from, 0, length);
        long end = Math.clamp(to, start, length);
        int startOffset = text.offsetByCodePoints(0, (int) start);
        return text.substring(
                startOffset, text.offsetByCodePoints(startOffset, (int) (end - start)));
    }

    /// Returns the first `count` characters; all but the last `-count` when it is negative.
    static String left(String text, long count) {
        return between(text, 0, count < 0 ? length(text) + count : count);
    }

    static String right(String text, long count) {
        if (count == Integer.MIN_VALUE) {
            // PostgreSQL negates it in 32 bits, to itself.
            return text;
        }
        int length = length(text);
        return between(text, count < 0 ? -count : length - count, length);
    }

    static String substring(String text, long start) {
        return between(text, start - 1, Long.MAX_VALUE);
    }

    /// Returns `count` characters from a position from 1, which may lie before the text.
    ///
    /// @throws DatabaseException 22011
    static String substring(String text, long start, long count) {
        if (count < 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        return between(text, start - 1, start - 1 + count);
    }

    static long position(String text, String part) {
        int offset = PartSearch.of(part).find(text, 0);
        return offset < 0 ? 0 : text.codePointCount(0, offset) + 1L;
    }

    static String overlay(String text, String replacement, long start, long count) {
        if (start <= 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        if (start + count != (int) (start + count)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        return substring(text, 1, start - 1) + replacement + substring(text, start + count);
    }

    static String translate(String text, String from, String to) {
        int[] sources = from.codePoints().toArray();
        int[] targets = to.codePoints().toArray();
        var result = new StringBuilder();
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            Cancellation.check(at);
            int c = text.codePointAt(at);
            int index = indexOf(sources, c);
            if (index < 0) {
                result.appendCodePoint(c);
            } else if (index < targets.length) {
                result.appendCodePoint(targets[index]);
            }
        }
        return result.toString();
    }

    private static int indexOf(int[] characters, int wanted) {
        for (int i = 0; i < characters.length; i++) {
            Cancellation.check(i);
            if (characters[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /// Returns the character of a code point.
    ///
    /// @throws DatabaseException 54000
    static String ofCode(int code) {
        if (code == 0) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
        }
        if (code < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "character number must be positive");
        }
        if (code > CODE_POINT_MAX) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "requested character too large for encoding: " + code);
        }
        if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "requested character not valid for encoding: " + code);
        }
        return Character.toString(code);
    }
}
