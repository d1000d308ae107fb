package dev.reckon.sql.parse;

import java.nio.charset.StandardCharsets;

/// What becomes of a name: folded to lower case, cut to the length that a catalog can hold, and
/// quoted again when it is printed.
///
/// The one place that knows how a name or a text is written so that the lexer reads it back.
public final class Identifiers {
    /// The longest name, in bytes of UTF-8; PostgreSQL's `NAMEDATALEN` less one.
    public static final int BYTES_MAX = 63;

    private Identifiers() {}

    /// A part of a text as an unquoted name: ASCII letters in lower case, cut to [#BYTES_MAX].
    static String fold(String text, int start, int end) {
        int i = start;
        while (i < end && !isUpper(text.charAt(i))) {
            i++;
        }
        if (i == end) {
            return truncate(text.substring(start, end));
        }
        char[] folded = new char[end - start];
        text.getChars(start, end, folded, 0);
        for (i -= start; i < folded.length; i++) {
            if (isUpper(folded[i])) {
                folded[i] = (char) (folded[i] + 'a' - 'A');
            }
        }
        return truncate(new String(folded));
    }

    /// Cuts a name to [#BYTES_MAX], never within a character.
    static String truncate(String name) {
        // No character takes more than three bytes for each of its UTF-16 units.
        if (name.length() * 3 <= BYTES_MAX) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= BYTES_MAX) {
            return name;
        }
        int end = BYTES_MAX;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /// A name as it must be written to be read as that name: in double quotes when it is not a
    /// plain lower-case word, or is a keyword that cannot be any name (PostgreSQL's `quote_ident`).
    public static String quote(String name) {
        boolean plain = !name.isEmpty();
        int hash = 0;
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
            hash = Keywords.hash(hash, c);
        }
        if (plain) {
            Token token = Keywords.find(name, 0, name.length(), hash);
            if (token == Token.IDENTIFIER || token.category() == Token.Category.UNRESERVED) {
                return name;
            }
        }
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /// Returns a text as an SQL string constant (PostgreSQL's `quote_literal`).
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
