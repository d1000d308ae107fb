package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.ast.TypeName.IntervalFields;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Types: PostgreSQL's own names, SQL's names of several words, modifiers and array bounds.
final class TypeParser {
    /// The largest precision of `float(p)` that is a `real`, and the largest at all.
    private static final int REAL_PRECISION_MAX = 24;

    private static final int FLOAT_PRECISION_MAX = 53;

    private final Grammar grammar;
    private final TokenCursor tokens;

    TypeParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `Typename`.
    TypeName parse() {
        int position = tokens.position();
        boolean setOf = tokens.accept(Token.SETOF);
        return bounds(simple(false), setOf, position);
    }

    /// PostgreSQL's `func_type`: a type, or that of a column by `table.column%TYPE`.
    TypeName parseInFunction() {
        int position = tokens.position();
        boolean setOf = tokens.accept(Token.SETOF);
        TypeName type = simple(false);
        if (tokens.at(Token.PERCENT, Token.TYPE) && type.name().parts().size() > 1) {
            tokens.advance();
            tokens.advance();
            return new TypeName(
                    type.name(), List.of(), List.of(), Optional.empty(), setOf, true, position);
        }
        return bounds(type, setOf, position);
    }

    /// Whether a type with a name of SQL's own begins here, which can stand before a string
    /// constant.
    boolean atBuiltIn() {
        return switch (tokens.token()) {
            case INT,
                    INTEGER,
                    SMALLINT,
                    BIGINT,
                    REAL,
                    FLOAT,
                    DOUBLE,
                    DECIMAL,
                    DEC,
                    NUMERIC,
                    BOOLEAN,
                    BIT,
                    CHARACTER,
                    CHAR,
                    VARCHAR,
                    NATIONAL,
                    NCHAR,
                    TIMESTAMP,
                    TIME,
                    INTERVAL ->
                    true;
            default -> false;
        };
    }

    /// The type before a string constant, where `char` and `bit` have no length unless it is
    /// written, and an interval's fields follow the constant.
    TypeName constantType() {
        return simple(true);
    }

    private TypeName bounds(TypeName type, boolean setOf, int position) {
        var bounds = new ArrayList<Integer>();
        if (tokens.accept(Token.ARRAY)) {
            bounds.add(tokens.at(Token.OPEN_BRACKET) ? requiredBound() : TypeName.UNBOUNDED);
        } else {
            while (tokens.at(Token.OPEN_BRACKET)) {
                bounds.add(bound());
            }
        }
        if (bounds.isEmpty() && !setOf) {
            return type;
        }
        return new TypeName(
                type.name(),
                type.modifiers(),
                List.copyOf(bounds),
                type.interval(),
                setOf,
                false,
                position);
    }

    private int requiredBound() {
        tokens.expect(Token.OPEN_BRACKET);
        int size = tokens.expectInteger();
        tokens.expect(Token.CLOSE_BRACKET);
        return size;
    }

    private int bound() {
        tokens.expect(Token.OPEN_BRACKET);
        int size = tokens.at(Token.INTEGER_LITERAL) ? tokens.expectInteger() : TypeName.UNBOUNDED;
        tokens.expect(Token.CLOSE_BRACKET);
        return size;
    }

    private TypeName simple(boolean constant) {
        int position = tokens.position();
        return switch (tokens.token()) {
            case INT, INTEGER -> word("int4", position);
            case SMALLINT -> word("int2", position);
            case BIGINT -> word("int8", position);
            case REAL -> word("float4", position);
            case BOOLEAN -> word("bool", position);
            case DOUBLE -> {
                // Also a type's name.
                if (tokens.accept(Token.DOUBLE, Token.PRECISION)) {
                    yield system("float8", List.of(), position);
                }
                yield generic(position);
            }
            case FLOAT -> {
                tokens.advance();
                yield system(floatType(), List.of(), position);
            }
            case DECIMAL, DEC, NUMERIC -> {
                tokens.advance();
                yield system("numeric", modifiers(), position);
            }
            case BIT -> bit(constant, position);
            case CHARACTER, CHAR, VARCHAR, NATIONAL, NCHAR -> character(constant, position);
            case TIMESTAMP, TIME -> dateTime(position);
            case INTERVAL -> interval(constant, position);
            default -> generic(position);
        };
    }

    /// A type by its own name.
    private TypeName generic(int position) {
        QualifiedName name = grammar.names.type();
        return new TypeName(name, modifiers(), List.of(), Optional.empty(), false, false, position);
    }

    private TypeName word(String name, int position) {
        tokens.advance();
        return system(name, List.of(), position);
    }

    private static TypeName system(String name, List<Expression> modifiers, int position) {
        return new TypeName(
                QualifiedName.system(name, position),
                modifiers,
                List.of(),
                Optional.empty(),
                false,
                false,
                position);
    }

    private List<Expression> modifiers() {
        if (!tokens.accept(Token.OPEN_PARENTHESIS)) {
            return List.of();
        }
        List<Expression> list = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return list;
    }

    private String floatType() {
        if (!tokens.accept(Token.OPEN_PARENTHESIS)) {
            return "float8";
        }
        int position = tokens.position();
        int precision = tokens.expectInteger();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        if (precision < 1) {
            throw precisionError("at least 1 bit", position);
        }
        if (precision > FLOAT_PRECISION_MAX) {
            throw precisionError("less than 54 bits", position);
        }
        return precision <= REAL_PRECISION_MAX ? "float4" : "float8";
    }

