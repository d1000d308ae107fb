package dev.reckon.sql.parse;

import dev.reckon.storage.error.DatabaseException;

/// The place in a text where the parser stands, and what it may ask there.
///
/// `at` looks, `accept` takes a token if it is the one, `expect` fails if it is not. For one
/// thread.
final class TokenCursor {
    /// How deep a tree can be, in units: an operator that goes on to its left is one, an operand
    /// [#OPERAND_DEPTH], a pair of brackets [#BRACKET_DEPTH]. It keeps the parser within a stack of
    /// 512 kB even before its code is compiled, and gives a bound to all who walk its trees.
    static final int DEPTH_MAX = 1000;

    /// What the right side of an operator counts.
    static final int OPERAND_DEPTH = 2;

    /// What an expression or a query in brackets counts: many methods lead there.
    static final int BRACKET_DEPTH = 4;

    private final String text;
    private final Lexer lexer;
    private int index;
    private Token token;
    private int depth;
    private int parameterCount;

    TokenCursor(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.token = lexer.token(0);
    }

    /// The token that comes next.
    Token token() {
        return token;
    }

    /// The token that comes `distance` tokens after the next one.
    Token peek(int distance) {
        return lexer.token(Math.min(index + distance, lexer.count() - 1));
    }

    boolean at(Token expected) {
        return token == expected;
    }

    boolean at(Token first, Token second) {
        return token == first && peek(1) == second;
    }

    /// Where the next token begins.
    int position() {
        return lexer.start(index);
    }

    /// Where the last token taken ends.
    int lastEnd() {
        return index == 0 ? 0 : lexer.end(index - 1);
    }

    /// The next token as it stands in the text.
    String tokenText() {
        return text.substring(lexer.start(index), lexer.end(index));
    }

    /// The text from an offset to the end of the last token taken.
    String textFrom(int start) {
        return text.substring(start, lastEnd());
    }

    String text() {
        return text;
    }

    /// Takes the next token, whatever it is.
    void advance() {
        if (index < lexer.count() - 1) {
            index++;
        }
        token = lexer.token(index);
    }

    boolean accept(Token expected) {
        if (token != expected) {
            return false;
        }
        advance();
        return true;
    }

    /// Takes two tokens if both come next.
    boolean accept(Token first, Token second) {
        if (token != first || peek(1) != second) {
            return false;
        }
        advance();
        advance();
        return true;
    }

    /// Takes a token that must come, and returns where it begins.
    int expect(Token expected) {
        if (token != expected) {
            throw unexpected();
        }
        int position = position();
        advance();
        return position;
    }

    void expect(Token first, Token second) {
        expect(first);
        expect(second);
    }

    /// Takes a string constant that must come, and returns its value.
    String expectString() {
        if (token != Token.STRING_LITERAL) {
            throw unexpected();
        }
        return take();
    }

    /// Takes an integer below 2^31 that must come.
    int expectInteger() {
        if (token != Token.INTEGER_LITERAL) {
            throw unexpected();
        }
        return Integer.parseInt(take());
    }

    /// Takes the next token, and returns its value: of a word the folded name, of a string what it
    /// says.
    String take() {
        String value = token.isKeyword() ? keywordText() : lexer.value(index);
        advance();
        return value;
    }

    private String keywordText() {
        return Identifiers.fold(text, lexer.start(index), lexer.end(index));
    }

    /// PostgreSQL's `ColId`: the name of a column, a table or an alias.
    String columnName() {
        if (!token.isColumnName()) {
            throw unexpected();
        }
        return take();
    }

    /// PostgreSQL's `ColLabel`: any word.
    String label() {
        if (!token.isLabel()) {
            throw unexpected();
        }
        return take();
    }

    /// PostgreSQL's `type_function_name`.
    String typeOrFunctionName() {
        if (!token.isTypeOrFunctionName()) {
            throw unexpected();
        }
        return take();
    }

    /// PostgreSQL's `NonReservedWord`.
    String unreservedWord() {
        if (!token.isUnreservedName()) {
            throw unexpected();
        }
        return take();
    }

    /// The error that the next token fits nowhere.
    DatabaseException unexpected() {
        return unexpected(0);
    }

    /// The error that the token `distance` after the next one fits nowhere.
    DatabaseException unexpected(int distance) {
        return near("syntax error", distance);
    }

    /// An error that quotes the token `distance` after the next one.
    DatabaseException near(String problem, int distance) {
        int blamed = Math.min(index + distance, lexer.count() - 1);
        if (lexer.token(blamed) == Token.INVALID) {
            return lexer.failure();
        }
        return SyntaxError.near(problem, text, lexer.start(blamed), lexer.end(blamed));
    }

    /// Goes one level deeper; [#leave] comes back.
    void enter() {
        enter(1);
    }

    /// Goes deeper by some levels.
    void enter(int levels) {
        depth += levels;
        if (depth > DEPTH_MAX) {
            throw SyntaxError.tooDeep(position());
        }
    }

    void leave() {
        depth--;
    }

    /// Comes back by many levels.
    void leave(int levels) {
        depth -= levels;
    }

    /// Takes `$n`, and returns n.
    int parameter() {
        long number = 0;
        for (int i = lexer.start(index) + 1; i < lexer.end(index); i++) {
            number = Math.min(Integer.MAX_VALUE, number * 10 + (text.charAt(i) - '0'));
        }
        parameterCount = (int) Math.max(parameterCount, number);
        advance();
        return (int) number;
    }

    /// The highest parameter number since the last call.
    int takeParameterCount() {
        int count = parameterCount;
        parameterCount = 0;
        return count;
    }
}
