package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Query.LockStrength;
import dev.reckon.sql.ast.Query.LockWait;
import dev.reckon.sql.ast.Query.Locking;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.ast.SortKey.Direction;
import dev.reckon.sql.ast.SortKey.NullOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands after a query's body: `ORDER BY`, `LIMIT`, `OFFSET`, `FETCH`, `FOR UPDATE`.
final class QueryTailParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    QueryTailParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// What a query can be limited to.
    private record Limit(
            Optional<Expression> offset, Optional<Expression> count, boolean withTies) {
        static final Limit NONE = new Limit(Optional.empty(), Optional.empty(), false);
    }

    /// Reads what follows a body, and puts it around the body together with the `WITH` before it. A
    /// body in parentheses is the same query; what it has already, it may not get again.
    Query parse(Optional<With> with, Query body) {
        if (with.isEmpty() && !grammar.queries.goesOn()) {
            return body;
        }
        List<SortKey> orderBy = tokens.at(Token.ORDER) ? orderBy() : List.of();
        List<Locking> locking = List.of();
        Limit limit = Limit.NONE;
        if (tokens.at(Token.FOR)) {
            locking = locking();
            limit = limit();
        } else {
            limit = limit();
            locking = locking();
        }
        return merge(with, body, orderBy, limit, locking);
    }

    private static Query merge(
            Optional<With> with,
            Query body,
            List<SortKey> orderBy,
            Limit limit,
            List<Locking> locking) {
        if (!orderBy.isEmpty() && !body.orderBy().isEmpty()) {
            throw multiple("ORDER BY", orderBy.getFirst().position());
        }
        if (limit.offset().isPresent() && body.offset().isPresent()) {
            throw multiple("OFFSET", limit.offset().get().position());
        }
        if (limit.count().isPresent() && body.limit().isPresent()) {
            throw multiple("LIMIT", limit.count().get().position());
        }
        if (with.isPresent() && body.with().isPresent()) {
            throw multiple("WITH", with.get().position());
        }
        List<SortKey> sorted = orderBy.isEmpty() ? body.orderBy() : orderBy;
        if (limit.withTies() && sorted.isEmpty()) {
            throw SyntaxError.at("WITH TIES cannot be specified without ORDER BY clause", -1);
        }
        List<Locking> locks = locking;
        if (!body.locking().isEmpty()) {
            var all = new ArrayList<>(body.locking());
            all.addAll(locking);
            locks = List.copyOf(all);
        }
        for (Locking lock : locks) {
            if (limit.withTies() && lock.whenLocked() == LockWait.SKIP_LOCKED) {
                throw SyntaxError.at(
                        "SKIP LOCKED and WITH TIES options cannot be used together", -1);
            }
        }
        return new Query(
                with.isPresent() ? with : body.with(),
                body.body(),
                sorted,
                limit.offset().isPresent() ? limit.offset() : body.offset(),
                limit.count().isPresent() ? limit.count() : body.limit(),
                limit.withTies() || body.withTies(),
                locks,
                with.isPresent() ? with.get().position() : body.position());
    }

    private static RuntimeException multiple(String clause, int position) {
        return SyntaxError.at("multiple " + clause + " clauses not allowed", position);
    }

    List<SortKey> orderBy() {
        tokens.expect(Token.ORDER, Token.BY);
        SortKey first = sortKey();
        if (!tokens.at(Token.COMMA)) {
            return List.of(first);
        }
        var list = new ArrayList<SortKey>();
        list.add(first);
        while (tokens.accept(Token.COMMA)) {
            list.add(sortKey());
        }
        return List.copyOf(list);
    }

    private SortKey sortKey() {
        int position = tokens.position();
        Expression expression = grammar.expressions.parse();
        Optional<Operator> using = Optional.empty();
        Direction direction = Direction.DEFAULT;
        if (tokens.accept(Token.USING)) {
            using = Optional.of(grammar.names.operator());
        } else {
            direction = direction();
        }
        return new SortKey(expression, direction, nullOrder(), using, position);
    }

    /// `ASC`, `DESC` or nothing.
    Direction direction() {
        if (tokens.accept(Token.ASC)) {
            return Direction.ASCENDING;
        }
        return tokens.accept(Token.DESC) ? Direction.DESCENDING : Direction.DEFAULT;
    }

    /// `NULLS FIRST`, `NULLS LAST` or nothing.
    NullOrder nullOrder() {
        if (tokens.accept(Token.NULLS, Token.FIRST)) {
            return NullOrder.FIRST;
        }
        return tokens.accept(Token.NULLS, Token.LAST) ? NullOrder.LAST : NullOrder.DEFAULT;
    }

    private Limit limit() {
        Optional<Expression> offset = offset();
        Optional<Expression> count = Optional.empty();
        boolean withTies = false;
        int start = tokens.position();
        if (tokens.accept(Token.LIMIT)) {
            if (!tokens.accept(Token.ALL)) {
                count = Optional.of(grammar.expressions.parse());
            }
            if (tokens.at(Token.COMMA)) {
                tokens.advance();
                grammar.expressions.parse();
                throw SyntaxError.at("LIMIT #,# syntax is not supported", start)
                        .withHint("Use separate LIMIT and OFFSET clauses.");
            }
        } else if (tokens.accept(Token.FETCH)) {
            count = Optional.of(fetchCount());
            if (!tokens.accept(Token.ONLY)) {
                tokens.expect(Token.WITH, Token.TIES);
                withTies = true;
            }
        }
        if (offset.isEmpty()) {
            offset = offset();
        }
        return new Limit(offset, count, withTies);
    }

    private Optional<Expression> offset() {
        if (!tokens.accept(Token.OFFSET)) {
            return Optional.empty();
        }
        Expression offset = grammar.expressions.parse();
        acceptRows();
        return Optional.of(offset);
    }

    private boolean acceptRows() {
        return tokens.accept(Token.ROW) || tokens.accept(Token.ROWS);
    }

    private Expression fetchCount() {
        if (!tokens.accept(Token.FIRST)) {
            tokens.expect(Token.NEXT);
        }
        int position = tokens.position();
        if (acceptRows()) {
            return new IntegerConstant(1, position);
        }
        Expression count =
                switch (tokens.token()) {
                    case PLUS, MINUS -> grammar.expressions.parseRestricted();
                    default -> grammar.primaries.parse();
                };
        if (!acceptRows()) {
            throw tokens.unexpected();
        }
        return count;
    }

    private List<Locking> locking() {
        if (!tokens.at(Token.FOR)) {
            return List.of();
        }
        var list = new ArrayList<Locking>();
        while (tokens.at(Token.FOR)) {
            int position = tokens.expect(Token.FOR);
            if (list.isEmpty() && tokens.accept(Token.READ)) {
                tokens.expect(Token.ONLY);
                return List.of();
            }
            LockStrength strength = strength();
            List<QualifiedName> of =
                    tokens.accept(Token.OF) ? grammar.names.relationList() : List.of();
            list.add(new Locking(strength, of, whenLocked(), position));
        }
        return List.copyOf(list);
    }

    private LockStrength strength() {
        return switch (tokens.token()) {
            case UPDATE -> {
                tokens.advance();
                yield LockStrength.UPDATE;
            }
            case SHARE -> {
                tokens.advance();
                yield LockStrength.SHARE;
            }
            case NO -> {
                tokens.advance();
                tokens.expect(Token.KEY, Token.UPDATE);
                yield LockStrength.NO_KEY_UPDATE;
            }
            default -> {
                tokens.expect(Token.KEY, Token.SHARE);
                yield LockStrength.KEY_SHARE;
            }
        };
    }

    private LockWait whenLocked() {
        if (tokens.accept(Token.NOWAIT)) {
            return LockWait.NOWAIT;
        }
        if (tokens.accept(Token.SKIP)) {
            tokens.expect(Token.LOCKED);
            return LockWait.SKIP_LOCKED;
        }
        return LockWait.WAIT;
    }
}
