package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.CastForm;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.NumericConstant;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.SessionStatement.Discard;
import dev.reckon.sql.ast.SessionStatement.DiscardTarget;
import dev.reckon.sql.ast.SessionStatement.Reset;
import dev.reckon.sql.ast.SessionStatement.Set;
import dev.reckon.sql.ast.SessionStatement.SettingValue;
import dev.reckon.sql.ast.SessionStatement.Show;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement.SetConstraints;
import dev.reckon.sql.ast.TransactionStatement.SetSnapshot;
import dev.reckon.sql.ast.TransactionStatement.SetTransaction;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `SET`, `RESET`, `SHOW`, `DISCARD`.
final class SettingParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    SettingParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement parse() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case SET -> set();
            case RESET -> reset();
            case SHOW -> {
                tokens.advance();
                yield new Show(nameOrAll(), position);
            }
            default -> {
                tokens.expect(Token.DISCARD);
                yield new Discard(discardTarget(), position);
            }
        };
    }

    private DiscardTarget discardTarget() {
        DiscardTarget target =
                switch (tokens.token()) {
                    case ALL -> DiscardTarget.ALL;
                    case PLANS -> DiscardTarget.PLANS;
                    case SEQUENCES -> DiscardTarget.SEQUENCES;
                    case TEMP, TEMPORARY -> DiscardTarget.TEMPORARY;
                    default -> throw tokens.unexpected();
                };
        tokens.advance();
        return target;
    }

    Reset reset() {
        int position = tokens.expect(Token.RESET);
        return new Reset(nameOrAll(), position);
    }

    private Optional<String> nameOrAll() {
        if (tokens.accept(Token.ALL)) {
            return Optional.empty();
        }
        if (tokens.accept(Token.TIME, Token.ZONE)) {
            return Optional.of("timezone");
        }
        if (tokens.at(Token.TRANSACTION, Token.ISOLATION)) {
            tokens.advance();
            tokens.advance();
            tokens.expect(Token.LEVEL);
            return Optional.of("transaction_isolation");
        }
        if (tokens.accept(Token.SESSION, Token.AUTHORIZATION)) {
            return Optional.of("session_authorization");
        }
        return Optional.of(settingName());
    }

    private String settingName() {
        String name = tokens.columnName();
        if (!tokens.at(Token.DOT)) {
            return name;
        }
        var whole = new StringBuilder(name);
        while (tokens.accept(Token.DOT)) {
            whole.append('.').append(tokens.columnName());
        }
        return whole.toString();
    }

    private Statement set() {
        int position = tokens.expect(Token.SET);
        if (tokens.accept(Token.CONSTRAINTS)) {
            return constraints(position);
        }
        boolean local = tokens.at(Token.LOCAL) && !endsName(tokens.peek(1));
        boolean session =
                tokens.at(Token.SESSION)
                        && !endsName(tokens.peek(1))
                        && tokens.peek(1) != Token.AUTHORIZATION;
        if (local || session) {
            tokens.advance();
        }
        if (session && tokens.accept(Token.CHARACTERISTICS)) {
            tokens.expect(Token.AS, Token.TRANSACTION);
            return transaction(true, position);
        }
        if (tokens.at(Token.TRANSACTION) && !endsName(tokens.peek(1))) {
            tokens.advance();
            if (tokens.accept(Token.SNAPSHOT)) {
                return new SetSnapshot(tokens.expectString(), position);
            }
            return transaction(false, position);
        }
        return rest(local, position);
    }

    private static boolean endsName(Token next) {
        return next == Token.TO || next == Token.EQUALS || next == Token.DOT;
    }

    private Statement transaction(boolean session, int position) {
        var modes = new TransactionParser(grammar).modes();
        if (modes.isEmpty()) {
            throw tokens.unexpected();
        }
        return new SetTransaction(modes, session, position);
    }

    private Statement constraints(int position) {
        List<QualifiedName> names =
                tokens.accept(Token.ALL) ? List.of() : grammar.names.relationList();
        boolean deferred = tokens.accept(Token.DEFERRED);
        if (!deferred) {
            tokens.expect(Token.IMMEDIATE);
        }
        return new SetConstraints(names, deferred, position);
    }

    /// `SET` in the definition of a function, a role or a database; `RESET` too.
    SessionStatement inDefinition() {
        if (tokens.at(Token.RESET)) {
            return reset();
        }
        int position = tokens.expect(Token.SET);
        return rest(false, position);
    }

    /// PostgreSQL's `set_rest_more`, and `name FROM CURRENT`.
    private Set rest(boolean local, int position) {
        Token next = tokens.peek(1);
        boolean named = endsName(next) || next == Token.FROM;
        if (!named) {
            switch (tokens.token()) {
                case TIME -> {
                    tokens.advance();
                    tokens.expect(Token.ZONE);
                    return new Set("timezone", local, zone(), position);
                }
                case CATALOG -> {
                    tokens.advance();
                    tokens.expectString();
                    throw SyntaxError.unsupported("current database cannot be changed", position);
                }
                case SCHEMA -> {
                    tokens.advance();
                    return new Set("search_path", local, string(), position);
                }
                case NAMES -> {
                    tokens.advance();
                    return new Set("client_encoding", local, encoding(), position);
                }
                case ROLE -> {
                    tokens.advance();
                    return new Set("role", local, word(), position);
                }
                case SESSION -> {
                    tokens.advance();
                    tokens.expect(Token.AUTHORIZATION);
                    return new Set("session_authorization", local, defaultOrWord(), position);
                }
                case XML -> {
                    tokens.advance();
                    tokens.expect(Token.OPTION);
                    if (!tokens.at(Token.DOCUMENT) && !tokens.at(Token.CONTENT)) {
                        throw tokens.unexpected();
                    }
                    return new Set("xmloption", local, constant(tokens.take()), position);
                }
                default -> {}
            }
        }
        String name = settingName();
        if (tokens.accept(Token.FROM)) {
            tokens.expect(Token.CURRENT);
            return new Set(name, local, new SettingValue.Current(), position);
        }
        if (!tokens.accept(Token.TO)) {
            tokens.expect(Token.EQUALS);
        }
        return new Set(name, local, values(), position);
    }

    private SettingValue values() {
        if (tokens.accept(Token.DEFAULT)) {
            return new SettingValue.Default();
        }
        var list = new ArrayList<Expression>();
        do {
            list.add(value());
        } while (tokens.accept(Token.COMMA));
        return new SettingValue.Constants(List.copyOf(list));
    }

    private Expression value() {
        int position = tokens.position();
        if (grammar.options().atNumber()) {
            return number(position);
        }
        return new StringConstant(grammar.options().booleanOrString(), position);
    }

    private Expression number(int position) {
        boolean integer =
                tokens.at(Token.INTEGER_LITERAL) || tokens.peek(1) == Token.INTEGER_LITERAL;
        String number = grammar.options().number();
        return integer
                ? new IntegerConstant(Integer.parseInt(number), position)
                : new NumericConstant(number, position);
    }

    private SettingValue constant(String value) {
        return new SettingValue.Constants(List.of(new StringConstant(value, tokens.position())));
    }

    private SettingValue string() {
        return constant(tokens.expectString());
    }

    private SettingValue word() {
        return constant(tokens.at(Token.STRING_LITERAL) ? tokens.take() : tokens.unreservedWord());
    }

    private SettingValue defaultOrWord() {
        return tokens.accept(Token.DEFAULT) ? new SettingValue.Default() : word();
    }

    private SettingValue encoding() {
        if (tokens.at(Token.STRING_LITERAL)) {
            return string();
        }
        tokens.accept(Token.DEFAULT);
        return new SettingValue.Default();
    }

    /// PostgreSQL's `zone_value`.
    private SettingValue zone() {
        int position = tokens.position();
        if (tokens.accept(Token.DEFAULT) || tokens.accept(Token.LOCAL)) {
            return new SettingValue.Default();
        }
        if (grammar.options().atNumber()) {
            return new SettingValue.Constants(List.of(number(position)));
        }
        if (!tokens.at(Token.INTERVAL)) {
            return constant(tokens.at(Token.STRING_LITERAL) ? tokens.take() : tokens.columnName());
        }
        TypeName type = grammar.types.constantType();
        int stringPosition = tokens.position();
        var value = new StringConstant(tokens.expectString(), stringPosition);
        if (type.modifiers().isEmpty()) {
            type = grammar.types.withFields(type);
        }
        return new SettingValue.Constants(
                List.of(new Cast(value, type, CastForm.TYPED_CONSTANT, position)));
    }
}
