package dev.reckon.sql.parse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the keyword that a word is, without making a string of it.
///
/// An open-addressed hash table, filled once; safe for use by many threads.
public final class Keywords {
    /// Four times the keywords: short probes.
    private static final int SLOTS = 2048;

    private static final @Nullable Token[] TOKENS = new @Nullable Token[SLOTS];
    private static final String[] WORDS = new String[SLOTS];
    private static final int LONGEST;

    static {
        int longest = 0;
        for (Token token : Token.values()) {
            if (token.isKeyword()) {
                String word = token.name().toLowerCase(Locale.ROOT);
                int hash = 0;
                for (int i = 0; i < word.length(); i++) {
                    hash = hash(hash, word.charAt(i));
                }
                int slot = slot(hash);
                while (TOKENS[slot] != null) {
                    slot = (slot + 1) & (SLOTS - 1);
                }
                TOKENS[slot] = token;
                WORDS[slot] = word;
                longest = Math.max(longest, word.length());
            }
        }
        LONGEST = longest;
    }

    private Keywords() {}

    /// A keyword as `pg_get_keywords()` tells it.
    ///
    /// @param category what kind of name it can be: `U`, `C`, `T` or `R`
    /// @param bareLabel whether a column can be called so without AS
    public record Keyword(String word, char category, boolean bareLabel) {}

    /// Returns all keywords in alphabetic order.
    public static List<Keyword> all() {
        return Arrays.stream(Token.values())
                .filter(Token::isKeyword)
                .map(token ->
                        new Keyword(
                                token.name().toLowerCase(Locale.ROOT),
                                switch (token.category()) {
                                    case UNRESERVED -> 'U';
                                    case COLUMN_NAME -> 'C';
                                    case TYPE_OR_FUNCTION -> 'T';
                                    case RESERVED, NO_KEYWORD -> 'R';
                                },
                                token.isBareLabel()))
                .sorted(Comparator.comparing(Keyword::word))
                .toList();
    }

    /// Adds a lower-case character to the hash of a word; the hash of the empty word is 0.
    static int hash(int hash, int character) {
        return hash * 31 + character;
    }

    /// Returns the keyword, or [Token#IDENTIFIER] for any other word.
    ///
    /// @param hash of the word in lower case
    static Token find(String text, int start, int end, int hash) {
        int length = end - start;
        if (length > LONGEST) {
            return Token.IDENTIFIER;
        }
        for (int slot = slot(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
            Token token = TOKENS[slot];
            if (token == null) {
                return Token.IDENTIFIER;
            }
            String word = WORDS[slot];
            if (word.length() == length && equalsFolded(word, text, start)) {
                return token;
            }
        }
    }

    private static boolean equalsFolded(String word, String text, int start) {
        for (int i = 0; i < word.length(); i++) {
            char c = text.charAt(start + i);
            if (c >= 'A' && c <= 'Z') {
                c = (char) (c + 'a' - 'A');
            }
            if (word.charAt(i) != c) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (SLOTS - 1);
    }
}
