package dev.reckon.sql.parse;

import dev.reckon.sql.parse.LiftedStatement.Kind;
import dev.reckon.sql.parse.LiftedStatement.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns the constants of a statement into parameters, from its tokens alone, so that statements
/// which differ only in them share a plan.
///
/// It lifts only where a parameter means the same as the constant: numbers and plain strings beside
/// comparisons, sums and commas, in `WHERE`, `VALUES` and `SET` of one `SELECT`, `INSERT`, `UPDATE`
/// or `DELETE`. It leaves alone typed constants, casts, arguments of functions, type modifiers,
/// subscripts, subqueries, patterns, `ON CONFLICT`, and all clauses after `WHERE`. When a lifted
/// statement cannot be bound, the original must be parsed instead, so that errors are the
/// original's. Nothing here parses: a text with a syntax error may well be lifted.
///
/// Costs less than a microsecond for a short statement. Safe for use by many threads.
public final class LiteralLifter {
    /// A longer text, or one with more constants, is not worth a place in the cache.
    private static final int LENGTH_MAX = 4096;

    private static final int LITERALS_MAX = 64;

    /// The parentheses that can be told apart, one bit each.
    private static final int PARENTHESES_MAX = 31;

    private static final int INTEGER_DIGITS_MAX = 18;

    private final String sql;
    private final Lexer tokens;
    private final StringBuilder text;
    private final List<Literal> literals = new ArrayList<>(8);
    private final StringBuilder kinds = new StringBuilder(8);
    private int copied;

    /// Whether constants can be lifted in the clause that the walk is in.
    private boolean inClause;

    /// Whether a `BETWEEN` waits for its `AND`.
    private boolean between;

    private LiteralLifter(String sql, Lexer tokens) {
        this.sql = sql;
        this.tokens = tokens;
        this.text = new StringBuilder(sql.length() + 8);
    }

