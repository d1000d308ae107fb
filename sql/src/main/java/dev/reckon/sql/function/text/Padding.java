package dev.reckon.sql.function.text;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;

/// Padding, trimming and repeating.
final class Padding {
    private static final long BYTES_MAX = 0x3FFF_FFFF;

    /// Some milliseconds of copying.
    private static final int COPY_MAX = 8 << 20;

    private Padding() {}

    private static void checkLength(long characters) {
        if (characters > BYTES_MAX) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
        }
    }

    static String left(String text, int length, String fill) {
        int present = text.codePointCount(0, text.length());
        checkLength(length);
        if (present >= length) {
            return Characters.left(text, Math.max(0, length));
        }
        return filling(fill, length - present) + text;
    }

    static String right(String text, int length, String fill) {
        int present = text.codePointCount(0, text.length());
        checkLength(length);
        if (present >= length) {
            return Characters.left(text, Math.max(0, length));
        }
        return text + filling(fill, length - present);
    }

    private static String filling(String fill, int length) {
        if (fill.isEmpty()) {
            return "";
        }
        int[] characters = fill.codePoints().toArray();
        var result = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            Cancellation.check(i);
            result.appendCodePoint(characters[i % characters.length]);
        }
        return result.toString();
    }

    static String trim(String text, String characters, boolean start, boolean end) {
        int from = 0;
        int to = text.length();
        while (start && from < to) {
            Cancellation.check(from);
            int c = text.codePointAt(from);
            if (characters.indexOf(c) < 0) {
                break;
            }
            from += Character.charCount(c);
        }
        while (end && to > from) {
            Cancellation.check(to);
            int c = text.codePointBefore(to);
            if (characters.indexOf(c) < 0) {
                break;
            }
            to -= Character.charCount(c);
        }
        return text.substring(from, to);
    }

    static byte[] repeat(byte[] text, int count) {
        if (count <= 0 || text.length == 0) {
            return new byte[0];
        }
        checkLength((long) text.length * count);
        byte[] result = Arrays.copyOf(text, text.length * count);
        int step = Math.max(1, COPY_MAX / text.length) * text.length;
        int length = text.length;
        while (length < result.length) {
            Cancellation.check();
            int more = Math.min(Math.min(length, step), result.length - length);
            System.arraycopy(result, 0, result, length, more);
            length += more;
        }
        return result;
    }
}
