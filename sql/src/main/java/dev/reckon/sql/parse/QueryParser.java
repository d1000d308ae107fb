package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Star;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Query.Select;
import dev.reckon.sql.ast.Query.SetOperation;
import dev.reckon.sql.ast.Query.SetOperator;
import dev.reckon.sql.ast.Query.Values;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableStatement.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Queries: `SELECT`, `VALUES`, `TABLE`, set operations, and what stands before and after them.
final class QueryParser {
    /// UNION and EXCEPT bind less than INTERSECT.
    private static final int UNION_LEVEL = 1;

    private static final int INTERSECT_LEVEL = 2;

    private final Grammar grammar;
    private final TokenCursor tokens;
    private final QueryTailParser tails;
    private final GroupParser groups;

    QueryParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.tails = new QueryTailParser(grammar);
        this.groups = new GroupParser(grammar);
    }

    /// Whether a query begins here, seen from within a parenthesis that could also hold an
    /// expression.
    boolean atQuery() {
        return switch (tokens.token()) {
            case SELECT, WITH, TABLE -> true;
            case VALUES -> tokens.peek(1) == Token.OPEN_PARENTHESIS;
            default -> false;
        };
    }

    /// Whether a query in parentheses goes on after them.
    boolean goesOn() {
        return switch (tokens.token()) {
            case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
            default -> false;
        };
    }

    /// PostgreSQL's `SelectStmt`.
    Query parse() {
        if (tokens.at(Token.WITH)) {
            return parse(Optional.of(with()));
        }
        return parse(Optional.empty());
    }

    /// A query whose `WITH` has been read.
    Query parse(Optional<With> with) {
        return tails.parse(with, setOperations(operand(), UNION_LEVEL));
    }

    /// Goes on with a query whose first operand, in parentheses, has been read.
    Query parseFrom(Query first) {
        return tails.parse(Optional.empty(), setOperations(first, UNION_LEVEL));
    }

    /// PostgreSQL's `select_with_parens`.
    Query parseInParentheses() {
        tokens.enter(TokenCursor.BRACKET_DEPTH);
        tokens.expect(Token.OPEN_PARENTHESIS);
        Query query;
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            query = parseInParentheses();
            if (goesOn()) {
                query = parseFrom(query);
            }
        } else {
            query = parse();
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        tokens.leave(TokenCursor.BRACKET_DEPTH);
        return query;
    }

    With with() {
        return new WithParser(grammar).parse();
    }

    /// `ORDER BY …`
    List<SortKey> orderBy() {
        return tails.orderBy();
    }

    private Query setOperations(Query first, int minimum) {
        Query left = first;
        int levels = 0;
        while (true) {
            SetOperator operator =
                    switch (tokens.token()) {
                        case UNION -> SetOperator.UNION;
                        case EXCEPT -> SetOperator.EXCEPT;
                        case INTERSECT -> SetOperator.INTERSECT;
                        default -> null;
                    };
            int level = operator == SetOperator.INTERSECT ? INTERSECT_LEVEL : UNION_LEVEL;
            if (operator == null || level < minimum) {
                break;
            }
            tokens.enter();
            levels++;
            int position = tokens.position();
            tokens.advance();
            boolean all = tokens.accept(Token.ALL);
            if (!all) {
                tokens.accept(Token.DISTINCT);
            }
            Query right = setOperations(operand(), level + 1);
            left =
                    Query.of(
                            new SetOperation(operator, all, left, right, position),
                            left.position());
        }
        tokens.leave(levels);
        return left;
    }

    private Query operand() {
        return switch (tokens.token()) {
            case SELECT -> Query.of(select());
            case VALUES -> Query.of(values());
            case TABLE -> Query.of(table());
            case OPEN_PARENTHESIS -> parseInParentheses();
            default -> throw tokens.unexpected();
        };
    }

    private Select select() {
        int position = tokens.expect(Token.SELECT);
        boolean distinct = tokens.accept(Token.DISTINCT);
        List<Expression> distinctOn = List.of();
        if (!distinct) {
            tokens.accept(Token.ALL);
        } else if (tokens.accept(Token.ON)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            distinctOn = grammar.expressions.list();
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        List<SelectItem> items = !distinct && atEndOfItems() ? List.of() : items();
        Optional<Query.Into> into = tokens.at(Token.INTO) ? Optional.of(into()) : Optional.empty();
        List<TableReference> from = tokens.accept(Token.FROM) ? grammar.from.list() : List.of();
        Optional<Expression> where = where();
        Optional<Query.GroupBy> groupBy =
                tokens.at(Token.GROUP) ? Optional.of(groups.groupBy()) : Optional.empty();
        Optional<Expression> having =
                tokens.accept(Token.HAVING)
                        ? Optional.of(grammar.expressions.parse())
                        : Optional.empty();
        List<Over.Definition> windows = tokens.at(Token.WINDOW) ? groups.windows() : List.of();
        return new Select(
                distinct, distinctOn, items, into, from, where, groupBy, having, windows, position);
    }

    /// `WHERE condition` or nothing.
    Optional<Expression> where() {
        return tokens.accept(Token.WHERE)
                ? Optional.of(grammar.expressions.parse())
                : Optional.empty();
    }

    private boolean atEndOfItems() {
        return switch (tokens.token()) {
            case FROM,
                    WHERE,
                    INTO,
                    GROUP,
                    HAVING,
                    WINDOW,
                    ON,
                    WITH,
                    RETURNING,
                    CLOSE_PARENTHESIS,
                    SEMICOLON,
                    END_OF_INPUT ->
                    true;
            default -> goesOn();
        };
    }

    /// PostgreSQL's `target_list`.
    List<SelectItem> items() {
        SelectItem first = item();
        if (!tokens.at(Token.COMMA)) {
            return List.of(first);
        }
        var list = new ArrayList<SelectItem>();
        list.add(first);
        while (tokens.accept(Token.COMMA)) {
            list.add(item());
        }
        return List.copyOf(list);
    }

    private SelectItem item() {
        int position = tokens.position();
        if (tokens.accept(Token.STAR)) {
            return new SelectItem(new Star(List.of(), position), Optional.empty(), position);
        }
        Expression expression = grammar.expressions.parseItem();
        Optional<String> alias = Optional.empty();
        if (tokens.accept(Token.AS)) {
            alias = Optional.of(tokens.label());
        } else if (tokens.token().isBareLabel()) {
            alias = Optional.of(tokens.take());
        }
        return new SelectItem(expression, alias, position);
    }

    private Query.Into into() {
        tokens.expect(Token.INTO);
        if (tokens.at(Token.LOCAL) || tokens.at(Token.GLOBAL)) {
            Token next = tokens.peek(1);
            if (next == Token.TEMPORARY || next == Token.TEMP) {
                tokens.advance();
            }
        }
        Persistence persistence = Persistence.PERMANENT;
        boolean named = tokens.peek(1).isColumnName() || tokens.peek(1) == Token.TABLE;
        if (named && (tokens.at(Token.TEMPORARY) || tokens.at(Token.TEMP))) {
            persistence = Persistence.TEMPORARY;
            tokens.advance();
        } else if (named && tokens.accept(Token.UNLOGGED)) {
            persistence = Persistence.UNLOGGED;
        }
        tokens.accept(Token.TABLE);
        return new Query.Into(grammar.names.relation(), persistence);
    }

    private Values values() {
        int position = tokens.expect(Token.VALUES);
        var rows = new ArrayList<List<Expression>>();
        do {
            tokens.expect(Token.OPEN_PARENTHESIS);
            rows.add(grammar.expressions.list());
            tokens.expect(Token.CLOSE_PARENTHESIS);
        } while (tokens.accept(Token.COMMA));
        return new Values(List.copyOf(rows), position);
    }

    /// `TABLE name`
    private Select table() {
        int position = tokens.expect(Token.TABLE);
        TableReference.Table table = grammar.from.relation();
        QualifiedName name = table.name();
        var star = new SelectItem(new Star(List.of(), position), Optional.empty(), position);
        return new Select(
                false,
                List.of(),
                List.of(star),
                Optional.empty(),
                List.of(
                        new TableReference.Table(
                                name,
                                table.only(),
                                Optional.empty(),
                                Optional.empty(),
                                table.position())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                position);
    }
}
