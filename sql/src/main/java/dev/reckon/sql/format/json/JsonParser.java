package dev.reckon.sql.format.json;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON text with PostgreSQL's errors. For one thread, for one text.
public final class JsonParser {
    /// Deep enough for people, shallow enough for a thread's stack.
    private static final int DEPTH_MAX = 3000;

    private static final int NUMERIC_DIGITS_MAX = 131_072;

    private final String text;
    private final boolean forJsonb;
    private int offset;

    /// How much of the text an error shows.
    private static final int CONTEXT_LENGTH = 50;

    private JsonParser(String text, boolean forJsonb) {
        this.text = text;
        this.forJsonb = forJsonb;
    }

    /// Reads a jsonb value.
    ///
    /// @throws DatabaseException 22P02 when the text is no JSON, 22P05 for `\u0000`
    public static Json parse(String text) {
        return new JsonParser(text, true).document();
    }

    /// Reads a value of type json, whose strings jsonb may not be able to hold.
    public static Json parseLoosely(String text) {
        return new JsonParser(text, false).document();
    }

    /// Checks a text for type json.
    ///
    /// @throws DatabaseException 22P02
    public static void validate(String text) {
        new JsonParser(text, false).document();
    }

    private Json document() {
        Json json = value(0);
        skipBlanks();
        if (offset < text.length()) {
            throw error("Expected end of input, but found " + token() + ".");
        }
        return json;
    }

