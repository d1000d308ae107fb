package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.ArrayConstructor;
import dev.reckon.sql.ast.Expression.ArraySubquery;
import dev.reckon.sql.ast.Expression.BitConstant;
import dev.reckon.sql.ast.Expression.BooleanConstant;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.Case;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.CastForm;
import dev.reckon.sql.ast.Expression.ColumnReference;
import dev.reckon.sql.ast.Expression.Exists;
import dev.reckon.sql.ast.Expression.FieldSelection;
import dev.reckon.sql.ast.Expression.FieldStar;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.Grouping;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.NullConstant;
import dev.reckon.sql.ast.Expression.NumericConstant;
import dev.reckon.sql.ast.Expression.Parameter;
import dev.reckon.sql.ast.Expression.Row;
import dev.reckon.sql.ast.Expression.ScalarSubquery;
import dev.reckon.sql.ast.Expression.Slice;
import dev.reckon.sql.ast.Expression.Star;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Expression.Subscript;
import dev.reckon.sql.ast.Expression.When;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Operands: constants, columns, calls, and whatever begins with a word of its own or a parenthesis
/// (PostgreSQL's `c_expr`).
final class PrimaryParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    PrimaryParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Expression parse() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case INTEGER_LITERAL -> new IntegerConstant(tokens.expectInteger(), position);
            case NUMBER_LITERAL -> new NumericConstant(tokens.take(), position);
            case STRING_LITERAL -> new StringConstant(tokens.take(), position);
            case BIT_LITERAL -> new BitConstant(tokens.take(), false, position);
            case HEX_LITERAL -> new BitConstant(tokens.take(), true, position);
            case DOLLAR_NUMBER -> indirection(new Parameter(tokens.parameter(), position));
            case OPEN_PARENTHESIS -> parenthesis(position);
            case TRUE -> {
                tokens.advance();
                yield new BooleanConstant(true, position);
            }
            case FALSE -> {
                tokens.advance();
                yield new BooleanConstant(false, position);
            }
            case NULL -> {
                tokens.advance();
                yield new NullConstant(position);
            }
            case CASE -> caseExpression(position);
            case CAST -> cast(position);
            case ARRAY -> array(position);
            case EXISTS -> exists(position);
            case ROW -> row(position);
            case GROUPING -> grouping(position);
            case UNIQUE -> unique(position);
            default -> named(position);
        };
    }

    /// What begins with a name or a word that can be one.
    private Expression named(int position) {
        Token token = tokens.token();
        Token next = tokens.peek(1);
        if (token == Token.IDENTIFIER) {
            return next == Token.OPEN_PARENTHESIS || next == Token.STRING_LITERAL
                    ? functionOrConstant(position)
                    : column(position);
        }
        return switch (token.category()) {
            case UNRESERVED, TYPE_OR_FUNCTION -> unreserved(token, next, position);
            case COLUMN_NAME -> {
                if (grammar.types.atBuiltIn()) {
                    yield builtInType(position);
                }
                yield next == Token.OPEN_PARENTHESIS
                        ? grammar.specialCalls().parse()
                        : column(position);
            }
            case RESERVED -> grammar.specialCalls().reserved();
            case NO_KEYWORD -> throw tokens.unexpected();
        };
    }

    private Expression unreserved(Token token, Token next, int position) {
        if (token == Token.DOUBLE && next == Token.PRECISION) {
            return builtInType(position);
        }
        if (token == Token.COLLATION && next == Token.FOR) {
            return grammar.specialCalls().collationFor();
        }
        if (token == Token.CURRENT_SCHEMA && next != Token.OPEN_PARENTHESIS) {
            return grammar.specialCalls().reserved();
        }
        boolean call = next == Token.OPEN_PARENTHESIS || next == Token.STRING_LITERAL;
        if (call) {
            return functionOrConstant(position);
        }
        if (token.category() == Token.Category.TYPE_OR_FUNCTION) {
            // It begins a call or a typed constant, so what is wrong is the token after it.
            throw tokens.unexpected(1);
        }
        return column(position);
    }

    /// `int '1'`, `numeric(3) '1'`, `interval '1' day`; without a constant, a column of that name.
    private Expression builtInType(int position) {
        boolean column =
                switch (tokens.token()) {
                    case DOUBLE -> false;
                    case NATIONAL ->
                            tokens.peek(1) != Token.CHARACTER && tokens.peek(1) != Token.CHAR;
                    case BIT, CHARACTER, CHAR, NCHAR ->
                            tokens.peek(1) != Token.VARYING && !typeGoesOn();
                    case TIME, TIMESTAMP ->
                            tokens.peek(1) != Token.WITHOUT
                                    && !(tokens.peek(1) == Token.WITH
                                            && tokens.peek(2) == Token.TIME)
                                    && !typeGoesOn();
                    default -> !typeGoesOn();
                };
        if (column) {
            return column(position);
        }
        boolean interval = tokens.at(Token.INTERVAL);
        TypeName type = grammar.types.constantType();
        int constantPosition = tokens.position();
        var constant = new StringConstant(tokens.expectString(), constantPosition);
        if (interval && type.modifiers().isEmpty()) {
            type = grammar.types.withFields(type);
        }
        return new Cast(constant, type, CastForm.TYPED_CONSTANT, position);
    }

    private boolean typeGoesOn() {
        Token next = tokens.peek(1);
        return next == Token.STRING_LITERAL || next == Token.OPEN_PARENTHESIS;
    }

    /// A column, or with dots a function or a type: what follows the names decides.
    private Expression column(int position) {
        String first = tokens.columnName();
        if (!tokens.at(Token.DOT)) {
            Expression column = new ColumnReference(List.of(first), position);
            return tokens.at(Token.OPEN_BRACKET) ? indirection(column) : column;
        }
        var names = new ArrayList<String>();
        names.add(first);
        while (tokens.accept(Token.DOT)) {
            if (tokens.accept(Token.STAR)) {
                return new Star(List.copyOf(names), position);
            }
            names.add(tokens.label());
        }
        List<String> parts = List.copyOf(names);
        return switch (tokens.token()) {
            case OPEN_PARENTHESIS -> callOrConstant(new QualifiedName(parts, position), position);
            case STRING_LITERAL -> typedConstant(new QualifiedName(parts, position), List.of());
            case OPEN_BRACKET -> indirection(new ColumnReference(parts, position));
            default -> new ColumnReference(parts, position);
        };
    }

    private Expression functionOrConstant(int position) {
        QualifiedName name = new QualifiedName(List.of(tokens.take()), position);
        return tokens.at(Token.OPEN_PARENTHESIS)
                ? callOrConstant(name, position)
                : typedConstant(name, List.of());
    }

    /// `name(…)`, or with a string after it a constant of a type with modifiers.
    private Expression callOrConstant(QualifiedName name, int position) {
        FunctionCall call = grammar.calls.application(name, position);
        if (tokens.at(Token.STRING_LITERAL) && grammar.calls.canBeModifiers(call)) {
            return typedConstant(name, call.arguments());
        }
        return grammar.calls.suffixes(call);
    }

    private Expression typedConstant(QualifiedName type, List<Expression> modifiers) {
        int position = tokens.position();
        var constant = new StringConstant(tokens.expectString(), position);
        TypeName name =
                new TypeName(
                        type,
                        modifiers,
                        List.of(),
                        Optional.empty(),
                        false,
                        false,
                        type.position());
        return new Cast(constant, name, CastForm.TYPED_CONSTANT, type.position());
    }

    /// Fields and subscripts after an operand.
    Expression indirection(Expression operand) {
        Expression whole = operand;
        int levels = 0;
        while (true) {
            if (tokens.accept(Token.DOT)) {
                if (tokens.accept(Token.STAR)) {
                    whole = new FieldStar(whole, operand.position());
                    break;
                }
                whole = new FieldSelection(whole, tokens.label(), operand.position());
            } else if (tokens.accept(Token.OPEN_BRACKET)) {
                whole = subscript(whole, operand.position());
            } else {
                break;
            }
            tokens.enter();
            levels++;
        }
        tokens.leave(levels);
        return whole;
    }

    private Expression subscript(Expression operand, int position) {
        Optional<Expression> lower = Optional.empty();
        if (!tokens.at(Token.COLON)) {
            lower = Optional.of(grammar.expressions.parse());
            if (tokens.accept(Token.CLOSE_BRACKET)) {
                return new Subscript(operand, lower.get(), position);
            }
        }
        tokens.expect(Token.COLON);
        Optional<Expression> upper =
                tokens.at(Token.CLOSE_BRACKET)
                        ? Optional.empty()
                        : Optional.of(grammar.expressions.parse());
        tokens.expect(Token.CLOSE_BRACKET);
        return new Slice(operand, lower, upper, position);
    }

    private Expression parenthesis(int position) {
        List<Expression> items = parenthesized();
        if (items.size() > 1) {
            return overlaps(new Row(items, false, position));
        }
        return switch (tokens.token()) {
            case DOT, OPEN_BRACKET -> indirection(items.getFirst());
            default -> items.getFirst();
        };
    }

    /// Reads `(a, b, …)`, `(a)` or `(query)`; a query comes back as one [ScalarSubquery].
    List<Expression> parenthesized() {
        return parenthesized(1, Integer.MAX_VALUE);
    }

    /// The same with a bound on the number of items.
    List<Expression> parenthesized(int least, int most) {
        int position = tokens.expect(Token.OPEN_PARENTHESIS);
        Expression first;
        if (grammar.queries.atQuery()) {
            tokens.enter(TokenCursor.BRACKET_DEPTH);
            first = new ScalarSubquery(grammar.queries.parse(), position);
            tokens.leave(TokenCursor.BRACKET_DEPTH);
            tokens.expect(Token.CLOSE_PARENTHESIS);
            return List.of(first);
        }
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            first = nested(position);
        } else {
            first = grammar.expressions.parse();
        }
        if (tokens.at(Token.COMMA) ? most == 1 : least > 1) {
            throw tokens.unexpected();
        }
        List<Expression> items =
                tokens.at(Token.COMMA) ? grammar.expressions.listFrom(first) : List.of(first);
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return items;
    }

    /// The first item of a parenthesis that begins with another one: only its end tells a query in
    /// parentheses that goes on (`((SELECT 1) UNION …)`) from an expression (`((SELECT 1) + 1)`).
    private Expression nested(int outerPosition) {
        tokens.enter(TokenCursor.BRACKET_DEPTH);
        int position = tokens.position();
        List<Expression> items = parenthesized();
        tokens.leave(TokenCursor.BRACKET_DEPTH);
        if (items.size() == 1 && items.getFirst() instanceof ScalarSubquery subquery) {
            if (grammar.queries.goesOn()) {
                Query whole = grammar.queries.parseFrom(subquery.query());
                return new ScalarSubquery(whole, outerPosition);
            }
            if (tokens.at(Token.CLOSE_PARENTHESIS)) {
                return new ScalarSubquery(subquery.query(), outerPosition);
            }
        }
        Expression first =
                items.size() == 1
                        ? indirection(items.getFirst())
                        : overlaps(new Row(items, false, position));
        return grammar.expressions.parseFrom(first);
    }

    private Expression row(int position) {
        if (tokens.peek(1) != Token.OPEN_PARENTHESIS) {
            return column(position);
        }
        return overlaps(explicitRow());
    }

    private Row explicitRow() {
        int position = tokens.expect(Token.ROW);
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<Expression> fields =
                tokens.at(Token.CLOSE_PARENTHESIS) ? List.of() : grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new Row(fields, true, position);
    }

    /// `(a, b) OVERLAPS (c, d)` is a call.
    private Expression overlaps(Row left) {
        if (!tokens.at(Token.OVERLAPS)) {
            return left;
        }
        int operator = tokens.expect(Token.OVERLAPS);
        int position = tokens.position();
        List<Expression> right;
        if (tokens.at(Token.ROW)) {
            right = explicitRow().fields();
        } else {
            right = parenthesized(2, Integer.MAX_VALUE);
        }
        if (left.fields().size() != 2) {
            throw SyntaxError.at(
                    "wrong number of parameters on left side of OVERLAPS expression",
                    left.position());
        }
        if (right.size() != 2) {
            throw SyntaxError.at(
                    "wrong number of parameters on right side of OVERLAPS expression", position);
        }
        var arguments = new ArrayList<>(left.fields());
        arguments.addAll(right);
        return FunctionCall.of(
                QualifiedName.system("overlaps", operator),
                List.copyOf(arguments),
                CallForm.SQL,
                operator);
    }

    private Expression caseExpression(int position) {
        tokens.expect(Token.CASE);
        Optional<Expression> operand =
                tokens.at(Token.WHEN) ? Optional.empty() : Optional.of(grammar.expressions.parse());
        var branches = new ArrayList<When>();
        do {
            int when = tokens.expect(Token.WHEN);
            Expression condition = grammar.expressions.parse();
            tokens.expect(Token.THEN);
            branches.add(new When(condition, grammar.expressions.parse(), when));
        } while (tokens.at(Token.WHEN));
        Optional<Expression> otherwise =
                tokens.accept(Token.ELSE)
                        ? Optional.of(grammar.expressions.parse())
                        : Optional.empty();
        tokens.expect(Token.END);
        return new Case(operand, List.copyOf(branches), otherwise, position);
    }

    private Expression cast(int position) {
        tokens.expect(Token.CAST, Token.OPEN_PARENTHESIS);
        Expression operand = grammar.expressions.parse();
        tokens.expect(Token.AS);
        TypeName type = grammar.types.parse();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new Cast(operand, type, CastForm.CAST, position);
    }

    private Expression array(int position) {
        tokens.expect(Token.ARRAY);
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return new ArraySubquery(grammar.queries.parseInParentheses(), position);
        }
        if (!tokens.at(Token.OPEN_BRACKET)) {
            throw tokens.unexpected();
        }
        return elements(position);
    }

    private ArrayConstructor elements(int position) {
        tokens.enter();
        tokens.expect(Token.OPEN_BRACKET);
        List<Expression> elements = List.of();
        if (tokens.at(Token.OPEN_BRACKET)) {
            var rows = new ArrayList<Expression>();
            do {
                if (!tokens.at(Token.OPEN_BRACKET)) {
                    throw tokens.unexpected();
                }
                rows.add(elements(tokens.position()));
            } while (tokens.accept(Token.COMMA));
            elements = List.copyOf(rows);
        } else if (!tokens.at(Token.CLOSE_BRACKET)) {
            elements = grammar.expressions.list();
        }
        tokens.expect(Token.CLOSE_BRACKET);
        tokens.leave();
        return new ArrayConstructor(elements, position);
    }

    private Expression exists(int position) {
        if (tokens.peek(1) != Token.OPEN_PARENTHESIS) {
            return column(position);
        }
        tokens.advance();
        return new Exists(grammar.queries.parseInParentheses(), position);
    }

    private Expression grouping(int position) {
        if (tokens.peek(1) != Token.OPEN_PARENTHESIS) {
            return column(position);
        }
        tokens.advance();
        tokens.advance();
        List<Expression> operands = grammar.expressions.list();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new Grouping(operands, position);
    }

    private Expression unique(int position) {
        tokens.expect(Token.UNIQUE);
        if (tokens.accept(Token.NULLS)) {
            tokens.accept(Token.NOT);
            tokens.expect(Token.DISTINCT);
        }
        grammar.queries.parseInParentheses();
        throw SyntaxError.unsupported("UNIQUE predicate is not yet implemented", position);
    }
}
