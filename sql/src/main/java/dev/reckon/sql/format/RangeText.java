package dev.reckon.sql.format;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Ranges as text: `[1,5)`, `(,"a b"]`, `empty`. For one thread, for one text.
final class RangeText {
    private final String text;
    private int offset;

    private RangeText(String text) {
        this.text = text;
    }

    /// Returns the text of a range.
    static String text(Value.Range range, Function<Value, String> boundText) {
        if (range.empty()) {
            return "empty";
        }
        var text = new StringBuilder();
        text.append(range.lowerInclusive() ? '[' : '(');
        if (!range.lower().isNull()) {
            quote(boundText.apply(range.lower()), text);
        }
        text.append(',');
        if (!range.upper().isNull()) {
            quote(boundText.apply(range.upper()), text);
        }
        return text.append(range.upperInclusive() ? ']' : ')').toString();
    }

    /// Quotes a bound that would be misread, doubling quotes and backslashes.
    static void quote(String part, StringBuilder text) {
        quote(part, "\"\\()[],", text);
    }

    /// Quotes a field of a row value in the same way.
    static void quoteField(String part, StringBuilder text) {
        quote(part, "\"\\(),", text);
    }

    private static void quote(String part, String specials, StringBuilder text) {
        boolean plain = !part.isEmpty();
        for (int i = 0; plain && i < part.length(); i++) {
            Cancellation.check(i);
            char c = part.charAt(i);
            plain = specials.indexOf(c) < 0 && !isBlank(c);
        }
        if (plain) {
            text.append(part);
            return;
        }
        text.append('"');
        for (int i = 0; i < part.length(); i++) {
            Cancellation.check(i);
            char c = part.charAt(i);
            if (c == '"' || c == '\\') {
                text.append(c);
            }
            text.append(c);
        }
        text.append('"');
    }

    static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// A range as written, before it is checked and made canonical.
    record Parts(
            boolean empty,
            Optional<String> lower,
            boolean lowerInclusive,
            Optional<String> upper,
            boolean upperInclusive) {}

    /// Reads a range's parts.
    ///
    /// @throws DatabaseException 22P02
    static Parts read(String text) {
        return new RangeText(text).range();
    }

    private Parts range() {
        skipBlanks();
        if (text.substring(offset).strip().toLowerCase(Locale.ROOT).equals("empty")) {
            return new Parts(true, Optional.empty(), false, Optional.empty(), false);
        }
        int open = next();
        if (open != '[' && open != '(') {
            throw malformed("Missing left parenthesis or bracket.");
        }
        Optional<String> lower = bound();
        if (next() != ',') {
            throw malformed("Missing comma after lower bound.");
        }
        Optional<String> upper = bound();
        int close = next();
        if (close != ']' && close != ')') {
            throw malformed("Too many commas.");
        }
        skipBlanks();
        if (offset < text.length()) {
            throw malformed("Junk after right parenthesis or bracket.");
        }
        return new Parts(
                false,
                lower,
                lower.isPresent() && open == '[',
                upper,
                upper.isPresent() && close == ']');
    }

    private Optional<String> bound() {
        if (offset < text.length() && ",)]".indexOf(text.charAt(offset)) >= 0) {
            return Optional.empty();
        }
        var bound = new StringBuilder();
        boolean inQuotes = false;
        while (inQuotes || offset >= text.length() || ",)]".indexOf(text.charAt(offset)) < 0) {
            if (offset >= text.length()) {
                throw malformed("Unexpected end of input.");
            }
            char c = text.charAt(offset++);
            if (c == '\\') {
                if (offset >= text.length()) {
                    throw malformed("Unexpected end of input.");
                }
                bound.append(text.charAt(offset++));
            } else if (c == '"') {
                if (!inQuotes) {
                    inQuotes = true;
                } else if (offset < text.length() && text.charAt(offset) == '"') {
                    bound.append('"');
                    offset++;
                } else {
                    inQuotes = false;
                }
            } else {
                bound.append(c);
            }
        }
        return Optional.of(bound.toString());
    }

    private int next() {
        return offset < text.length() ? text.charAt(offset++) : -1;
    }

    private void skipBlanks() {
        while (offset < text.length() && isBlank(text.charAt(offset))) {
            offset++;
        }
    }

    private DatabaseException malformed(String detail) {
        return new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "malformed range literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
