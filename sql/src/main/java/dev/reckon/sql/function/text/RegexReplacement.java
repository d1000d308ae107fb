package dev.reckon.sql.function.text;

import dev.reckon.sql.function.pattern.RegexMatcher;
import dev.reckon.storage.error.Cancellation;
import java.io.ByteArrayOutputStream;

/// Puts a replacement where a pattern matches. In it `\1` to `\9` are groups, `\&` the whole match,
/// `\\` a backslash.
final class RegexReplacement {
    private final byte[] replacement;

    RegexReplacement(byte[] replacement) {
        this.replacement = replacement;
    }

    /// Replaces matches.
    ///
    /// @param from where to look first
    /// @param wanted which match to replace, 0 for all
    /// @throws dev.reckon.storage.error.DatabaseException 54000 when the result is too long
    byte[] replace(byte[] text, RegexMatcher matcher, int from, int wanted) {
        matcher.read(text, 0, text.length);
        if (!matcher.find(from)) {
            return text;
        }
        var result = new ByteArrayOutputStream(text.length + replacement.length);
        int copied = 0;
        int count = 0;
        do {
            count++;
            if (wanted == 0 || count == wanted) {
                Cancellation.check(); // What is put in may be long.
                append(result, text, copied, matcher.start());
                expand(text, matcher, result);
                copied = matcher.end();
            }
        } while (count != wanted && matcher.findNext());
        append(result, text, copied, text.length);
        return result.toByteArray();
    }

    private static void append(ByteArrayOutputStream result, byte[] bytes, int start, int end) {
        TextFunctions.requireRoom(result.size(), end - start);
        result.write(bytes, start, end - start);
    }

    private void expand(byte[] text, RegexMatcher matcher, ByteArrayOutputStream result) {
        int copied = 0;
        int offset = 0;
        while (offset + 1 < replacement.length) {
            if (replacement[offset] != '\\') {
                offset++;
                continue;
            }
            byte next = replacement[offset + 1];
            if ((next >= '1' && next <= '9') || next == '&') {
                append(result, replacement, copied, offset);
                int group = next == '&' ? 0 : next - '0';
                if (group <= matcher.groupCount() && matcher.start(group) >= 0) {
                    append(result, text, matcher.start(group), matcher.end(group));
                }
                copied = offset + 2;
            } else if (next == '\\') {
                append(result, replacement, copied, offset + 1);
                copied = offset + 2;
            }
            offset += 2;
        }
        append(result, replacement, copied, replacement.length);
    }
}
