package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Between;
import dev.reckon.sql.ast.Expression.BooleanTest;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.DistinctFrom;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.InList;
import dev.reckon.sql.ast.Expression.InSubquery;
import dev.reckon.sql.ast.Expression.IsNull;
import dev.reckon.sql.ast.Expression.Like;
import dev.reckon.sql.ast.Expression.LikeKind;
import dev.reckon.sql.ast.Expression.Not;
import dev.reckon.sql.ast.Expression.QuantifiedArray;
import dev.reckon.sql.ast.Expression.QuantifiedSubquery;
import dev.reckon.sql.ast.Expression.ScalarSubquery;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Expression.TruthValue;
import dev.reckon.sql.ast.Expression.UnsupportedExpression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tests that SQL writes in words: `IS …`, `[NOT] BETWEEN`, `IN`, `LIKE`, and `ANY` and `ALL`.
final class PredicateParser {
    private final Grammar grammar;
    private final TokenCursor tokens;
    private final ExpressionParser expressions;

    PredicateParser(Grammar grammar, ExpressionParser expressions) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.expressions = expressions;
    }

    /// Whether `ANY`, `SOME` or `ALL` comes next.
    boolean atQuantifier() {
        return switch (tokens.token()) {
            case ANY, SOME, ALL -> true;
            default -> false;
        };
    }

    /// `ANY (…)` or `ALL (…)` after an operator.
    Expression quantified(Expression left, Operator operator, int position) {
        boolean all = tokens.at(Token.ALL);
        tokens.advance();
        Expression array = grammar.primaries.parenthesized(1, 1).getFirst();
        if (array instanceof ScalarSubquery subquery) {
            return new QuantifiedSubquery(left, operator, all, subquery.query(), position);
        }
        return new QuantifiedArray(left, operator, all, array, position);
    }

    /// What follows `IS`.
    Expression is(Expression left, boolean restricted, int position) {
        boolean negated = tokens.accept(Token.NOT);
        Token token = tokens.token();
        if (token == Token.DISTINCT) {
            tokens.advance();
            tokens.expect(Token.FROM);
            return new DistinctFrom(
                    left,
                    expressions.climb(ExpressionParser.IS + 1, restricted),
                    negated,
                    position);
        }
        if (token == Token.DOCUMENT) {
            tokens.advance();
            return new UnsupportedExpression("IS DOCUMENT", position);
        }
        if (restricted) {
            throw tokens.unexpected();
        }
        return switch (token) {
            case NULL -> {
                tokens.advance();
                yield new IsNull(left, negated, position);
            }
            case TRUE -> {
                tokens.advance();
                yield new BooleanTest(left, TruthValue.TRUE, negated, position);
            }
            case FALSE -> {
                tokens.advance();
                yield new BooleanTest(left, TruthValue.FALSE, negated, position);
            }
            case UNKNOWN -> {
                tokens.advance();
                yield new BooleanTest(left, TruthValue.UNKNOWN, negated, position);
            }
            default -> isNormalized(left, negated, position);
        };
    }

    private Expression isNormalized(Expression left, boolean negated, int position) {
        var arguments = new ArrayList<Expression>();
        arguments.add(left);
        SpecialCallParser.normalForm(tokens.token())
                .ifPresent(form -> {
                    arguments.add(new StringConstant(form, tokens.position()));
                    tokens.advance();
                });
        tokens.expect(Token.NORMALIZED);
        Expression call =
                FunctionCall.of(
                        QualifiedName.system("is_normalized", position),
                        List.copyOf(arguments),
                        CallForm.SQL,
                        position);
        return negated ? new Not(call, position) : call;
    }

    /// What can follow `[NOT]`: `BETWEEN`, `IN`, `LIKE`, `ILIKE`, `SIMILAR TO`.
    Expression pattern(Expression left, boolean negated, int position) {
        return switch (tokens.token()) {
            case BETWEEN -> {
                tokens.advance();
                yield between(left, negated, position);
            }
            case IN -> {
                tokens.advance();
                List<Expression> items = grammar.primaries.parenthesized();
                if (items.size() == 1 && items.getFirst() instanceof ScalarSubquery subquery) {
                    yield new InSubquery(left, subquery.query(), negated, position);
                }
                yield new InList(left, items, negated, position);
            }
            case LIKE -> {
                tokens.advance();
                yield like(left, LikeKind.LIKE, negated, position);
            }
            case ILIKE -> {
                tokens.advance();
                yield like(left, LikeKind.ILIKE, negated, position);
            }
            default -> {
                tokens.expect(Token.SIMILAR, Token.TO);
                yield like(left, LikeKind.SIMILAR_TO, negated, position);
            }
        };
    }

    private Expression between(Expression left, boolean negated, int position) {
        boolean symmetric = tokens.accept(Token.SYMMETRIC);
        if (!symmetric) {
            tokens.accept(Token.ASYMMETRIC);
        }
        Expression low = expressions.parseRestricted();
        tokens.expect(Token.AND);
        Expression high = expressions.climb(ExpressionParser.PATTERN + 1, false);
        return new Between(left, low, high, symmetric, negated, position);
    }

    private Expression like(Expression left, LikeKind kind, boolean negated, int position) {
        if (kind != LikeKind.SIMILAR_TO && atQuantifier()) {
            String symbol = (negated ? "!~~" : "~~") + (kind == LikeKind.ILIKE ? "*" : "");
            return quantified(left, Operator.of(symbol), position);
        }
        Expression pattern = expressions.climb(ExpressionParser.PATTERN + 1, false);
        Optional<Expression> escape =
                tokens.accept(Token.ESCAPE)
                        ? Optional.of(expressions.climb(ExpressionParser.PATTERN + 1, false))
                        : Optional.empty();
        return new Like(left, pattern, escape, kind, negated, position);
    }
}
