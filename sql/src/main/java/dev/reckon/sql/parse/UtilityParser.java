package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.ast.UtilityStatement.Call;
import dev.reckon.sql.ast.UtilityStatement.Checkpoint;
import dev.reckon.sql.ast.UtilityStatement.Cluster;
import dev.reckon.sql.ast.UtilityStatement.Do;
import dev.reckon.sql.ast.UtilityStatement.Explain;
import dev.reckon.sql.ast.UtilityStatement.Load;
import dev.reckon.sql.ast.UtilityStatement.Lock;
import dev.reckon.sql.ast.UtilityStatement.LockMode;
import dev.reckon.sql.ast.UtilityStatement.Reindex;
import dev.reckon.sql.ast.UtilityStatement.Vacuum;
import dev.reckon.sql.ast.UtilityStatement.VacuumTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `EXPLAIN`, `CALL`, `DO`, `LOCK`, `VACUUM`, `ANALYZE`, `REINDEX`, `CLUSTER`, `CHECKPOINT`,
/// `LOAD`.
final class UtilityParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    UtilityParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    UtilityStatement parse() {
        int position = tokens.position();
        Token word = tokens.token();
        tokens.advance();
        return switch (word) {
            case EXPLAIN -> explain(position);
            case CALL -> call(position);
            case DO -> block(position);
            case LOCK -> lock(position);
            case VACUUM -> vacuum(position);
            case ANALYZE, ANALYSE -> analyze(position);
            case REINDEX -> reindex(position);
            case CLUSTER -> cluster(position);
            case LOAD -> new Load(tokens.expectString(), position);
            default -> new Checkpoint(position);
        };
    }

    private Explain explain(int position) {
        List<Option> options;
        if (tokens.at(Token.OPEN_PARENTHESIS) && atOptions()) {
            options = grammar.options().utilityOptions();
        } else {
            var list = new ArrayList<Option>();
            acceptFlag(list, Token.ANALYZE);
            acceptFlag(list, Token.ANALYSE);
            acceptFlag(list, Token.VERBOSE);
            options = List.copyOf(list);
        }
        return new Explain(options, explained(), position);
    }

    /// Whether a parenthesis holds options, and not a query.
    private boolean atOptions() {
        Token next = tokens.peek(1);
        boolean values = next == Token.VALUES && tokens.peek(2) == Token.OPEN_PARENTHESIS;
        return next == Token.ANALYZE
                || next == Token.ANALYSE
                || (next.isUnreservedName() && !values);
    }

    private void acceptFlag(List<Option> options, Token word) {
        int position = tokens.position();
        if (tokens.accept(word)) {
            String name = word == Token.VERBOSE ? "verbose" : "analyze";
            options.add(new Option(name, new Option.None(), position));
        }
    }

    private Statement explained() {
        return switch (tokens.token()) {
            case DECLARE -> grammar.session().declare();
            case EXECUTE -> grammar.session().execute();
            case REFRESH -> new SchemaParser(grammar).refresh();
            case CREATE -> new CreateParser(grammar).parseAs();
            default -> grammar.statements.preparable();
        };
    }

    private Call call(int position) {
        int callPosition = tokens.position();
        QualifiedName name = grammar.names.function();
        FunctionCall call = grammar.calls.application(name, callPosition);
        return new Call(call, position);
    }

    private Do block(int position) {
        Optional<String> body = Optional.empty();
        String language = "plpgsql";
        boolean languageSeen = false;
        while (tokens.at(Token.STRING_LITERAL) || tokens.at(Token.LANGUAGE)) {
            if (tokens.at(Token.STRING_LITERAL)) {
                body = Optional.of(tokens.take());
            } else {
                tokens.advance();
                languageSeen = true;
                language =
                        tokens.at(Token.STRING_LITERAL) ? tokens.take() : tokens.unreservedWord();
            }
        }
        if (body.isEmpty()) {
            if (!languageSeen || !(tokens.at(Token.END_OF_INPUT) || tokens.at(Token.SEMICOLON))) {
                throw tokens.unexpected();
            }
            throw SyntaxError.at("no inline code specified", -1);
        }
        return new Do(body.get(), language, position);
    }

    private Lock lock(int position) {
        tokens.accept(Token.TABLE);
        var tables = new ArrayList<TableReference.Table>();
        do {
            tables.add(grammar.from.relation());
        } while (tokens.accept(Token.COMMA));
        LockMode mode = LockMode.ACCESS_EXCLUSIVE;
        if (tokens.accept(Token.IN)) {
            mode = lockMode();
            tokens.expect(Token.MODE);
        }
        return new Lock(List.copyOf(tables), mode, tokens.accept(Token.NOWAIT), position);
    }

    private LockMode lockMode() {
        if (tokens.accept(Token.ACCESS)) {
            if (tokens.accept(Token.SHARE)) {
                return LockMode.ACCESS_SHARE;
            }
            tokens.expect(Token.EXCLUSIVE);
            return LockMode.ACCESS_EXCLUSIVE;
        }
        if (tokens.accept(Token.ROW)) {
            if (tokens.accept(Token.SHARE)) {
                return LockMode.ROW_SHARE;
            }
            tokens.expect(Token.EXCLUSIVE);
            return LockMode.ROW_EXCLUSIVE;
        }
        if (tokens.accept(Token.EXCLUSIVE)) {
            return LockMode.EXCLUSIVE;
        }
        tokens.expect(Token.SHARE);
        if (tokens.accept(Token.UPDATE)) {
            tokens.expect(Token.EXCLUSIVE);
            return LockMode.SHARE_UPDATE_EXCLUSIVE;
        }
        if (tokens.accept(Token.ROW)) {
            tokens.expect(Token.EXCLUSIVE);
            return LockMode.SHARE_ROW_EXCLUSIVE;
        }
        return LockMode.SHARE;
    }

    private Vacuum vacuum(int position) {
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return new Vacuum(true, grammar.options().utilityOptions(), tables(), position);
        }
        var options = new ArrayList<Option>();
        for (Token word : List.of(Token.FULL, Token.FREEZE, Token.VERBOSE)) {
            int at = tokens.position();
            if (tokens.at(word)) {
                options.add(new Option(tokens.take(), new Option.None(), at));
            }
        }
        acceptFlag(options, Token.ANALYZE);
        acceptFlag(options, Token.ANALYSE);
        return new Vacuum(true, List.copyOf(options), tables(), position);
    }

    private Vacuum analyze(int position) {
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            return new Vacuum(false, grammar.options().utilityOptions(), tables(), position);
        }
        var options = new ArrayList<Option>();
        acceptFlag(options, Token.VERBOSE);
        return new Vacuum(false, List.copyOf(options), tables(), position);
    }

    private List<VacuumTable> tables() {
        var list = new ArrayList<VacuumTable>();
        if (tokens.token().isColumnName()) {
            do {
                int position = tokens.position();
                QualifiedName name = grammar.names.relation();
                list.add(new VacuumTable(name, grammar.names.optionalColumnNames(), position));
            } while (tokens.accept(Token.COMMA));
        }
        return List.copyOf(list);
    }

    private Reindex reindex(int position) {
        var options = new ArrayList<Option>();
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            options.addAll(grammar.options().utilityOptions());
        }
        switch (tokens.token()) {
            case INDEX, TABLE, SCHEMA, SYSTEM, DATABASE -> {
                // what PostgreSQL can reindex
            }
            default -> throw tokens.unexpected();
        }
        String kind = tokens.take();
        int at = tokens.position();
        if (tokens.accept(Token.CONCURRENTLY)) {
            options.add(new Option("concurrently", new Option.None(), at));
        }
        return new Reindex(kind, grammar.names.relation(), List.copyOf(options), position);
    }

    private Cluster cluster(int position) {
        var options = new ArrayList<Option>();
        if (tokens.at(Token.OPEN_PARENTHESIS)) {
            options.addAll(grammar.options().utilityOptions());
        } else {
            acceptFlag(options, Token.VERBOSE);
        }
        Optional<QualifiedName> table = Optional.empty();
        Optional<String> index = Optional.empty();
        if (tokens.token().isColumnName()) {
            table = Optional.of(grammar.names.relation());
            if (tokens.accept(Token.ON)) {
                // The old way: the index first.
                index = Optional.of(table.get().name());
                table = Optional.of(grammar.names.relation());
            } else if (tokens.accept(Token.USING)) {
                index = Optional.of(tokens.columnName());
            }
        }
        return new Cluster(table, index, List.copyOf(options), position);
    }
}
