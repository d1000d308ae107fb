package dev.reckon.sql.parse;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Reads the literals in quotes whose value is not simply the text between them.
///
/// Source of the rules: PostgreSQL 15, "String Constants" and the sections after it.
final class StringScanner {
    private static final String ESCAPE_HINT = "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.";
    private static final String UNICODE_HINT = "Unicode escapes must be \\XXXX or \\+XXXXXX.";
    private static final String SURROGATE = "invalid Unicode surrogate pair";
    private static final int CODE_POINT_MAX = 0x10FFFF;

    private final String text;
    private final int start;
    private final StringBuilder value = new StringBuilder();
    private int offset;

    /// A literal's token.
    record Literal(Token token, int end, String value) {}

    private StringScanner(String text, int start) {
        this.text = text;
        this.start = start;
    }

    /// `'…'`
    static Literal plain(String text, int start) {
        var scanner = new StringScanner(text, start);
        scanner.readAll(start + 1, "unterminated quoted string");
        return scanner.literal(Token.STRING_LITERAL);
    }

    /// `B'…'` or `X'…'`; what the digits are is checked later, as in PostgreSQL.
    static Literal bits(String text, int start, Token token) {
        var scanner = new StringScanner(text, start);
        String problem =
                token == Token.BIT_LITERAL
                        ? "unterminated bit string literal"
                        : "unterminated hexadecimal string literal";
        scanner.readAll(start + 2, problem);
        return scanner.literal(token);
    }

    /// `"…"`
    static Literal quotedIdentifier(String text, int start) {
        var scanner = new StringScanner(text, start);
        scanner.readIdentifier(start + 1);
        return new Literal(
                Token.IDENTIFIER, scanner.offset, Identifiers.truncate(scanner.value.toString()));
    }

    /// `E'…'`
    static Literal escaped(String text, int start) {
        var scanner = new StringScanner(text, start);
        scanner.readEscaped(start + 2);
        return scanner.literal(Token.STRING_LITERAL);
    }

    /// `U&'…'` or `U&"…"`, with `UESCAPE 'c'` after it.
    static Literal unicode(String text, int start) {
        var scanner = new StringScanner(text, start);
        boolean identifier = text.charAt(start + 2) == '"';
        if (identifier) {
            scanner.readIdentifier(start + 3);
        } else {
            scanner.readAll(start + 3, "unterminated quoted string");
        }
        int end = scanner.offset;
        char escape = scanner.readEscapeCharacter();
        String value = scanner.resolveUnicode(end, escape);
        return new Literal(
                identifier ? Token.IDENTIFIER : Token.STRING_LITERAL,
                scanner.offset,
                identifier ? Identifiers.truncate(value) : value);
    }

    /// Whether a string goes on after its closing quote: white space with a line break in it, then
    /// a quote.
    static boolean continues(String text, int afterQuote) {
        return continuation(text, afterQuote) >= 0;
    }

