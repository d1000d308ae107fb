package dev.reckon.sql.parse;

import dev.reckon.storage.error.DatabaseException;

/// The tokens of a text, for languages that SQL is embedded in. Safe for use by many threads once
/// made.
public final class TokenList {
    private final String text;
    private final Lexer lexer;

    /// Cuts a text; what is wrong with it is only thrown by [#requireValid].
    public TokenList(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
    }

    public String text() {
        return text;
    }

    /// Returns where a token begins, in characters from 0.
    public int start(int index) {
        return lexer.start(at(index));
    }

    /// Returns where a token ends, exclusive.
    public int end(int index) {
        return lexer.end(at(index));
    }

    private int at(int index) {
        return Math.min(index, lexer.count() - 1);
    }

    /// Returns whether the text has ended, or goes on with something that is no token.
    public boolean isEnd(int index) {
        Token token = lexer.token(at(index));
        return token == Token.END_OF_INPUT || token == Token.INVALID;
    }

    /// Refuses what is no token.
    ///
    /// @throws DatabaseException 42601 when there is no token at the index, but something wrong
    public void requireValid(int index) {
        if (lexer.token(at(index)) == Token.INVALID) {
            throw lexer.failure();
        }
    }

    /// Returns whether a token is a word without quotes, of any kind.
    public boolean isWord(int index) {
        Token token = lexer.token(at(index));
        return token.isLabel() && text.charAt(start(index)) != '"' && !isUnicode(index);
    }

    private boolean isUnicode(int index) {
        int start = start(index);
        return end(index) - start > 2 && text.charAt(start + 1) == '&';
    }

    /// Returns whether a token is a name: a word, quoted or not.
    public boolean isName(int index) {
        return lexer.token(at(index)).isLabel();
    }

    /// Returns the name that a token is: folded, or unquoted.
    public String name(int index) {
        return isWord(index)
                ? Identifiers.fold(text, start(index), end(index))
                : lexer.value(at(index));
    }

    /// Returns whether a token is a certain word without quotes.
    ///
    /// @param word in lower case
    public boolean isWord(int index, String word) {
        return end(index) - start(index) == word.length()
                && isWord(index)
                && text.regionMatches(true, start(index), word, 0, word.length());
    }

    /// Returns whether a token is a certain symbol: an operator or a mark.
    public boolean isSymbol(int index, String symbol) {
        return end(index) - start(index) == symbol.length()
                && !isEnd(index)
                && text.startsWith(symbol, start(index));
    }

    /// Returns whether a token is a string.
    public boolean isString(int index) {
        return lexer.token(at(index)) == Token.STRING_LITERAL;
    }

    /// Returns what a string says.
    public String string(int index) {
        return lexer.value(at(index));
    }

    /// Returns whether a token is a whole number.
    public boolean isInteger(int index) {
        return lexer.token(at(index)) == Token.INTEGER_LITERAL;
    }

    /// Returns a token as it stands in the text.
    public String word(int index) {
        return text.substring(start(index), end(index));
    }

    /// Returns the error that a token fits nowhere.
    public DatabaseException unexpected(int index) {
        if (lexer.token(at(index)) == Token.INVALID) {
            return lexer.failure();
        }
        return SyntaxError.near(text, start(index), end(index));
    }
}