    private void skipBlanks() {
        while (offset < text.length()) {
            char c = text.charAt(offset);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return;
            }
            offset++;
        }
    }

    private Json value(int depth) {
        if (depth > DEPTH_MAX) {
            throw new DatabaseException(
                    SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        skipBlanks();
        if (offset >= text.length()) {
            throw ended();
        }
        char c = text.charAt(offset);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(string());
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> word();
        };
    }

    private Json word() {
        int start = offset;
        int end = start;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end == start) {
            char c = text.charAt(offset);
            if (c == ']' || c == '}' || c == ',' || c == ':') {
                offset++;
                throw error("Expected JSON value, but found \"" + c + "\".");
            }
            offset = Math.min(text.length(), start + 1);
            throw error("Token \"" + c + "\" is invalid.");
        }
        String word = text.substring(start, end);
        offset = end;
        return switch (word) {
            case "true" -> new Json.Bool(true);
            case "false" -> new Json.Bool(false);
            case "null" -> Json.Null.NULL;
            default -> throw error("Token \"" + word + "\" is invalid.");
        };
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c >= 0x80;
    }

    private Json object(int depth) {
        Cancellation.check();
        offset++;
        List<String> keys = new ArrayList<>();
        List<Json> values = new ArrayList<>();
        skipBlanks();
        if (peek() == '}') {
            offset++;
            return new Json.Object(keys, values);
        }
        while (true) {
            skipBlanks();
            if (offset >= text.length()) {
                throw ended();
            }
            if (text.charAt(offset) != '"') {
                throw error(
                        keys.isEmpty()
                                ? "Expected string or \"}\", but found " + token() + "."
                                : "Expected string, but found " + token() + ".");
            }
            Cancellation.check(keys.size());
            keys.add(string());
            skipBlanks();
            if (peek() != ':') {
                throw offset >= text.length()
                        ? ended()
                        : error("Expected \":\", but found " + token() + ".");
            }
            offset++;
            values.add(value(depth + 1));
            skipBlanks();
            int next = peek();
            if (next == '}') {
                offset++;
                return Json.Object.of(keys, values);
            }
            if (next != ',') {
                throw offset >= text.length()
                        ? ended()
                        : error("Expected \",\" or \"}\", but found " + token() + ".");
            }
            offset++;
        }
    }

    private Json array(int depth) {
        Cancellation.check();
        offset++;
        List<Json> elements = new ArrayList<>();
        skipBlanks();
        if (peek() == ']') {
            offset++;
            return new Json.Array(elements);
        }
        while (true) {
            Cancellation.check(elements.size());
            elements.add(value(depth + 1));
            skipBlanks();
            int next = peek();
            if (next == ']') {
                offset++;
                return new Json.Array(elements);
            }
            if (next != ',') {
                throw offset >= text.length()
                        ? ended()
                        : error("Expected \",\" or \"]\", but found " + token() + ".");
            }
            offset++;
        }
    }

    private int peek() {
        return offset < text.length() ? text.charAt(offset) : -1;
    }

    private Json number() {
        int start = offset;
        int i = offset;
        if (text.charAt(i) == '-') {
            i++;
        }
        int digits = i;
        while (isDigit(i)) {
            i++;
        }
        boolean valid = i > digits && (text.charAt(digits) != '0' || i == digits + 1);
        if (i < text.length() && text.charAt(i) == '.') {
            int fraction = ++i;
            while (isDigit(i)) {
                i++;
            }
            valid &= i > fraction;
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = i;
            while (isDigit(i)) {
                i++;
            }
            valid &= i > exponent;
        }
        int end = i;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        offset = end;
        if (!valid || end > i) {
            throw error("Token \"" + text.substring(start, end) + "\" is invalid.");
        }
        return new Json.Number(numeric(text.substring(start, end)));
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /// Reads the digits of a number as numeric does.
    ///
    /// @throws DatabaseException 22003
    public static BigDecimal numeric(String digits) {
        try {
            var number = new BigDecimal(digits);
            if (number.signum() == 0 && number.scale() < 0) {
                return BigDecimal.ZERO;
            }
            if (number.precision() - number.scale() > NUMERIC_DIGITS_MAX
                    || number.scale() > 16383) {
                throw tooLarge();
            }
            return number.scale() < 0 ? number.setScale(0) : number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw tooLarge();
        }
    }

    private static DatabaseException tooLarge() {
        return new DatabaseException(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    private String string() {
        int start = offset++;
        var result = new StringBuilder();
        while (true) {
            if (offset >= text.length()) {
                offset = text.length();
                throw error("Token \"" + text.substring(start) + "\" is invalid.");
            }
            char c = text.charAt(offset++);
            if (c == '"') {
                return result.toString();
            }
            if (c < ' ') {
                offset--;
                throw error("Character with value 0x%02x must be escaped.".formatted((int) c));
            }
            if (c == '\\') {
                escape(result, start);
            } else {
                result.append(c);
            }
        }
    }

    private void escape(StringBuilder result, int start) {
        if (offset >= text.length()) {
            throw error("Token \"" + text.substring(start) + "\" is invalid.");
        }
        char c = text.charAt(offset++);
        switch (c) {
            case '"', '\\', '/' -> result.append(c);
            case 'b' -> result.append('\b');
            case 'f' -> result.append('\f');
            case 'n' -> result.append('\n');
            case 'r' -> result.append('\r');
            case 't' -> result.append('\t');
            case 'u' -> unicode(result, start);
            default -> throw error("Escape sequence \"\\" + c + "\" is invalid.");
        }
    }

    private void unicode(StringBuilder result, int start) {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = offset < text.length() ? Character.digit(text.charAt(offset), 16) : -1;
            if (digit < 0) {
                if (offset >= text.length()) {
                    throw error("Token \"" + text.substring(start) + "\" is invalid.");
                }
                offset++;
                throw error("\"\\u\" must be followed by four hexadecimal digits.");
            }
            unit = unit << 4 | digit;
            offset++;
        }
        if (!forJsonb) {
            result.append((char) unit);
            return;
        }
        char before = result.isEmpty() ? 0 : result.charAt(result.length() - 1);
        boolean afterHigh = Character.isHighSurrogate(before);
        if (unit == 0) {
            throw new DatabaseException(
                            SqlState.UNTRANSLATABLE_CHARACTER,
                            "unsupported Unicode escape sequence")
                    .withDetail("\\u0000 cannot be converted to text.")
                    .with(ErrorField.WHERE, where());
        }
        if (Character.isHighSurrogate((char) unit) && afterHigh) {
            throw error("Unicode high surrogate must not follow a high surrogate.");
        }
        if (Character.isLowSurrogate((char) unit) != afterHigh) {
            throw error("Unicode low surrogate must follow a high surrogate.");
        }
        if (Character.isHighSurrogate((char) unit) && !text.startsWith("\\u", offset)) {
            throw error("Unicode low surrogate must follow a high surrogate.");
        }
        result.append((char) unit);
    }

    /// Returns the token at the offset, quoted, and moves behind it.
    private String token() {
        int start = offset;
        char c = text.charAt(offset);
        if (c == '"') {
            string();
        } else if (isWordPart(c) || c == '-') {
            while (offset < text.length()
                    && (isWordPart(text.charAt(offset))
                            || text.charAt(offset) == '.'
                            || text.charAt(offset) == '-'
                            || text.charAt(offset) == '+')) {
                offset++;
            }
        } else {
            offset++;
        }
        return "\"" + text.substring(start, offset) + "\"";
    }

    private DatabaseException ended() {
        return error("The input string ended unexpectedly.");
    }

    private DatabaseException error(String detail) {
        return new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
                .withDetail(detail)
                .with(ErrorField.WHERE, where());
    }

    private String where() {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int contextStart = Math.max(lineStart, offset - CONTEXT_LENGTH + 1);
        if (contextStart - lineStart <= "...".length()) {
            contextStart = lineStart;
        }
        return "JSON data, line "
                + line
                + ": "
                + (contextStart > lineStart ? "..." : "")
                + text.substring(
                        contextStart, Math.max(contextStart, Math.min(offset, text.length())))
                + (offset < text.length() && text.charAt(offset) != '\n' ? "..." : "");
    }
}
