package dev.reckon.sql.function.text;

import dev.reckon.storage.error.Cancellation;
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

    /// Splits a qualified name into its parts: `parse_ident`.
    ///
    /// @param strict whether anything after the name is an error
    /// @throws DatabaseException 22023
    static Value parse(String text, boolean strict) {
        List<Value> parts = new ArrayList<>();
        int at = skipBlanks(text, 0);
        boolean afterDot = false;
        while (true) {
            Cancellation.check(parts.size());
            int end = at;
            if (at < text.length() && text.charAt(at) == '"') {
                var part = new StringBuilder();
                end = quoted(text, at, part);
                parts.add(Value.text(part.toString()));
            } else {
                while (end < text.length() && isNamePart(text.charAt(end), end > at)) {
                    end++;
                }
                if (end == at) {
                    boolean atDot = at < text.length() && text.charAt(at) == '.';
                    String where = atDot ? "before" : afterDot ? "after" : "";
                    throw invalid(
                            text,
                            where.isEmpty() ? "" : "No valid identifier " + where + " \".\".");
                }
                parts.add(lowered(text.substring(at, end)));
            }
            at = skipBlanks(text, end);
            if (at < text.length() && text.charAt(at) == '.') {
                afterDot = true;
                at = skipBlanks(text, at + 1);
            } else if (at == text.length() || !strict) {
                return Value.Array.of(parts);
            } else {
                throw invalid(text, "");
            }
        }
    }

    /// Reads a name in quotes and returns the index after it.
    private static int quoted(String text, int start, StringBuilder part) {
        int at = start + 1;
        while (true) {
            int end = text.indexOf('"', at);
            if (end < 0) {
                throw invalid(text, "String has unclosed double quotes.");
            }
            part.append(text, at, end);
            if (end + 1 < text.length() && text.charAt(end + 1) == '"') {
                part.append('"');
                at = end + 2;
            } else if (part.isEmpty()) {
                throw invalid(text, "Quoted identifier must not be empty.");
            } else {
                return end + 1;
            }
        }
    }

    /// Only letters of ASCII have two cases here, as in names.
    private static Value lowered(String name) {
        var text = new StringBuilder(name);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            text.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return Value.text(text.toString());
    }

    private static int skipBlanks(String text, int start) {
        int at = start;
        while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isNamePart(char c, boolean within) {
        boolean starts = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
        return starts || (within && ((c >= '0' && c <= '9') || c == '$'));
    }

    private static DatabaseException invalid(String text, String detail) {
        var error =
                new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "string is not a valid identifier: \"" + text + "\"");
        return detail.isEmpty() ? error : error.withDetail(detail);
    }
}
