package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.And;
import dev.reckon.sql.ast.Expression.Between;
import dev.reckon.sql.ast.Expression.Binary;
import dev.reckon.sql.ast.Expression.BooleanTest;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.CastForm;
import dev.reckon.sql.ast.Expression.Collate;
import dev.reckon.sql.ast.Expression.DefaultValue;
import dev.reckon.sql.ast.Expression.DistinctFrom;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.InList;
import dev.reckon.sql.ast.Expression.InSubquery;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.IsNull;
import dev.reckon.sql.ast.Expression.Like;
import dev.reckon.sql.ast.Expression.LikeKind;
import dev.reckon.sql.ast.Expression.Not;
import dev.reckon.sql.ast.Expression.NumericConstant;
import dev.reckon.sql.ast.Expression.Or;
import dev.reckon.sql.ast.Expression.QuantifiedArray;
import dev.reckon.sql.ast.Expression.QuantifiedSubquery;
import dev.reckon.sql.ast.Expression.ScalarSubquery;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Expression.TruthValue;
import dev.reckon.sql.ast.Expression.Unary;
import dev.reckon.sql.ast.Expression.UnsupportedExpression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Expressions with operators, by precedence climbing.
///
/// The levels are those of PostgreSQL's grammar. Where its operators do not associate (`a < b <
/// c`), the second one is an error; a form that ends by itself (`a IS NULL`) blocks nothing.
final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARISON = 5;
    private static final int PATTERN = 6;
    private static final int OTHER_OPERATOR = 8;
    private static final int SUM = 9;
    private static final int PRODUCT = 10;
    private static final int POWER = 11;
    private static final int AT_TIME_ZONE = 12;
    private static final int COLLATE = 13;
    private static final int SIGN = 14;
    private static final int TYPECAST = 16;

    /// No level at all: the token does not go on with an expression.
    private static final int NONE = 0;

    private static final Operator[] SYMBOLS = new Operator[Token.values().length];

    static {
        SYMBOLS[Token.PLUS.ordinal()] = Operator.of("+");
        SYMBOLS[Token.MINUS.ordinal()] = Operator.of("-");
        SYMBOLS[Token.STAR.ordinal()] = Operator.of("*");
        SYMBOLS[Token.SLASH.ordinal()] = Operator.of("/");
        SYMBOLS[Token.PERCENT.ordinal()] = Operator.of("%");
        SYMBOLS[Token.CARET.ordinal()] = Operator.of("^");
        SYMBOLS[Token.LESS.ordinal()] = Operator.of("<");
        SYMBOLS[Token.GREATER.ordinal()] = Operator.of(">");
        SYMBOLS[Token.EQUALS.ordinal()] = Operator.of("=");
        SYMBOLS[Token.LESS_EQUALS.ordinal()] = Operator.of("<=");
        SYMBOLS[Token.GREATER_EQUALS.ordinal()] = Operator.of(">=");
        SYMBOLS[Token.NOT_EQUALS.ordinal()] = Operator.of("<>");
    }

    private final Grammar grammar;
    private final TokenCursor tokens;

    /// Within `substring(a SIMILAR b ESCAPE c)`, where `SIMILAR` ends the first operand.
    private boolean similarEnds;

    /// Within an item of a select list, where an operator's word with nothing after it is a label.
    private boolean labelEnds;

    ExpressionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `a_expr`.
    Expression parse() {
        return bracketed(false);
    }

    /// An expression of a select list, after which a word such as `is` or `in` can be its label.
    Expression parseItem() {
        return bracketed(true);
    }

    private Expression bracketed(boolean item) {
        tokens.enter(TokenCursor.OPERAND_DEPTH);
        boolean outer = labelEnds;
        labelEnds = item;
        Expression expression = climb(OR, false);
        labelEnds = outer;
        tokens.leave(TokenCursor.OPERAND_DEPTH);
        return expression;
    }

    /// PostgreSQL's `b_expr`: without the words that could go on with what stands around it.
    Expression parseRestricted() {
        return climb(OR, true);
    }

    /// Goes on with an expression whose first operand is parsed already.
    Expression parseFrom(Expression first) {
        tokens.enter();
        Expression whole = operators(first, OR, false);
        tokens.leave();
        return whole;
    }

    /// The first operand of `substring`.
    Expression parseBeforeSimilar() {
        boolean outer = similarEnds;
        similarEnds = true;
        Expression expression = parse();
        similarEnds = outer;
        return expression;
    }

    /// Expressions between commas.
    List<Expression> list() {
        Expression first = parse();
        return tokens.at(Token.COMMA) ? listFrom(first) : List.of(first);
    }

    /// The rest of a list whose first expression is parsed already.
    List<Expression> listFrom(Expression first) {
        var list = new ArrayList<Expression>();
        list.add(first);
        while (tokens.accept(Token.COMMA)) {
            list.add(parse());
        }
        return List.copyOf(list);
    }

    private Expression climb(int minimum, boolean restricted) {
        tokens.enter(TokenCursor.OPERAND_DEPTH);
        Expression whole = operators(operand(restricted), minimum, restricted);
        tokens.leave(TokenCursor.OPERAND_DEPTH);
        return whole;
    }

    /// An operand with the prefix operators before it.
    private Expression operand(boolean restricted) {
        int position = tokens.position();
        switch (tokens.token()) {
            case NOT:
                if (restricted) {
                    throw tokens.unexpected();
                }
                tokens.advance();
                return new Not(climb(NOT, false), position);
            case PLUS:
                tokens.advance();
                return new Unary(SYMBOLS[Token.PLUS.ordinal()], climb(SIGN, restricted), position);
            case MINUS:
                tokens.advance();
                return negated(climb(SIGN, restricted), position);
            case SYMBOL:
                Operator symbol = grammar.names.operator();
                return new Unary(symbol, climb(OTHER_OPERATOR + 1, restricted), position);
            case OPERATOR:
                // Also a column's name.
                if (tokens.peek(1) == Token.OPEN_PARENTHESIS) {
                    return prefixOperator(restricted, position);
                }
                return grammar.primaries.parse();
            case DEFAULT:
                if (restricted) {
                    throw tokens.unexpected();
                }
                tokens.advance();
                return new DefaultValue(position);
            default:
                return grammar.primaries.parse();
        }
    }

    private Expression prefixOperator(boolean restricted, int position) {
        Operator operator = grammar.names.operator();
        return new Unary(operator, climb(OTHER_OPERATOR + 1, restricted), position);
    }

    /// A minus before a number is part of the constant.
    private static Expression negated(Expression operand, int position) {
        return switch (operand) {
            case IntegerConstant constant -> new IntegerConstant(-constant.value(), position);
            case NumericConstant constant -> {
                String text = constant.text();
                String opposite = text.startsWith("-") ? text.substring(1) : "-" + text;
                yield opposite.equals("-2147483648")
                        ? new IntegerConstant(Integer.MIN_VALUE, position)
                        : new NumericConstant(opposite, position);
            }
            default -> new Unary(SYMBOLS[Token.MINUS.ordinal()], operand, position);
        };
    }

    /// Takes operators of `minimum` level or higher, and their right operands.
    private Expression operators(Expression first, int minimum, boolean restricted) {
        Expression left = first;
        int levels = 0;
        int blocked = NONE;
        while (true) {
            Token token = tokens.token();
            int level = level(token, restricted);
            if (level < minimum) {
                break;
            }
            if (labelEnds && atLabel(token)) {
                break;
            }
            if (level == blocked) {
                throw tokens.unexpected();
            }
            if (token == Token.SIMILAR && similarEnds && tokens.peek(1) != Token.TO) {
                break;
            }
            tokens.enter();
            levels++;
            Expression whole = apply(left, token, level, restricted);
            boolean open = level >= IS && level <= PATTERN && !endsByItself(whole);
            blocked = open ? level : NONE;
            left = whole;
        }
        tokens.leave(levels);
        return left;
    }

    /// Whether a word that could be an operator is a label, for what follows it can't be an
    /// operand.
    private boolean atLabel(Token token) {
        return token.isKeyword()
                && token.isBareLabel()
                && switch (tokens.peek(1)) {
                    case COMMA,
                            CLOSE_PARENTHESIS,
                            SEMICOLON,
                            END_OF_INPUT,
                            FROM,
                            WHERE,
                            INTO,
                            GROUP,
                            HAVING,
                            UNION,
                            EXCEPT,
                            INTERSECT,
                            ORDER,
                            LIMIT,
                            OFFSET ->
                            true;
                    default -> false;
                };
    }

    /// Whether nothing of a form is open at its end, so that an operator of its own level can
    /// follow.
    private static boolean endsByItself(Expression form) {
        return switch (form) {
            case IsNull ignored -> true;
            case BooleanTest ignored -> true;
            case InList ignored -> true;
            case InSubquery ignored -> true;
            case QuantifiedArray ignored -> true;
            case QuantifiedSubquery ignored -> true;
            case FunctionCall ignored -> true;
            case UnsupportedExpression ignored -> true;
            case Not not -> endsByItself(not.operand());
            default -> false;
        };
    }

    private int level(Token token, boolean restricted) {
        return switch (token) {
            case EQUALS, LESS, GREATER, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> COMPARISON;
            case PLUS, MINUS -> SUM;
            case STAR, SLASH, PERCENT -> PRODUCT;
            case CARET -> POWER;
            case SYMBOL, OPERATOR -> OTHER_OPERATOR;
            case TYPECAST -> TYPECAST;
            case IS -> IS;
            case OR -> restricted ? NONE : OR;
            case AND -> restricted ? NONE : AND;
            case ISNULL, NOTNULL -> restricted ? NONE : IS;
            case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> restricted ? NONE : PATTERN;
            case NOT -> restricted || !negatesNext() ? NONE : PATTERN;
            case AT -> restricted ? NONE : AT_TIME_ZONE;
            case COLLATE -> restricted ? NONE : COLLATE;
            default -> NONE;
        };
    }

    private boolean negatesNext() {
        return switch (tokens.peek(1)) {
            case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> true;
            default -> false;
        };
    }

    private Expression apply(Expression left, Token token, int level, boolean restricted) {
        int position = tokens.position();
        switch (token) {
            case EQUALS, LESS, GREATER, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS:
            case PLUS, MINUS, STAR, SLASH, PERCENT, CARET:
                tokens.advance();
                Operator known = SYMBOLS[token.ordinal()];
                return binary(left, known, level, restricted, position);
            case SYMBOL, OPERATOR:
                Operator operator = grammar.names.operator();
                return binary(left, operator, level, restricted, position);
            case TYPECAST:
                tokens.advance();
                return new Cast(left, grammar.types.parse(), CastForm.COLONS, position);
            case AND:
                tokens.advance();
                return new And(chain(left, Token.AND, AND), position);
            case OR:
                tokens.advance();
                return new Or(chain(left, Token.OR, OR), position);
            case IS:
                tokens.advance();
                return is(left, restricted, position);
            case ISNULL:
                tokens.advance();
                return new IsNull(left, false, position);
            case NOTNULL:
                tokens.advance();
                return new IsNull(left, true, position);
            case AT:
                tokens.advance();
                tokens.expect(Token.TIME, Token.ZONE);
                Expression zone = climb(AT_TIME_ZONE + 1, false);
                return FunctionCall.of(
                        QualifiedName.system("timezone", position),
                        List.of(zone, left),
                        CallForm.SQL,
                        position);
            case COLLATE:
                tokens.advance();
                return new Collate(left, grammar.names.any(), position);
            default:
                boolean negated = tokens.accept(Token.NOT);
                return pattern(left, negated, position);
        }
    }

    private Expression binary(
            Expression left, Operator operator, int level, boolean restricted, int position) {
        if (!restricted && atQuantifier()) {
            return quantified(left, operator, position);
        }
        return new Binary(operator, left, climb(level + 1, restricted), position);
    }

    private boolean atQuantifier() {
        return switch (tokens.token()) {
            case ANY, SOME, ALL -> true;
            default -> false;
        };
    }

    private Expression quantified(Expression left, Operator operator, int position) {
        boolean all = tokens.at(Token.ALL);
        tokens.advance();
        Expression array = grammar.primaries.parenthesized(1, 1).getFirst();
        if (array instanceof ScalarSubquery subquery) {
            return new QuantifiedSubquery(left, operator, all, subquery.query(), position);
        }
        return new QuantifiedArray(left, operator, all, array, position);
    }

    /// The operands of a chain of `AND` or `OR`, the first operator of which has been taken.
    private List<Expression> chain(Expression left, Token token, int level) {
        var operands = new ArrayList<Expression>();
        if (token == Token.AND && left instanceof And and) {
            operands.addAll(and.operands());
        } else if (token == Token.OR && left instanceof Or or) {
            operands.addAll(or.operands());
        } else {
            operands.add(left);
        }
        do {
            operands.add(climb(level + 1, false));
        } while (tokens.accept(token));
        return List.copyOf(operands);
    }

    private Expression is(Expression left, boolean restricted, int position) {
        boolean negated = tokens.accept(Token.NOT);
        Token token = tokens.token();
        if (token == Token.DISTINCT) {
            tokens.advance();
            tokens.expect(Token.FROM);
            return new DistinctFrom(left, climb(IS + 1, restricted), negated, position);
        }
        if (token == Token.DOCUMENT) {
            tokens.advance();
            return new UnsupportedExpression("IS DOCUMENT", position);
        }
        if (restricted) {
            throw tokens.unexpected();
        }
        switch (token) {
            case NULL:
                tokens.advance();
                return new IsNull(left, negated, position);
            case TRUE:
                tokens.advance();
                return new BooleanTest(left, TruthValue.TRUE, negated, position);
            case FALSE:
                tokens.advance();
                return new BooleanTest(left, TruthValue.FALSE, negated, position);
            case UNKNOWN:
                tokens.advance();
                return new BooleanTest(left, TruthValue.UNKNOWN, negated, position);
            default:
                return isNormalized(left, negated, position);
        }
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
    private Expression pattern(Expression left, boolean negated, int position) {
        switch (tokens.token()) {
            case BETWEEN:
                tokens.advance();
                return between(left, negated, position);
            case IN:
                tokens.advance();
                List<Expression> items = grammar.primaries.parenthesized();
                if (items.size() == 1 && items.getFirst() instanceof ScalarSubquery subquery) {
                    return new InSubquery(left, subquery.query(), negated, position);
                }
                return new InList(left, items, negated, position);
            case LIKE:
                tokens.advance();
                return like(left, LikeKind.LIKE, negated, position);
            case ILIKE:
                tokens.advance();
                return like(left, LikeKind.ILIKE, negated, position);
            default:
                tokens.expect(Token.SIMILAR, Token.TO);
                return like(left, LikeKind.SIMILAR_TO, negated, position);
        }
    }

    private Expression between(Expression left, boolean negated, int position) {
        boolean symmetric = tokens.accept(Token.SYMMETRIC);
        if (!symmetric) {
            tokens.accept(Token.ASYMMETRIC);
        }
        Expression low = parseRestricted();
        tokens.expect(Token.AND);
        Expression high = climb(PATTERN + 1, false);
        return new Between(left, low, high, symmetric, negated, position);
    }

    private Expression like(Expression left, LikeKind kind, boolean negated, int position) {
        if (kind != LikeKind.SIMILAR_TO && atQuantifier()) {
            String symbol = (negated ? "!~~" : "~~") + (kind == LikeKind.ILIKE ? "*" : "");
            return quantified(left, Operator.of(symbol), position);
        }
        Expression pattern = climb(PATTERN + 1, false);
        Optional<Expression> escape =
                tokens.accept(Token.ESCAPE)
                        ? Optional.of(climb(PATTERN + 1, false))
                        : Optional.empty();
        return new Like(left, pattern, escape, kind, negated, position);
    }
}
