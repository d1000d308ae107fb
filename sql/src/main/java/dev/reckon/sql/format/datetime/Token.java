package dev.reckon.sql.format.datetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A piece of a date, time or interval as text: step 1 of PostgreSQL's appendix "Date/Time Input
/// Interpretation".
///
/// @param text in lower case
record Token(Kind kind, String text) {
    enum Kind {
        /// Digits, possibly with a fraction.
        NUMBER,
        /// Numbers, or a number and words, joined by `-`, `/` or `.`; also a zone's full name.
        DATE,
        /// Digits with colons.
        TIME,
        /// A sign and digits, possibly with colons.
        SIGNED,
        /// Letters.
        WORD,
        /// A sign and letters: `-infinity`.
        SIGNED_WORD
    }

    /// Cuts a text into tokens; empty when it has a character that belongs to none.
    static Optional<List<Token>> split(String input) {
        String text = input.toLowerCase(Locale.ROOT);
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
                continue;
            }
            int end;
            if (isDigit(c)) {
                end = addNumber(text, i, tokens);
            } else if (c == '.') {
                end = run(text, i + 1, "0123456789");
                tokens.add(new Token(Kind.NUMBER, "0" + text.substring(i, end)));
            } else if (Character.isLetter(c)) {
                end = addWord(text, i, tokens);
            } else if (c == '+' || c == '-') {
                end = addSigned(text, i, tokens);
            } else if (c < 0x80 && !Character.isLetterOrDigit(c) && c > ' ') {
                end = i + 1;
            } else {
                return Optional.empty();
            }
            if (end < 0) {
                return Optional.empty();
            }
            i = end;
        }
        return Optional.of(tokens);
    }

    private static int addNumber(String text, int start, List<Token> tokens) {
        int i = run(text, start, "0123456789");
        char next = charAt(text, i);
        if (next == ':') {
            i = run(text, i, "0123456789:.");
            tokens.add(new Token(Kind.TIME, text.substring(start, i)));
        } else if (next == '-' || next == '/' || next == '.') {
            char after = charAt(text, i + 1);
            if (isDigit(after)) {
                int second = run(text, i + 1, "0123456789");
                boolean third = charAt(text, second) == next;
                Kind kind = next == '.' && !third ? Kind.NUMBER : Kind.DATE;
                i = third ? run(text, second, "0123456789" + next) : second;
                tokens.add(new Token(kind, text.substring(start, i)));
            } else if (next == '.') {
                tokens.add(new Token(Kind.NUMBER, text.substring(start, i)));
                i++;
            } else {
                int end = i + 1;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end))
                                || text.charAt(end) == next)) {
                    end++;
                }
                tokens.add(new Token(Kind.DATE, text.substring(start, end)));
                i = end;
            }
        } else {
            tokens.add(new Token(Kind.NUMBER, text.substring(start, i)));
        }
        return i;
    }

    private static int addWord(String text, int start, List<Token> tokens) {
        int i = start;
        while (i < text.length() && Character.isLetter(text.charAt(i))) {
            i++;
        }
        char next = charAt(text, i);
        String word = text.substring(start, i);
        boolean joins =
                next == '-'
                        || next == '/'
                        || next == '.'
                        || next == '_'
                        || ((next == '+' || isDigit(next)) && !Words.isKnown(word));
        if (joins) {
            int end = i;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end))
                            || "-/_.+:".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            tokens.add(new Token(Kind.DATE, text.substring(start, end)));
            return end;
        }
        tokens.add(new Token(Kind.WORD, word));
        return i;
    }

    private static int addSigned(String text, int start, List<Token> tokens) {
        int i = start + 1;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        char next = charAt(text, i);
        String sign = text.substring(start, start + 1);
        if (isDigit(next) || next == '.') {
            int end = run(text, i, "0123456789:.-");
            tokens.add(new Token(Kind.SIGNED, sign + text.substring(i, end)));
            return end;
        }
        if (Character.isLetter(next)) {
            int end = i;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            tokens.add(new Token(Kind.SIGNED_WORD, sign + text.substring(i, end)));
            return end;
        }
        return -1;
    }

    private static int run(String text, int start, String characters) {
        int i = start;
        while (i < text.length() && characters.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static char charAt(String text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
