package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.SessionStatement.Close;
import dev.reckon.sql.ast.SessionStatement.CursorSensitivity;
import dev.reckon.sql.ast.SessionStatement.Deallocate;
import dev.reckon.sql.ast.SessionStatement.DeclareCursor;
import dev.reckon.sql.ast.SessionStatement.Execute;
import dev.reckon.sql.ast.SessionStatement.Fetch;
import dev.reckon.sql.ast.SessionStatement.FetchDirection;
import dev.reckon.sql.ast.SessionStatement.Listen;
import dev.reckon.sql.ast.SessionStatement.Notify;
import dev.reckon.sql.ast.SessionStatement.Prepare;
import dev.reckon.sql.ast.SessionStatement.Unlisten;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement.PrepareTransaction;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prepared statements, cursors and messages.
final class SessionParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    SessionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement parse() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case PREPARE -> {
                tokens.advance();
                if (tokens.at(Token.TRANSACTION) && tokens.peek(1) == Token.STRING_LITERAL) {
                    tokens.advance();
                    yield new PrepareTransaction(tokens.expectString(), position);
                }
                yield prepare(position);
            }
            case EXECUTE -> execute();
            case DEALLOCATE -> {
                tokens.advance();
                if (tokens.at(Token.PREPARE)
                        && (tokens.peek(1).isColumnName() || tokens.peek(1) == Token.ALL)) {
                    tokens.advance();
                }
                yield new Deallocate(nameOrAll(), position);
            }
            case DECLARE -> declare();
            case FETCH -> {
                tokens.advance();
                yield fetch(false, position);
            }
            case MOVE -> {
                tokens.advance();
                yield fetch(true, position);
            }
            case CLOSE -> {
                tokens.advance();
                yield new Close(nameOrAll(), position);
            }
            case LISTEN -> {
                tokens.advance();
                yield new Listen(tokens.columnName(), position);
            }
            case UNLISTEN -> {
                tokens.advance();
                yield new Unlisten(
                        tokens.accept(Token.STAR)
                                ? Optional.empty()
                                : Optional.of(tokens.columnName()),
                        position);
            }
            default -> {
                tokens.expect(Token.NOTIFY);
                yield notification(position);
            }
        };
    }

    private Optional<String> nameOrAll() {
        return tokens.accept(Token.ALL) ? Optional.empty() : Optional.of(tokens.columnName());
    }

    private SessionStatement notification(int position) {
        String channel = tokens.columnName();
        Optional<String> payload =
                tokens.accept(Token.COMMA) ? Optional.of(tokens.expectString()) : Optional.empty();
        return new Notify(channel, payload, position);
    }

    private Prepare prepare(int position) {
        String name = tokens.columnName();
        List<TypeName> types = List.of();
        if (tokens.accept(Token.OPEN_PARENTHESIS)) {
            var list = new ArrayList<TypeName>();
            do {
                list.add(grammar.types.parse());
            } while (tokens.accept(Token.COMMA));
            tokens.expect(Token.CLOSE_PARENTHESIS);
            types = List.copyOf(list);
        }
        tokens.expect(Token.AS);
        return new Prepare(name, types, grammar.statements.preparable(), position);
    }

    Execute execute() {
        int position = tokens.expect(Token.EXECUTE);
        String name = tokens.columnName();
        List<Expression> arguments = List.of();
        if (tokens.accept(Token.OPEN_PARENTHESIS)) {
            arguments = grammar.expressions.list();
            tokens.expect(Token.CLOSE_PARENTHESIS);
        }
        return new Execute(name, arguments, position);
    }

    DeclareCursor declare() {
        int position = tokens.expect(Token.DECLARE);
        String name = tokens.columnName();
        boolean binary = false;
        CursorSensitivity sensitivity = CursorSensitivity.DEFAULT;
        Optional<Boolean> scroll = Optional.empty();
        while (!tokens.at(Token.CURSOR)) {
            switch (tokens.token()) {
                case BINARY -> binary = true;
                case INSENSITIVE -> sensitivity = CursorSensitivity.INSENSITIVE;
                case ASENSITIVE -> sensitivity = CursorSensitivity.ASENSITIVE;
                case SCROLL -> scroll = Optional.of(true);
                case NO -> {
                    tokens.advance();
                    scroll = Optional.of(false);
                    if (!tokens.at(Token.SCROLL)) {
                        throw tokens.unexpected();
                    }
                }
                default -> throw tokens.unexpected();
            }
            tokens.advance();
        }
        tokens.expect(Token.CURSOR);
        boolean hold = tokens.accept(Token.WITH);
        if (hold || tokens.accept(Token.WITHOUT)) {
            tokens.expect(Token.HOLD);
        }
        tokens.expect(Token.FOR);
        return new DeclareCursor(
                name, binary, sensitivity, scroll, hold, grammar.queries.parse(), position);
    }

    private Fetch fetch(boolean move, int position) {
        FetchDirection direction = FetchDirection.FORWARD;
        long count = 1;
        Token next = tokens.peek(1);
        boolean cursorAlone =
                tokens.token().isColumnName()
                        && (next == Token.END_OF_INPUT || next == Token.SEMICOLON);
        if (!cursorAlone) {
            switch (tokens.token()) {
                case NEXT -> tokens.advance();
                case PRIOR -> {
                    tokens.advance();
                    direction = FetchDirection.BACKWARD;
                }
                case FIRST -> {
                    tokens.advance();
                    direction = FetchDirection.ABSOLUTE;
                }
                case LAST -> {
                    tokens.advance();
                    direction = FetchDirection.ABSOLUTE;
                    count = -1;
                }
                case ABSOLUTE, RELATIVE -> {
                    direction =
                            tokens.accept(Token.ABSOLUTE)
                                    ? FetchDirection.ABSOLUTE
                                    : FetchDirection.RELATIVE;
                    tokens.accept(Token.RELATIVE);
                    count = signedInteger();
                }
                case FORWARD, BACKWARD -> {
                    direction =
                            tokens.at(Token.FORWARD)
                                    ? FetchDirection.FORWARD
                                    : FetchDirection.BACKWARD;
                    tokens.advance();
                    count = optionalCount();
                }
                default -> count = optionalCount();
            }
            if (!tokens.accept(Token.FROM)) {
                tokens.accept(Token.IN);
            }
        }
        return new Fetch(direction, count, tokens.columnName(), move, position);
    }

    private long optionalCount() {
        if (tokens.accept(Token.ALL)) {
            return Fetch.ALL;
        }
        return grammar.options().atNumber() ? signedInteger() : 1;
    }

    private long signedInteger() {
        boolean negative = tokens.accept(Token.MINUS);
        if (!negative) {
            tokens.accept(Token.PLUS);
        }
        long value = tokens.expectInteger();
        return negative ? -value : value;
    }
}