    private static DatabaseException precisionError(String bound, int position) {
        return new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "precision for type float must be " + bound)
                .at(position);
    }

    private TypeName bit(boolean constant, int position) {
        tokens.advance();
        boolean varying = tokens.accept(Token.VARYING);
        List<Expression> length = modifiers();
        if (length.isEmpty() && !varying && !constant) {
            length = one(position);
        }
        return system(varying ? "varbit" : "bit", length, position);
    }

    private TypeName character(boolean constant, int position) {
        Token first = tokens.token();
        tokens.advance();
        boolean varying = first == Token.VARCHAR;
        if (first == Token.NATIONAL) {
            if (!tokens.accept(Token.CHARACTER)) {
                tokens.expect(Token.CHAR);
            }
        }
        if (first != Token.VARCHAR) {
            varying = tokens.accept(Token.VARYING);
        }
        List<Expression> length = List.of();
        if (tokens.accept(Token.OPEN_PARENTHESIS)) {
            int at = tokens.position();
            length = List.of(new IntegerConstant(tokens.expectInteger(), at));
            tokens.expect(Token.CLOSE_PARENTHESIS);
        } else if (!varying && !constant) {
            length = one(position);
        }
        return system(varying ? "varchar" : "bpchar", length, position);
    }

    /// The length that `char` and `bit` have when none is written.
    private static List<Expression> one(int position) {
        return List.of(new IntegerConstant(1, position));
    }

    private TypeName dateTime(int position) {
        String name = tokens.at(Token.TIME) ? "time" : "timestamp";
        tokens.advance();
        List<Expression> precision = precision();
        boolean zoned = false;
        if (tokens.at(Token.WITH, Token.TIME)) {
            tokens.advance();
            tokens.advance();
            tokens.expect(Token.ZONE);
            zoned = true;
        } else if (tokens.at(Token.WITHOUT)) {
            tokens.advance();
            tokens.expect(Token.TIME, Token.ZONE);
        }
        return system(zoned ? name + "tz" : name, precision, position);
    }

    private List<Expression> precision() {
        if (!tokens.accept(Token.OPEN_PARENTHESIS)) {
            return List.of();
        }
        int at = tokens.position();
        List<Expression> list = List.of(new IntegerConstant(tokens.expectInteger(), at));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return list;
    }

    private TypeName interval(boolean constant, int position) {
        tokens.advance();
        TypeName type = system("interval", precision(), position);
        return constant || !type.modifiers().isEmpty() ? type : withFields(type);
    }

    /// Adds the fields of an interval, such as `YEAR TO MONTH` or `SECOND(3)`, if they follow.
    TypeName withFields(TypeName interval) {
        Optional<IntervalFields> fields = fields();
        if (fields.isEmpty()) {
            return interval;
        }
        List<Expression> precision = interval.modifiers();
        if (lastWasSecond(fields.get()) && tokens.at(Token.OPEN_PARENTHESIS)) {
            precision = precision();
        }
        return new TypeName(
                interval.name(), precision, List.of(), fields, false, false, interval.position());
    }

    private static boolean lastWasSecond(IntervalFields fields) {
        return switch (fields) {
            case SECOND, DAY_TO_SECOND, HOUR_TO_SECOND, MINUTE_TO_SECOND -> true;
            default -> false;
        };
    }

    private Optional<IntervalFields> fields() {
        IntervalFields first =
                switch (tokens.token()) {
                    case YEAR -> IntervalFields.YEAR;
                    case MONTH -> IntervalFields.MONTH;
                    case DAY -> IntervalFields.DAY;
                    case HOUR -> IntervalFields.HOUR;
                    case MINUTE -> IntervalFields.MINUTE;
                    case SECOND -> IntervalFields.SECOND;
                    default -> null;
                };
        if (first == null) {
            return Optional.empty();
        }
        tokens.advance();
        boolean ranged =
                first != IntervalFields.MONTH
                        && first != IntervalFields.SECOND
                        && tokens.accept(Token.TO);
        return Optional.of(ranged ? range(first) : first);
    }

    private IntervalFields range(IntervalFields first) {
        Token last = tokens.token();
        IntervalFields range =
                switch (first) {
                    case YEAR -> last == Token.MONTH ? IntervalFields.YEAR_TO_MONTH : null;
                    case DAY ->
                            switch (last) {
                                case HOUR -> IntervalFields.DAY_TO_HOUR;
                                case MINUTE -> IntervalFields.DAY_TO_MINUTE;
                                case SECOND -> IntervalFields.DAY_TO_SECOND;
                                default -> null;
                            };
                    case HOUR ->
                            switch (last) {
                                case MINUTE -> IntervalFields.HOUR_TO_MINUTE;
                                case SECOND -> IntervalFields.HOUR_TO_SECOND;
                                default -> null;
                            };
                    case MINUTE -> last == Token.SECOND ? IntervalFields.MINUTE_TO_SECOND : null;
                    default -> null;
                };
        if (range == null) {
            throw tokens.unexpected();
        }
        tokens.advance();
        return range;
    }
}
