package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.And;
import dev.reckon.sql.ast.Expression.Binary;
import dev.reckon.sql.ast.Expression.BooleanTest;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.CastForm;
import dev.reckon.sql.ast.Expression.Collate;
import dev.reckon.sql.ast.Expression.DefaultValue;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.InList;
import dev.reckon.sql.ast.Expression.InSubquery;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.IsNull;
import dev.reckon.sql.ast.Expression.Not;
import dev.reckon.sql.ast.Expression.NumericConstant;
import dev.reckon.sql.ast.Expression.Or;
import dev.reckon.sql.ast.Expression.QuantifiedArray;
import dev.reckon.sql.ast.Expression.QuantifiedSubquery;
import dev.reckon.sql.ast.Expression.Unary;
import dev.reckon.sql.ast.Expression.UnsupportedExpression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Expressions with operators, by precedence climbing.
///
/// The levels are those of PostgreSQL's grammar. Where its operators do not associate (`a < b <
/// c`), the second one is an error; a form that ends by itself (`a IS NULL`) blocks nothing.
final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    static final int IS = 4;
    private static final int COMPARISON = 5;
    static final int PATTERN = 6;
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

    private static final Map<Token, Operator> SYMBOLS = new EnumMap<>(Token.class);

    static {
        SYMBOLS.put(Token.PLUS, Operator.of("+"));
        SYMBOLS.put(Token.MINUS, Operator.of("-"));
        SYMBOLS.put(Token.STAR, Operator.of("*"));
        SYMBOLS.put(Token.SLASH, Operator.of("/"));
        SYMBOLS.put(Token.PERCENT, Operator.of("%"));
        SYMBOLS.put(Token.CARET, Operator.of("^"));
        SYMBOLS.put(Token.LESS, Operator.of("<"));
        SYMBOLS.put(Token.GREATER, Operator.of(">"));
        SYMBOLS.put(Token.EQUALS, Operator.of("="));
        SYMBOLS.put(Token.LESS_EQUALS, Operator.of("<="));
        SYMBOLS.put(Token.GREATER_EQUALS, Operator.of(">="));
        SYMBOLS.put(Token.NOT_EQUALS, Operator.of("<>"));
    }

    private static final Operator PLUS = known(Token.PLUS);
    private static final Operator MINUS = known(Token.MINUS);

    private final Grammar grammar;
    private final TokenCursor tokens;
    private final PredicateParser predicates;

    /// Within `substring(a SIMILAR b ESCAPE c)`, where `SIMILAR` ends the first operand.
    private boolean similarEnds;

    /// Within an item of a select list, where an operator's word with nothing after it is a label.
    private boolean labelEnds;

    ExpressionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.predicates = new PredicateParser(grammar, this);
    }

    /// The operator of a token of its own.
    private static Operator known(Token token) {
        return Objects.requireNonNull(SYMBOLS.get(token));
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

    /// An operand and the operators after it of `minimum` level or higher.
    Expression climb(int minimum, boolean restricted) {
        tokens.enter(TokenCursor.OPERAND_DEPTH);
        Expression whole = operators(operand(restricted), minimum, restricted);
        tokens.leave(TokenCursor.OPERAND_DEPTH);
        return whole;
    }

    /// An operand with the prefix operators before it.
    private Expression operand(boolean restricted) {
        int position = tokens.position();
        return switch (tokens.token()) {
            case NOT -> {
                if (restricted) {
                    throw tokens.unexpected();
                }
                tokens.advance();
                yield new Not(climb(NOT, false), position);
            }
            case PLUS -> {
                tokens.advance();
                yield new Unary(PLUS, climb(SIGN, restricted), position);
            }
            case MINUS -> {
                tokens.advance();
                yield negated(climb(SIGN, restricted), position);
            }
            case SYMBOL -> {
                Operator symbol = grammar.names.operator();
                yield new Unary(symbol, climb(OTHER_OPERATOR + 1, restricted), position);
            }
            case OPERATOR -> {
                // Also a column's name.
                if (tokens.peek(1) == Token.OPEN_PARENTHESIS) {
                    yield prefixOperator(restricted, position);
                }
                yield grammar.primaries.parse();
            }
            case DEFAULT -> {
                if (restricted) {
                    throw tokens.unexpected();
                }
                tokens.advance();
                yield new DefaultValue(position);
            }
            default -> grammar.primaries.parse();
        };
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
            default -> new Unary(MINUS, operand, position);
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
        return switch (token) {
            case EQUALS,
                    LESS,
                    GREATER,
                    LESS_EQUALS,
                    GREATER_EQUALS,
                    NOT_EQUALS,
                    PLUS,
                    MINUS,
                    STAR,
                    SLASH,
                    PERCENT,
                    CARET -> {
                tokens.advance();
                Operator known = known(token);
                yield binary(left, known, level, restricted, position);
            }
            case SYMBOL, OPERATOR -> {
                Operator operator = grammar.names.operator();
                yield binary(left, operator, level, restricted, position);
            }
            case TYPECAST -> {
                tokens.advance();
                yield new Cast(left, grammar.types.parse(), CastForm.COLONS, position);
            }
            case AND -> {
                tokens.advance();
                yield new And(chain(left, Token.AND, AND), position);
            }
            case OR -> {
                tokens.advance();
                yield new Or(chain(left, Token.OR, OR), position);
            }
            case IS -> {
                tokens.advance();
                yield predicates.is(left, restricted, position);
            }
            case ISNULL -> {
                tokens.advance();
                yield new IsNull(left, false, position);
            }
            case NOTNULL -> {
                tokens.advance();
                yield new IsNull(left, true, position);
            }
            case AT -> {
                tokens.advance();
                tokens.expect(Token.TIME, Token.ZONE);
                Expression zone = climb(AT_TIME_ZONE + 1, false);
                yield FunctionCall.of(
                        QualifiedName.system("timezone", position),
                        List.of(zone, left),
                        CallForm.SQL,
                        position);
            }
            case COLLATE -> {
                tokens.advance();
                yield new Collate(left, grammar.names.any(), position);
            }
            default -> {
                boolean negated = tokens.accept(Token.NOT);
                yield predicates.pattern(left, negated, position);
            }
        };
    }

    private Expression binary(
            Expression left, Operator operator, int level, boolean restricted, int position) {
        if (!restricted && predicates.atQuantifier()) {
            return predicates.quantified(left, operator, position);
        }
        return new Binary(operator, left, climb(level + 1, restricted), position);
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
}
