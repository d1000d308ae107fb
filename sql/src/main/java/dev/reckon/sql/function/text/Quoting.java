package dev.reckon.sql.function.text;

import dev.reckon.sql.format.RegText;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Quoting of identifiers and literals.
public final class Quoting {
    /// PostgreSQL's words that are not free as identifiers; those of category "unreserved" are.
    private static final Set<String> RESERVED =
            Set.of(
                    ("all analyse analyze and any array as asc asymmetric authorization between bigint"
                                    + " binary bit boolean both case cast char character check coalesce"
                                    + " collate collation column concurrently constraint create cross"
                                    + " current_catalog current_date current_role current_schema current_time"
                                    + " current_timestamp current_user dec decimal default deferrable desc"
                                    + " distinct do else end except exists extract false fetch float for"
                                    + " foreign freeze from full grant greatest group grouping having ilike in"
                                    + " initially inner inout int integer intersect interval into is isnull"
                                    + " join lateral leading least left like limit localtime localtimestamp"
                                    + " national natural nchar none normalize not notnull null nullif numeric"
                                    + " offset on only or order out outer overlaps overlay placing position"
                                    + " precision primary real references returning right row select"
                                    + " session_user setof similar smallint some substring symmetric table"
                                    + " tablesample then time timestamp to trailing treat trim true union"
                                    + " unique user using values varchar variadic verbose when where window"
                                    + " with xmlattributes xmlconcat xmlelement xmlexists xmlforest"
                                    + " xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
                            .split(" ", -1));

    private Quoting() {}

    /// Returns an identifier with quotes where it needs them.
    public static String identifier(String name) {
        return name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name)
                ? name
                : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /// Returns a string constant.
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
    }

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
