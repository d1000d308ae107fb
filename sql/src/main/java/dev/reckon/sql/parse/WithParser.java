package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.BooleanConstant;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query.CommonTable;
import dev.reckon.sql.ast.Query.Cycle;
import dev.reckon.sql.ast.Query.Search;
import dev.reckon.sql.ast.Query.With;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `WITH` and its common tables.
final class WithParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    WithParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    With parse() {
        int position = tokens.expect(Token.WITH);
        boolean recursive =
                tokens.at(Token.RECURSIVE)
                        && tokens.peek(1).isColumnName()
                        && tokens.peek(1) != Token.AS;
        if (recursive) {
            tokens.advance();
        }
        var tables = new ArrayList<CommonTable>();
        do {
            tables.add(table());
        } while (tokens.accept(Token.COMMA));
        return new With(recursive, List.copyOf(tables), position);
    }

    private CommonTable table() {
        int position = tokens.position();
        String name = tokens.columnName();
        List<String> columns = grammar.names.optionalColumnNames();
        tokens.expect(Token.AS);
        Optional<Boolean> materialized = Optional.empty();
        if (tokens.accept(Token.MATERIALIZED)) {
            materialized = Optional.of(true);
        } else if (tokens.accept(Token.NOT)) {
            tokens.expect(Token.MATERIALIZED);
            materialized = Optional.of(false);
        }
        tokens.enter(TokenCursor.BRACKET_DEPTH);
        tokens.expect(Token.OPEN_PARENTHESIS);
        Preparable statement = grammar.statements.preparable();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        tokens.leave(TokenCursor.BRACKET_DEPTH);
        Optional<Search> search =
                tokens.at(Token.SEARCH) ? Optional.of(search()) : Optional.empty();
        Optional<Cycle> cycle = tokens.at(Token.CYCLE) ? Optional.of(cycle()) : Optional.empty();
        return new CommonTable(name, columns, materialized, statement, search, cycle, position);
    }

    private Search search() {
        int position = tokens.expect(Token.SEARCH);
        boolean breadth = tokens.accept(Token.BREADTH);
        if (!breadth) {
            tokens.expect(Token.DEPTH);
        }
        tokens.expect(Token.FIRST, Token.BY);
        List<String> columns = grammar.names.columnNames();
        tokens.expect(Token.SET);
        return new Search(breadth, columns, tokens.columnName(), position);
    }

    private Cycle cycle() {
        int position = tokens.expect(Token.CYCLE);
        List<String> columns = grammar.names.columnNames();
        tokens.expect(Token.SET);
        String mark = tokens.columnName();
        Expression value = new BooleanConstant(true, position);
        Expression otherwise = new BooleanConstant(false, position);
        if (tokens.accept(Token.TO)) {
            value = grammar.primaries.parse();
            tokens.expect(Token.DEFAULT);
            otherwise = grammar.primaries.parse();
        }
        tokens.expect(Token.USING);
        return new Cycle(columns, mark, value, otherwise, tokens.columnName(), position);
    }
}
