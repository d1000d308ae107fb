package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.ast.FunctionParameter.Mode;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SchemaStatement.CreateFunction;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Functions and procedures: their definition, and the parameters by which others name them.
final class FunctionParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    FunctionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    CreateFunction create(boolean orReplace, int position) {
        boolean procedure = tokens.accept(Token.PROCEDURE);
        if (!procedure) {
            tokens.expect(Token.FUNCTION);
        }
        QualifiedName name = grammar.names.function();
        var parameters = new ArrayList<>(parameters());
        Optional<TypeName> result = Optional.empty();
        if (!procedure && tokens.accept(Token.RETURNS)) {
            if (tokens.accept(Token.TABLE)) {
                parameters.addAll(tableColumns());
            } else {
                result = Optional.of(grammar.types.parseInFunction());
            }
        }
        List<Option> options = options(true);
        List<Statement> body = body();
        if (options.isEmpty() && body.isEmpty() && !atEnd()) {
            throw tokens.unexpected();
        }
        return new CreateFunction(
                name,
                orReplace,
                procedure,
                List.copyOf(parameters),
                result,
                options,
                body,
                position);
    }

    private boolean atEnd() {
        return tokens.at(Token.END_OF_INPUT) || tokens.at(Token.SEMICOLON);
    }

    /// PostgreSQL's `func_args_with_defaults`.
    List<FunctionParameter> parameters() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<FunctionParameter>();
        if (!tokens.at(Token.CLOSE_PARENTHESIS)) {
            do {
                list.add(parameter());
            } while (tokens.accept(Token.COMMA));
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    private FunctionParameter parameter() {
        int position = tokens.position();
        Mode mode = mode();
        Optional<String> name = Optional.empty();
        if (tokens.token().isTypeOrFunctionName() && beginsType(tokens.peek(1))) {
            name = Optional.of(tokens.typeOrFunctionName());
            if (mode == Mode.DEFAULT) {
                mode = mode();
            }
        }
        TypeName type = grammar.types.parseInFunction();
        Optional<Expression> value =
                tokens.accept(Token.DEFAULT) || tokens.accept(Token.EQUALS)
                        ? Optional.of(grammar.expressions.parse())
                        : Optional.empty();
        return new FunctionParameter(mode, name, type, value, position);
    }

    private Mode mode() {
        return switch (tokens.token()) {
            case IN -> {
                tokens.advance();
                yield tokens.accept(Token.OUT) ? Mode.INOUT : Mode.IN;
            }
            case OUT -> {
                tokens.advance();
                yield Mode.OUT;
            }
            case INOUT -> {
                tokens.advance();
                yield Mode.INOUT;
            }
            case VARIADIC -> {
                tokens.advance();
                yield Mode.VARIADIC;
            }
            default -> Mode.DEFAULT;
        };
    }

    /// Whether a type, or a mode before it, follows a parameter's name.
    private static boolean beginsType(Token token) {
        return token.isTypeOrFunctionName()
                || switch (token) {
                    case INT,
                            INTEGER,
                            SMALLINT,
                            BIGINT,
                            REAL,
                            FLOAT,
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
                            INTERVAL,
                            SETOF,
                            IN,
                            OUT,
                            INOUT,
                            VARIADIC ->
                            true;
                    default -> false;
                };
    }

    private List<FunctionParameter> tableColumns() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        var list = new ArrayList<FunctionParameter>();
        do {
            int position = tokens.position();
            String name = tokens.typeOrFunctionName();
            TypeName type = grammar.types.parseInFunction();
            list.add(
                    new FunctionParameter(
                            Mode.TABLE, Optional.of(name), type, Optional.empty(), position));
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return List.copyOf(list);
    }

    /// The options of a function, as many as follow.
    List<Option> options(boolean creating) {
        var list = new ArrayList<Option>();
        Optional<Option> option = option(creating);
        while (option.isPresent()) {
            list.add(option.get());
            option = option(creating);
        }
        return List.copyOf(list);
    }

    private Optional<Option> option(boolean creating) {
        int position = tokens.position();
        Token word = tokens.token();
        return switch (word) {
            case AS, LANGUAGE, TRANSFORM, WINDOW ->
                    creating ? creationOption(word, position) : Optional.empty();
            case CALLED -> {
                tokens.advance();
                tokens.expect(Token.ON, Token.NULL);
                tokens.expect(Token.INPUT);
                yield text("strict", "false", position);
            }
            case RETURNS -> {
                tokens.advance();
                tokens.expect(Token.NULL, Token.ON);
                tokens.expect(Token.NULL, Token.INPUT);
                yield text("strict", "true", position);
            }
            case STRICT -> {
                tokens.advance();
                yield text("strict", "true", position);
            }
            case IMMUTABLE, STABLE, VOLATILE -> text("volatility", tokens.take(), position);
            case EXTERNAL, SECURITY -> {
                tokens.accept(Token.EXTERNAL);
                tokens.expect(Token.SECURITY);
                if (!tokens.at(Token.DEFINER) && !tokens.at(Token.INVOKER)) {
                    throw tokens.unexpected();
                }
                yield text("security", tokens.take(), position);
            }
            case LEAKPROOF -> {
                tokens.advance();
                yield text("leakproof", "true", position);
            }
            case NOT -> {
                tokens.advance();
                tokens.expect(Token.LEAKPROOF);
                yield text("leakproof", "false", position);
            }
            case COST, ROWS -> {
                String name = tokens.take();
                yield option(name, new Option.Number(grammar.options().number()), position);
            }
            case SUPPORT -> {
                tokens.advance();
                yield option("support", new Option.Name(grammar.names.any()), position);
            }
            case PARALLEL -> {
                tokens.advance();
                yield text("parallel", tokens.columnName(), position);
            }
            case SET, RESET -> {
                grammar.settings().inDefinition();
                yield text("set", tokens.textFrom(position), position);
            }
            default -> Optional.empty();
        };
    }

    private Optional<Option> creationOption(Token word, int position) {
        tokens.advance();
        return switch (word) {
            case AS -> {
                int start = tokens.position();
                String first = tokens.expectString();
                int inside = start + tokens.textFrom(start).indexOf(first);
                boolean asIs =
                        inside >= start
                                && tokens.textFrom(start).length() - first.length()
                                        == 2 * (inside - start);
                yield tokens.accept(Token.COMMA)
                        ? option(
                                "as",
                                new Option.Names(List.of(first, tokens.expectString())),
                                position)
                        : option("as", new Option.Body(first, asIs ? inside : -1), position);
            }
            case LANGUAGE ->
                    text(
                            "language",
                            tokens.at(Token.STRING_LITERAL)
                                    ? tokens.take()
                                    : tokens.unreservedWord(),
                            position);
            case TRANSFORM -> {
                do {
                    tokens.expect(Token.FOR, Token.TYPE);
                    grammar.types.parse();
                } while (tokens.accept(Token.COMMA));
                yield text("transform", tokens.textFrom(position), position);
            }
            default -> text("window", "true", position);
        };
    }

    private static Optional<Option> text(String name, String value, int position) {
        return option(name, new Option.Text(value), position);
    }

    private static Optional<Option> option(String name, Option.Value value, int position) {
        return Optional.of(new Option(name, value, position));
    }

    private List<Statement> body() {
        if (tokens.at(Token.RETURN)) {
            return List.of(returned());
        }
        if (!tokens.accept(Token.BEGIN)) {
            return List.of();
        }
        tokens.expect(Token.ATOMIC);
        tokens.enter(TokenCursor.BRACKET_DEPTH);
        var list = new ArrayList<Statement>();
        while (!tokens.at(Token.END)) {
            if (!tokens.accept(Token.SEMICOLON)) {
                list.add(tokens.at(Token.RETURN) ? returned() : grammar.statements.parse());
                tokens.expect(Token.SEMICOLON);
            }
        }
        tokens.expect(Token.END);
        tokens.leave(TokenCursor.BRACKET_DEPTH);
        return List.copyOf(list);
    }

    /// `RETURN expression` is a query of that one value.
    private Query returned() {
        int position = tokens.expect(Token.RETURN);
        Expression value = grammar.expressions.parse();
        var item = new SelectItem(value, Optional.empty(), value.position());
        return Query.of(
                new Query.Select(
                        false,
                        List.of(),
                        List.of(item),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        position));
    }
}
