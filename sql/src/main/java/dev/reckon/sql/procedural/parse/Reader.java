package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The place in a body where its parser stands, and how pieces of SQL are cut out there. For one
/// thread.
final class Reader {
    /// Words that no variable can be called.
    private static final Set<String> RESERVED =
            Set.of(
                    "all", "begin", "by", "case", "declare", "else", "end", "execute", "for",
                    "foreach", "from", "if", "in", "into", "loop", "not", "null", "or", "strict",
                    "then", "to", "using", "when", "while");

    private final TokenList tokens;
    private int index;
    private int codeCount;
    private Names names;

    Reader(String body, String routine) {
        this.tokens = new TokenList(body);
        this.names = Names.outermost(routine);
    }

    Names names() {
        return names;
    }

    void use(Names others) {
        names = others;
    }

    int codeCount() {
        return codeCount;
    }

    /// Returns a number for one more piece of SQL.
    int newId() {
        return codeCount++;
    }

    int index() {
        return index;
    }

    /// Goes back to a token seen before.
    void reset(int earlier) {
        index = earlier;
    }

    TokenList tokens() {
        return tokens;
    }

    /// Returns the line of the next token.
    int line() {
        return lineOf(tokens.start(index));
    }

    private int lineOf(int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (tokens.text().charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    int position() {
        return tokens.start(index);
    }

    boolean at(String word) {
        return tokens.isWord(index, word);
    }

    boolean atNext(String word) {
        return tokens.isWord(index + 1, word);
    }

    boolean atSymbol(String symbol) {
        return tokens.isSymbol(index, symbol);
    }

    boolean atEnd() {
        return tokens.isEnd(index);
    }

    void advance() {
        index++;
    }

    boolean accept(String word) {
        boolean is = at(word);
        index += is ? 1 : 0;
        return is;
    }

    boolean acceptSymbol(String symbol) {
        boolean is = atSymbol(symbol);
        index += is ? 1 : 0;
        return is;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected();
        }
    }

    /// Takes `:=` or `=`.
    boolean acceptAssign() {
        return acceptSymbol(":=") || acceptSymbol("=");
    }

    /// Returns whether the next token can be a name that a variable has.
    boolean atName() {
        return tokens.isName(index)
                && !(tokens.isWord(index)
                        && RESERVED.contains(tokens.word(index).toLowerCase(Locale.ROOT)));
    }

    String takeName() {
        if (!atName()) {
            throw unexpected();
        }
        return tokens.name(index++);
    }

    String takeString() {
        if (!tokens.isString(index)) {
            throw unexpected();
        }
        return tokens.string(index++);
    }

    DatabaseException unexpected() {
        return tokens.unexpected(index);
    }

    /// Returns the error of a problem at the next token.
    DatabaseException wrong(String problem) {
        String place =
                tokens.isEnd(index)
                        ? " at end of input"
                        : " at or near \"" + tokens.word(index) + "\"";
        return error(SqlState.SYNTAX_ERROR, problem + place);
    }

    /// Returns an error at the next token.
    DatabaseException error(SqlState state, String message) {
        return new DatabaseException(state, message).at(position());
    }

    /// Reads an expression up to one of some words or symbols, which is not taken.
    ///
    /// @param expected how messages name what must come
    Code.Value expression(String expected, String... ends) {
        int start = index;
        skipTo("SQL expression", expected, ends);
        return expression(start, index);
    }

    /// Reads an expression up to a word or symbol and takes that, too.
    Code.Value expressionThen(String end) {
        Code.Value value = expression(end.toUpperCase(Locale.ROOT), end);
        index++;
        return value;
    }

    Code.Value expression(int from, int until) {
        if (from == until) {
            throw wrong("missing expression");
        }
        return expression(
                tokens.text().substring(tokens.start(from), tokens.end(until - 1)),
                tokens.start(from));
    }

    /// Reads the value of an assignment, up to its semicolon.
    ///
    /// @param from where the assignment begins
    Code.Value assigned(int from) {
        int start = index;
        skipTo("SQL expression", ";", ";");
        if (start == index) {
            throw wrong("missing expression");
        }
        String text = text(from, index);
        int before = tokens.start(start) - tokens.start(from);
        // Blanks keep positions as they are.
        Code.Value value =
                expression(" ".repeat(before) + text.substring(before), tokens.start(from));
        return new Code.Value(value.id(), text, value.tree(), true, names);
    }

    /// Makes an expression of a text that stands at a place in the body.
    Code.Value expression(String text, int offset) {
        Expression tree;
        try {
            tree = Parser.parseExpression(text);
        } catch (DatabaseException plain) {
            // What is more than an expression may follow: `count(*) FROM t`.
            tree = query(text, offset, plain);
        }
        return new Code.Value(codeCount++, text, tree, false, names);
    }

    private static Expression query(String text, int offset, DatabaseException plain) {
        List<ParsedStatement> parsed;
        try {
            parsed = Parser.parse("SELECT " + text);
        } catch (DatabaseException wrong) {
            throw shifted(wrong, offset - "SELECT ".length());
        }
        if (parsed.size() != 1
                || !(parsed.getFirst().statement() instanceof dev.reckon.sql.ast.Query query)) {
            throw shifted(plain, offset);
        }
        return new Expression.ScalarSubquery(query, 0);
    }

    /// Reads a statement up to a word or symbol, which is not taken.
    Code.Sql statement(String expected, String... ends) {
        int start = index;
        skipTo("SQL statement", expected, ends);
        return statement(text(start, index), tokens.start(start));
    }

    /// Returns the text of some tokens.
    String text(int from, int until) {
        return from == until
                ? ""
                : tokens.text().substring(tokens.start(from), tokens.end(until - 1));
    }

    /// Makes a statement of a text that stands at a place in the body.
    Code.Sql statement(String text, int offset) {
        return statement(text, offset, 0);
    }

    /// @param added characters at the text's begin that are not in the body
    Code.Sql statement(String text, int offset, int added) {
        if (text.isBlank()) {
            throw wrong("missing SQL statement");
        }
        List<ParsedStatement> parsed;
        try {
            parsed = Parser.parse(text);
        } catch (DatabaseException wrong) {
            throw shifted(wrong, offset - added);
        }
        Statement tree = parsed.getFirst().statement();
        return new Code.Sql(codeCount++, text, tree, names);
    }

    /// Returns an error with a position in the body.
    private static DatabaseException shifted(DatabaseException wrong, int offset) {
        return wrong.shift(offset);
    }

    private void skipTo(String what, String expected, String... ends) {
        int depth = 0;
        while (true) {
            if (depth == 0) {
                for (String end : ends) {
                    if (at(end) || atSymbol(end)) {
                        return;
                    }
                }
            }
            tokens.requireValid(index);
            if (atSymbol("(") || atSymbol("[")) {
                depth++;
            } else if (atSymbol(")") || atSymbol("]")) {
                depth--;
                if (depth < 0) {
                    throw wrong("mismatched parentheses");
                }
            }
            if (atEnd()) {
                throw unexpected();
            }
            if (atSymbol(";")) {
                throw depth == 0
                        ? error(
                                SqlState.SYNTAX_ERROR,
                                "missing \"" + expected + "\" at end of " + what)
                        : wrong("mismatched parentheses");
            }
            index++;
        }
    }
}
