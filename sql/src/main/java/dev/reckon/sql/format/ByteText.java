package dev.reckon.sql.format;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// bytea, uuid and bit strings as text.
final class ByteText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_BYTES = 16;

    private ByteText() {}

    /// Writes a bytea as `\x…`.
    static void writeHex(byte[] bytes, int start, int end, ByteSink sink) {
        byte[] target = sink.reserve(2 + 2 * (end - start));
        int offset = sink.length();
        target[offset++] = '\\';
        target[offset++] = 'x';
        for (int i = start; i < end; i++) {
            target[offset++] = HEX[bytes[i] >> 4 & 15];
            target[offset++] = HEX[bytes[i] & 15];
        }
        sink.advance(2 + 2 * (end - start));
    }

    /// Writes a bytea in the old escape form.
    static void writeEscaped(byte[] bytes, int start, int end, ByteSink sink) {
        for (int i = start; i < end; i++) {
            int unit = bytes[i] & 0xFF;
            if (unit == '\\') {
                sink.writeText("\\\\");
            } else if (unit < ' ' || unit > '~') {
                sink.writeByte('\\');
                sink.writeByte('0' + (unit >> 6));
                sink.writeByte('0' + (unit >> 3 & 7));
                sink.writeByte('0' + (unit & 7));
            } else {
                sink.writeByte(unit);
            }
        }
    }

    /// Reads a bytea in either form.
    ///
    /// @throws DatabaseException 22P02, 22023
    static byte[] readBytea(String text) {
        if (text.startsWith("\\x")) {
            return readHex(text, 2);
        }
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        var result = new ByteArrayOutputStream(source.length);
        int i = 0;
        for (int step = 0; i < source.length; step++) {
            Cancellation.check(step);
            if (source[i] != '\\') {
                result.write(source[i++]);
            } else if (i + 3 < source.length
                    && isOctal(source[i + 1], '3')
                    && isOctal(source[i + 2], '7')
                    && isOctal(source[i + 3], '7')) {
                result.write(
                        (source[i + 1] - '0') << 6
                                | (source[i + 2] - '0') << 3
                                | (source[i + 3] - '0'));
                i += 4;
            } else if (i + 1 < source.length && source[i + 1] == '\\') {
                result.write('\\');
                i += 2;
            } else {
                throw new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "invalid input syntax for type bytea");
            }
        }
        return result.toByteArray();
    }

    private static boolean isOctal(byte unit, char last) {
        return unit >= '0' && unit <= last;
    }

    /// Reads hexadecimal digits, between which blanks may stand.
    ///
    /// @throws DatabaseException 22023
    static byte[] readHex(String text, int start) {
        byte[] result = new byte[(text.length() - start) / 2];
        int count = 0;
        int i = start;
        while (i < text.length()) {
            Cancellation.check(count);
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
                continue;
            }
            int high = hexDigit(text, i++);
            if (i >= text.length()) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid hexadecimal data: odd number of digits");
            }
            result[count++] = (byte) (high << 4 | hexDigit(text, i++));
        }
        return count == result.length ? result : java.util.Arrays.copyOf(result, count);
    }

    private static int hexDigit(String text, int index) {
        int digit = text.charAt(index) < 0x80 ? Character.digit(text.charAt(index), 16) : -1;
        if (digit < 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid hexadecimal digit: \""
                            + text.substring(index, text.offsetByCodePoints(index, 1))
                            + "\"");
        }
        return digit;
    }

    static void writeUuid(byte[] bytes, int start, ByteSink sink) {
        byte[] target = sink.reserve(36);
        int offset = sink.length();
        for (int i = 0; i < UUID_BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                target[offset++] = '-';
            }
            target[offset++] = HEX[bytes[start + i] >> 4 & 15];
            target[offset++] = HEX[bytes[start + i] & 15];
        }
        sink.advance(36);
    }

    /// Reads a uuid: 32 digits, a dash allowed after every four, all in braces or not.
    ///
    /// @throws DatabaseException 22P02
    static byte[] readUuid(String text) {
        byte[] result = new byte[UUID_BYTES];
        int i = 0;
        boolean braces = text.startsWith("{");
        if (braces) {
            i++;
        }
        for (int index = 0; index < UUID_BYTES; index++) {
            int high = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            int low = i + 1 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            if (high < 0 || low < 0 || text.charAt(i) > 'f' || text.charAt(i + 1) > 'f') {
                throw InputErrors.syntax(DataType.UUID, text);
            }
            result[index] = (byte) (high << 4 | low);
            i += 2;
            if (i < text.length()
                    && text.charAt(i) == '-'
                    && index % 2 == 1
                    && index < UUID_BYTES - 1) {
                i++;
            }
        }
        if (braces) {
            if (i >= text.length() || text.charAt(i) != '}') {
                throw InputErrors.syntax(DataType.UUID, text);
            }
            i++;
        }
        if (i != text.length()) {
            throw InputErrors.syntax(DataType.UUID, text);
        }
        return result;
    }

    static String bitText(Value.Bits bits) {
        var text = new StringBuilder(bits.bitCount());
        for (int i = 0; i < bits.bitCount(); i++) {
            Cancellation.check(i);
            text.append((bits.bytes()[i >> 3] >> (7 - (i & 7)) & 1) == 0 ? '0' : '1');
        }
        return text.toString();
    }

    /// Reads `0110`, `b0110` or `x6`.
    ///
    /// @throws DatabaseException 22P02
    static Value.Bits readBits(String text) {
        boolean hexadecimal = text.startsWith("x") || text.startsWith("X");
        boolean prefixed = hexadecimal || text.startsWith("b") || text.startsWith("B");
        String digits = prefixed ? text.substring(1) : text;
        int width = hexadecimal ? 4 : 1;
        byte[] bytes = new byte[(digits.length() * width + 7) / 8];
        for (int i = 0; i < digits.length(); i++) {
            Cancellation.check(i);
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, hexadecimal ? 16 : 2) : -1;
            if (digit < 0) {
                throw new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "\""
                                + digits.substring(i, digits.offsetByCodePoints(i, 1))
                                + "\" is not a valid "
                                + (hexadecimal ? "hexadecimal" : "binary")
                                + " digit");
            }
            int firstBit = i * width;
            bytes[firstBit >> 3] |= (byte) (digit << (8 - width - (firstBit & 7)));
        }
        return new Value.Bits(digits.length() * width, bytes);
    }
}
