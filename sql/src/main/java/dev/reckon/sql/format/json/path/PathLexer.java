package dev.reckon.sql.format.json.path;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Cuts the text of a path into tokens. For one thread, for one text.
final class PathLexer {
    /// What ends a name.
    private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/\\\" \t\n\r\f";

    private static final String[] LONG_SYMBOLS = {"&&", "||", "**", "<=", "<>", "==", "!=", ">="};

    private final String text;
    private int offset;

    PathLexer(String text) {
        this.text = text;
    }

    PathToken next() {
        skipBlanks();
        if (offset >= text.length()) {
            return new PathToken(PathToken.Kind.END, "", "");
        }
        int start = offset;
        char c = text.charAt(offset);
        if (isDigit(offset) || (c == '.' && isDigit(offset + 1))) {
            return number();
        }
        if (c == '"') {
            return token(PathToken.Kind.STRING, quoted(), start);
        }
        if (c == '$') {
            offset++;
            if (offset < text.length() && text.charAt(offset) == '"') {
                return token(PathToken.Kind.VARIABLE, quoted(), start);
            }
            return isNamePart()
                    ? token(PathToken.Kind.VARIABLE, name(), start)
                    : new PathToken(PathToken.Kind.SYMBOL, "$", "$");
        }
        if (isNamePart()) {
            return token(PathToken.Kind.NAME, name(), start);
        }
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, offset)) {
                offset += symbol.length();
                return new PathToken(PathToken.Kind.SYMBOL, symbol, symbol);
            }
        }
        offset++;
        String symbol = String.valueOf(c);
        return new PathToken(PathToken.Kind.SYMBOL, symbol, symbol);
    }

    private PathToken token(PathToken.Kind kind, String value, int start) {
        return new PathToken(kind, value, text.substring(start, offset));
    }

    private void skipBlanks() {
        while (offset < text.length()) {
            if (text.startsWith("/*", offset)) {
                int end = text.indexOf("*/", offset + 2);
                if (end < 0) {
                    offset = text.length();
                    throw error("unexpected end of comment", "");
                }
                offset = end + 2;
            } else if (" \t\n\r\f".indexOf(text.charAt(offset)) >= 0) {
                offset++;
            } else {
                return;
            }
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /// A backslash begins an escaped character of a name.
    private boolean isNamePart() {
        return offset < text.length()
                && (SPECIAL.indexOf(text.charAt(offset)) < 0 || text.charAt(offset) == '\\');
    }

    private PathToken number() {
        int start = offset;
        boolean integer = true;
        if (text.charAt(offset) == '0') {
            offset++;
        } else {
            skipDigits();
        }
        if (offset < text.length() && text.charAt(offset) == '.') {
            integer = false;
            offset++;
            skipDigits();
        }
        if (offset < text.length() && (text.charAt(offset) == 'e' || text.charAt(offset) == 'E')) {
            int mark = offset++;
            boolean signed =
                    offset < text.length()
                            && (text.charAt(offset) == '-' || text.charAt(offset) == '+');
            if (signed) {
                offset++;
            }
            if (isDigit(offset)) {
                integer = false;
                skipDigits();
            } else if (signed) {
                throw error("invalid numeric literal", text.substring(start, offset));
            } else {
                offset = mark;
            }
        }
        if (isNamePart() && text.charAt(offset) != '\\') {
            throw error(
                    "trailing junk after numeric literal",
                    text.substring(start, text.offsetByCodePoints(offset, 1)));
        }
        return token(
                integer ? PathToken.Kind.INTEGER : PathToken.Kind.DECIMAL,
                text.substring(start, offset),
                start);
    }

    private void skipDigits() {
        while (isDigit(offset)) {
            offset++;
        }
    }

    private String name() {
        var name = new StringBuilder();
        while (isNamePart()) {
            if (text.charAt(offset) == '\\') {
                escape(name);
            } else {
                name.append(text.charAt(offset++));
            }
        }
        return name.toString();
    }

    private String quoted() {
        var value = new StringBuilder();
        offset++;
        while (offset < text.length()) {
            char c = text.charAt(offset);
            if (c == '"') {
                offset++;
                return value.toString();
            }
            if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
                offset++;
            }
        }
        throw error("unterminated quoted string", "");
    }

    private void escape(StringBuilder value) {
        int start = offset++;
        if (offset >= text.length()) {
            throw error("unexpected end after backslash", "");
        }
        char c = text.charAt(offset++);
        switch (c) {
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'x' -> character(value, hex(start, 2, "invalid hexadecimal character sequence"));
            case 'u' -> unicode(value, start);
            default -> value.append(c);
        }
    }

    private void unicode(StringBuilder value, int start) {
        String message = "invalid Unicode escape sequence";
        if (offset < text.length() && text.charAt(offset) == '{') {
            int end = text.indexOf('}', offset);
            int count = end - offset - 1;
            if (end < 0 || count < 1 || count > 6) {
                throw error(message, text.substring(start, Math.min(text.length(), offset + 1)));
            }
            offset++;
            int code = hex(start, count, message);
            offset++;
            character(value, code);
        } else {
            character(value, hex(start, 4, message));
        }
    }

    private int hex(int start, int count, String message) {
        int code = 0;
        for (int i = 0; i < count; i++) {
            int digit = offset < text.length() ? Character.digit(text.charAt(offset), 16) : -1;
            if (digit < 0) {
                throw error(message, text.substring(start, offset));
            }
            code = code << 4 | digit;
            offset++;
        }
        return code;
    }

    private static void character(StringBuilder value, int code) {
        boolean afterHigh =
                !value.isEmpty() && Character.isHighSurrogate(value.charAt(value.length() - 1));
        if (code == 0) {
            throw new DatabaseException(
                            SqlState.UNTRANSLATABLE_CHARACTER,
                            "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.");
        }
        boolean low = code <= Character.MAX_VALUE && Character.isLowSurrogate((char) code);
        if (low != afterHigh || code > Character.MAX_CODE_POINT) {
            throw new DatabaseException(
                            SqlState.INVALID_TEXT_REPRESENTATION,
                            "invalid input syntax for type jsonpath")
                    .withDetail("Unicode low surrogate must follow a high surrogate.");
        }
        value.appendCodePoint(code);
    }

    /// Makes an error as PostgreSQL's scanner does.
    ///
    /// @param source the token in question; empty at the end of the text
    static DatabaseException error(String message, String source) {
        return new DatabaseException(
                SqlState.SYNTAX_ERROR,
                source.isEmpty()
                        ? message + " at end of jsonpath input"
                        : message + " at or near \"" + source + "\" of jsonpath input");
    }
}
