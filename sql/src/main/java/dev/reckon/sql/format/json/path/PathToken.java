package dev.reckon.sql.format.json.path;

/// A token of a path.
///
/// @param text the value of a string, name, variable or number; the characters of a symbol
/// @param source as written, for messages; empty at the end
record PathToken(Kind kind, String text, String source) {
    enum Kind {
        /// A quoted string.
        STRING,
        /// A name without quotes: keywords are told from it by the parser.
        NAME,
        VARIABLE,
        INTEGER,
        DECIMAL,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /// Whether this is a keyword: in any case, except for the JSON constants.
    boolean isWord(String word) {
        if (kind != Kind.NAME) {
            return false;
        }
        return switch (word) {
            case "null", "true", "false" -> text.equals(word);
            default -> text.equalsIgnoreCase(word);
        };
    }
}
