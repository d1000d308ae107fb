package dev.reckon.sql.function.text;

import dev.reckon.sql.format.RegText;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Reading of quoted identifiers and of escapes; `parse` knows how both are written.
final class Quoting {
    private Quoting() {}

    /// Replaces Unicode escapes, of four, six or eight hexadecimal digits, by characters.
    ///
    /// @throws DatabaseException 42601
    static String unescape(String text) {
        var result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '\\') {
                result.append(c);
                i++;
            } else if (text.startsWith("\\\\", i)) {
                result.append('\\');
                i += 2;
            } else {
                int skip =
                        text.startsWith("\\+", i)
                                        || text.startsWith("\\u", i)
                                        || text.startsWith("\\U", i)
                                ? 2
                                : 1;
                int digits = text.startsWith("\\+", i) ? 6 : text.startsWith("\\U", i) ? 8 : 4;
                int end = i + skip + digits;
                String hex = end <= text.length() ? text.substring(i + skip, end) : "";
                if (!hex.matches("[0-9a-fA-F]+")) {
                    throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
                            .withHint(
                                    "Unicode escapes must be \\XXXX, \\+XXXXXX, \\"
                                            + "uXXXX, or"
                                            + " \\UXXXXXXXX.");
                }
                int code = Integer.parseUnsignedInt(hex, 16);
                if (code == 0 || code > Character.MAX_CODE_POINT || code < 0) {
                    throw new DatabaseException(
                            SqlState.SYNTAX_ERROR, "invalid Unicode code point: " + hex);
                }
                result.appendCodePoint(code);
                i = end;
            }
        }
        return result.toString();
    }

    /// Splits a qualified identifier.
    ///
    /// @throws DatabaseException 22023
    static Value parse(String text, boolean strict) {
        List<Value> parts = new ArrayList<>();
        try {
            for (String part : RegText.path(text)) {
                parts.add(Value.text(part));
            }
        } catch (DatabaseException e) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "string is not a valid identifier: " + literalForMessage(text),
                    e);
        }
        return strict || !parts.isEmpty() ? Value.Array.of(parts) : Value.Null.NULL;
    }

    private static String literalForMessage(String text) {
        return "\"" + text + "\"";
    }
}