    /// Lifts the constants of a statement; empty when there are none to lift.
    public static Optional<LiftedStatement> lift(String sql) {
        if (sql.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        var tokens = new Lexer(sql);
        return switch (tokens.token(0)) {
            case SELECT, INSERT, UPDATE, DELETE -> new LiteralLifter(sql, tokens).walk();
            default -> Optional.empty();
        };
    }

    private Optional<LiftedStatement> walk() {
        int depth = 0;
        // A bit for each open parenthesis: whether constants can be lifted in it.
        int plain = 1;
        int brackets = 0;
        for (int i = 1; ; i++) {
            Token token = tokens.token(i);
            switch (token) {
                case INTEGER_LITERAL, NUMBER_LITERAL, STRING_LITERAL -> {
                    boolean open = inClause && brackets == 0 && plain == (2 << depth) - 1;
                    if (open && isSafe(i)) {
                        if (literals.size() == LITERALS_MAX) {
                            return Optional.empty();
                        }
                        lift(i);
                    }
                }
                case OPEN_PARENTHESIS -> {
                    if (++depth == PARENTHESES_MAX) {
                        return Optional.empty();
                    }
                    plain |= opensPlain(i) ? 1 << depth : 0;
                }
                case CLOSE_PARENTHESIS -> {
                    if (depth == 0) {
                        return Optional.empty();
                    }
                    plain &= ~(1 << depth);
                    depth--;
                }
                case OPEN_BRACKET -> brackets++;
                case CLOSE_BRACKET -> brackets--;
                case WHERE, VALUES, SET -> {
                    if (depth == 0) {
                        inClause = true;
                    }
                }
                case GROUP,
                        HAVING,
                        WINDOW,
                        ORDER,
                        LIMIT,
                        OFFSET,
                        FETCH,
                        FOR,
                        RETURNING,
                        FROM,
                        USING -> {
                    if (depth == 0) {
                        inClause = false;
                    }
                }
                case BETWEEN -> between = true;
                case ON, UNION, INTERSECT, EXCEPT -> {
                    if (depth == 0
                            && (token != Token.ON || tokens.token(i + 1) == Token.CONFLICT)) {
                        // From here on nothing is lifted.
                        return finish();
                    }
                }
                case SEMICOLON -> {
                    return tokens.token(i + 1) == Token.END_OF_INPUT ? finish() : Optional.empty();
                }
                case END_OF_INPUT -> {
                    return finish();
                }
                case INVALID, DOLLAR_NUMBER -> {
                    return Optional.empty();
                }
                default -> {
                    // copied as it is
                }
            }
            if (token == Token.AND && between && !isLiteral(i + 1)) {
                between = false;
            }
        }
    }

    /// Whether a parenthesis only groups, or holds a list of values: not the arguments of a
    /// function or a type, and no query.
    private boolean opensPlain(int index) {
        boolean groups =
                switch (tokens.token(index - 1)) {
                    case VALUES,
                            COMMA,
                            IN,
                            EQUALS,
                            LESS,
                            GREATER,
                            LESS_EQUALS,
                            GREATER_EQUALS,
                            NOT_EQUALS,
                            AND,
                            OR,
                            NOT,
                            WHERE,
                            OPEN_PARENTHESIS,
                            PLUS,
                            MINUS ->
                            true;
                    default -> false;
                };
        return groups
                && switch (tokens.token(index + 1)) {
                    case SELECT, VALUES, WITH, TABLE -> false;
                    default -> true;
                };
    }

    private boolean isLiteral(int index) {
        return switch (tokens.token(index)) {
            case INTEGER_LITERAL, NUMBER_LITERAL, STRING_LITERAL -> true;
            case MINUS ->
                    tokens.token(index + 1) == Token.INTEGER_LITERAL
                            || tokens.token(index + 1) == Token.NUMBER_LITERAL;
            default -> false;
        };
    }

    /// Whether the tokens around a constant allow a parameter in its place.
    private boolean isSafe(int index) {
        boolean string = tokens.token(index) == Token.STRING_LITERAL;
        if (string && sql.charAt(tokens.start(index)) != '\'') {
            return false;
        }
        return isSafeBefore(index, string) && isSafeAfter(index);
    }

    private boolean isSafeBefore(int index, boolean string) {
        int before = index - 1;
        if (!string && isSign(before) && !endsOperand(before - 1)) {
            // The sign is the constant's.
            before--;
        }
        return switch (tokens.token(before)) {
            case EQUALS, LESS, GREATER, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS ->
                    // Two constants are better folded.
                    !isLiteral(before - 1);
            case COMMA, OPEN_PARENTHESIS, BETWEEN -> true;
            case AND -> closesBetween();
            case PLUS, MINUS, STAR -> !string && !isLiteral(before - 1);
            default -> false;
        };
    }

    private boolean closesBetween() {
        boolean closes = between;
        between = false;
        return closes;
    }

    private boolean isSign(int index) {
        return tokens.token(index) == Token.MINUS || tokens.token(index) == Token.PLUS;
    }

    /// Whether a token ends an operand, so that a sign after it is an operator.
    private boolean endsOperand(int index) {
        return switch (tokens.token(index)) {
            case IDENTIFIER,
                    CLOSE_PARENTHESIS,
                    CLOSE_BRACKET,
                    INTEGER_LITERAL,
                    NUMBER_LITERAL,
                    STRING_LITERAL ->
                    true;
            case AND, OR, NOT, BETWEEN, WHERE, IN -> false;
            default -> tokens.token(index).isKeyword();
        };
    }

    private boolean isSafeAfter(int index) {
        return switch (tokens.token(index + 1)) {
            case CLOSE_PARENTHESIS,
                    COMMA,
                    SEMICOLON,
                    END_OF_INPUT,
                    AND,
                    OR,
                    PLUS,
                    MINUS,
                    STAR,
                    WHERE,
                    FROM,
                    GROUP,
                    ORDER,
                    LIMIT,
                    OFFSET,
                    FETCH,
                    FOR,
                    RETURNING,
                    ON ->
                    true;
            default -> false;
        };
    }

    private void lift(int index) {
        int start = tokens.start(index);
        boolean string = tokens.token(index) == Token.STRING_LITERAL;
        String value = tokens.value(index);
        if (!string && isSign(index - 1) && !endsOperand(index - 2)) {
            start = tokens.start(index - 1);
            value = tokens.token(index - 1) == Token.MINUS ? "-" + value : value;
        }
        Kind kind = string ? Kind.STRING : numberKind(index, value);
        literals.add(new Literal(kind, value, start));
        kinds.append(kind.letter());
        text.append(sql, copied, start).append('$').append(literals.size());
        copied = tokens.end(index);
        boolean joins = copied < sql.length() && Lexer.isLetter(sql.charAt(copied));
        if (joins) {
            text.append(' ');
        }
    }

    private Kind numberKind(int index, String value) {
        if (tokens.token(index) == Token.INTEGER_LITERAL || value.equals("-2147483648")) {
            return Kind.INTEGER;
        }
        for (int i = value.charAt(0) == '-' ? 1 : 0; i < value.length(); i++) {
            if (!Lexer.isDigit(value.charAt(i))) {
                return Kind.NUMERIC;
            }
        }
        if (value.length() <= INTEGER_DIGITS_MAX) {
            return Kind.BIGINT;
        }
        try {
            Long.parseLong(value);
            return Kind.BIGINT;
        } catch (NumberFormatException e) {
            return Kind.NUMERIC;
        }
    }

    private Optional<LiftedStatement> finish() {
        if (literals.isEmpty()) {
            return Optional.empty();
        }
        text.append(sql, copied, sql.length());
        String whole = text.toString();
        String key = text.append('\0').append(kinds).toString();
        return Optional.of(new LiftedStatement(whole, key, List.copyOf(literals)));
    }
}