    /// Returns the offset after the quote that goes on with the string, or -1.
    private static int continuation(String text, int afterQuote) {
        boolean lineBreak = false;
        int i = afterQuote;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'') {
                return lineBreak && i > afterQuote ? i + 1 : -1;
            }
            if (c == '\n' || c == '\r') {
                lineBreak = true;
                i++;
            } else if (Lexer.isSpace(c)) {
                i++;
            } else if (c == '-' && i + 1 < text.length() && text.charAt(i + 1) == '-') {
                while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
                    i++;
                }
            } else {
                return -1;
            }
        }
        return -1;
    }

    private Literal literal(Token token) {
        return new Literal(token, offset, value.toString());
    }

    /// Reads from after the opening quote to after the closing one; doubled quotes count as one.
    private void readAll(int from, String problem) {
        offset = from;
        while (true) {
            int close = text.indexOf('\'', offset);
            if (close < 0) {
                throw SyntaxError.near(problem, text, start, text.length());
            }
            value.append(text, offset, close);
            offset = close + 1;
            if (offset < text.length() && text.charAt(offset) == '\'') {
                value.append('\'');
                offset++;
            } else if (!goOn()) {
                return;
            }
        }
    }

    private boolean goOn() {
        int next = continuation(text, offset);
        if (next < 0) {
            return false;
        }
        offset = next;
        return true;
    }

    private void readIdentifier(int from) {
        offset = from;
        while (true) {
            int close = text.indexOf('"', offset);
            if (close < 0) {
                throw SyntaxError.near(
                        "unterminated quoted identifier", text, start, text.length());
            }
            value.append(text, offset, close);
            offset = close + 1;
            if (offset >= text.length() || text.charAt(offset) != '"') {
                break;
            }
            value.append('"');
            offset++;
        }
        if (value.isEmpty()) {
            throw SyntaxError.near("zero-length delimited identifier", text, start, offset);
        }
    }

    private void readEscaped(int from) {
        offset = from;
        var bytes = new ByteArrayOutputStream();
        while (offset < text.length()) {
            char c = text.charAt(offset++);
            if (c == '\\' && offset < text.length()) {
                readEscape(bytes);
            } else {
                flush(bytes);
                if (c != '\'') {
                    value.append(c);
                } else if (offset < text.length() && text.charAt(offset) == '\'') {
                    value.append('\'');
                    offset++;
                } else if (!goOn()) {
                    return;
                }
            }
        }
        throw SyntaxError.near("unterminated quoted string", text, start, text.length());
    }

    /// Reads what follows a backslash. Octal and hexadecimal escapes are bytes, gathered until they
    /// end, because several make one character.
    private void readEscape(ByteArrayOutputStream bytes) {
        int escape = offset - 1;
        char c = text.charAt(offset++);
        if (c >= '0' && c <= '7') {
            offset--;
            bytes.write(digits(8, 3));
            return;
        }
        if (c == 'x' && offset < text.length() && hexadecimalDigit(text.charAt(offset)) >= 0) {
            bytes.write(digits(16, 2));
            return;
        }
        flush(bytes);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'u', 'U' -> readEscapedCodePoint(escape, c == 'u' ? 4 : 8);
            default -> value.append(c);
        }
    }

    private void readEscapedCodePoint(int escape, int length) {
        int codePoint = escapedCodePoint(escape, length);
        if (Character.isBmpCodePoint(codePoint) && Character.isHighSurrogate((char) codePoint)) {
            int second = offset;
            boolean escaped =
                    second + 1 < text.length()
                            && text.charAt(second) == '\\'
                            && (text.charAt(second + 1) == 'u' || text.charAt(second + 1) == 'U');
            if (!escaped) {
                throw surrogate(second);
            }
            offset += 2;
            int low = escapedCodePoint(second, text.charAt(second + 1) == 'u' ? 4 : 8);
            if (!Character.isBmpCodePoint(low) || !Character.isLowSurrogate((char) low)) {
                throw SyntaxError.near(SURROGATE, text, second, offset);
            }
            codePoint = Character.toCodePoint((char) codePoint, (char) low);
        } else if (Character.isBmpCodePoint(codePoint)
                && Character.isLowSurrogate((char) codePoint)) {
            throw surrogate(escape);
        }
        value.appendCodePoint(codePoint);
    }

    private int escapedCodePoint(int escape, int length) {
        int end = offset + length;
        long codePoint = 0;
        for (; offset < end; offset++) {
            int digit = offset < text.length() ? hexadecimalDigit(text.charAt(offset)) : -1;
            if (digit < 0) {
                throw new DatabaseException(
                                SqlState.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
                        .withHint(ESCAPE_HINT)
                        .at(escape);
            }
            codePoint = codePoint * 16 + digit;
        }
        if (codePoint == 0 || codePoint > CODE_POINT_MAX) {
            throw SyntaxError.near("invalid Unicode escape value", text, escape, offset);
        }
        return (int) codePoint;
    }

    private DatabaseException surrogate(int position) {
        return SyntaxError.near(SURROGATE, text, position, Math.min(text.length(), position + 1));
    }

    /// Reads up to `length` digits and returns the byte they make.
    private int digits(int radix, int length) {
        int result = 0;
        int end = Math.min(text.length(), offset + length);
        while (offset < end) {
            int digit = hexadecimalDigit(text.charAt(offset));
            if (digit < 0 || digit >= radix) {
                break;
            }
            result = result * radix + digit;
            offset++;
        }
        return result;
    }

    private void flush(ByteArrayOutputStream bytes) {
        if (bytes.size() == 0) {
            return;
        }
        byte[] encoded = bytes.toByteArray();
        bytes.reset();
        try {
            String decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
            if (decoded.indexOf(0) >= 0) {
                throw invalidBytes(new byte[] {0});
            }
            value.append(decoded);
        } catch (CharacterCodingException e) {
            throw invalidBytes(encoded);
        }
    }

    private DatabaseException invalidBytes(byte[] bytes) {
        var shown = new StringBuilder("invalid byte sequence for encoding \"UTF8\":");
        for (byte b : bytes) {
            shown.append(" 0x").append(Character.forDigit((b >> 4) & 0xF, 16));
            shown.append(Character.forDigit(b & 0xF, 16));
        }
        return new DatabaseException(SqlState.CHARACTER_NOT_IN_REPERTOIRE, shown.toString());
    }

    /// Reads `UESCAPE 'c'` if it follows; else the escape is a backslash.
    private char readEscapeCharacter() {
        int i = skipSpace(offset);
        String word = "uescape";
        if (!text.regionMatches(true, i, word, 0, word.length())) {
            return '\\';
        }
        int after = i + word.length();
        if (after < text.length()
                && (Lexer.isLetter(text.charAt(after)) || Lexer.isDigit(text.charAt(after)))) {
            return '\\';
        }
        int quote = skipSpace(after);
        if (quote >= text.length() || text.charAt(quote) != '\'') {
            throw SyntaxError.near(
                    "UESCAPE must be followed by a simple string literal",
                    text,
                    quote,
                    Math.min(text.length(), quote + 1));
        }
        int close = text.indexOf('\'', quote + 1);
        char c = close == quote + 2 ? text.charAt(quote + 1) : '\'';
        boolean valid =
                hexadecimalDigit(c) < 0 && c != '+' && c != '\'' && c != '"' && !Lexer.isSpace(c);
        if (!valid) {
            throw SyntaxError.near(
                    "invalid Unicode escape character",
                    text,
                    quote,
                    close < 0 ? text.length() : close + 1);
        }
        offset = close + 1;
        return c;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && Lexer.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /// Resolves `\XXXX` and `\+XXXXXX` in what was read.
    private String resolveUnicode(int literalEnd, char escape) {
        if (value.indexOf(String.valueOf(escape)) < 0) {
            return value.toString();
        }
        var resolved = new StringBuilder();
        int i = 0;
        char high = 0;
        while (i < value.length()) {
            char c = value.charAt(i);
            int position = start + 3 + i;
            if (c != escape) {
                requireNoHalf(high, position);
                resolved.append(c);
                i++;
                continue;
            }
            if (i + 1 < value.length() && value.charAt(i + 1) == escape) {
                requireNoHalf(high, position);
                resolved.append(escape);
                i += 2;
                continue;
            }
            boolean six = i + 1 < value.length() && value.charAt(i + 1) == '+';
            int from = i + (six ? 2 : 1);
            int end = from + (six ? 6 : 4);
            int codePoint = hexadecimal(from, end, position);
            boolean low =
                    Character.isBmpCodePoint(codePoint)
                            && Character.isLowSurrogate((char) codePoint);
            if (high != 0 != low) {
                throw SyntaxError.at(SURROGATE, position);
            }
            if (low) {
                resolved.appendCodePoint(Character.toCodePoint(high, (char) codePoint));
                high = 0;
            } else if (Character.isBmpCodePoint(codePoint)
                    && Character.isHighSurrogate((char) codePoint)) {
                high = (char) codePoint;
            } else {
                resolved.appendCodePoint(codePoint);
            }
            i = end;
        }
        requireNoHalf(high, literalEnd - 1);
        return resolved.toString();
    }

    /// The value of a digit, or -1. ASCII only, unlike the JDK's.
    private static int hexadecimalDigit(char c) {
        return HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1;
    }

    private static void requireNoHalf(char high, int position) {
        if (high != 0) {
            throw SyntaxError.at(SURROGATE, position);
        }
    }

    private int hexadecimal(int from, int end, int position) {
        int codePoint = 0;
        for (int i = from; i < end; i++) {
            int digit = i < value.length() ? hexadecimalDigit(value.charAt(i)) : -1;
            if (digit < 0) {
                throw SyntaxError.at("invalid Unicode escape", position).withHint(UNICODE_HINT);
            }
            codePoint = codePoint * 16 + digit;
        }
        if (codePoint == 0 || codePoint > CODE_POINT_MAX) {
            throw SyntaxError.at("invalid Unicode escape value", position);
        }
        return codePoint;
    }
}
