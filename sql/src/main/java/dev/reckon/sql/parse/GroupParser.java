package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Query.GroupingElement;
import java.util.ArrayList;
import java.util.List;

/// `GROUP BY` with its grouping sets, and `WINDOW`.
final class GroupParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    GroupParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Query.GroupBy groupBy() {
        tokens.expect(Token.GROUP, Token.BY);
        boolean distinct = tokens.accept(Token.DISTINCT);
        if (!distinct) {
            tokens.accept(Token.ALL);
        }
        return new Query.GroupBy(distinct, elements());
    }

    private List<GroupingElement> elements() {
        var list = new ArrayList<GroupingElement>();
        do {
            list.add(element());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private GroupingElement element() {
        int position = tokens.position();
        Token next = tokens.peek(1);
        if (tokens.accept(Token.OPEN_PARENTHESIS, Token.CLOSE_PARENTHESIS)) {
            return new Query.EmptyGroup(position);
        }
        if (tokens.at(Token.ROLLUP) && next == Token.OPEN_PARENTHESIS) {
            return new Query.Rollup(operands(), position);
        }
        if (tokens.at(Token.CUBE) && next == Token.OPEN_PARENTHESIS) {
            return new Query.Cube(operands(), position);
        }
        if (tokens.accept(Token.GROUPING, Token.SETS)) {
            tokens.enter(TokenCursor.BRACKET_DEPTH);
            tokens.expect(Token.OPEN_PARENTHESIS);
            List<GroupingElement> sets = elements();
            tokens.expect(Token.CLOSE_PARENTHESIS);
            tokens.leave(TokenCursor.BRACKET_DEPTH);
            return new Query.GroupingSets(sets, position);
        }
        return new Query.GroupingExpression(grammar.expressions.parse(), position);
    }

    private List<Expression> operands() {
        tokens.advance();
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<Expression> list = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return list;
    }

    List<Over.Definition> windows() {
        tokens.expect(Token.WINDOW);
        var list = new ArrayList<Over.Definition>();
        do {
            int position = tokens.position();
            String name = tokens.columnName();
            tokens.expect(Token.AS);
            list.add(new Over.Definition(name, grammar.calls.specification(), position));
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }
}
