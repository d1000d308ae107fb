package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Rename;
import dev.reckon.sql.ast.ObjectStatement.SetOwner;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement.AlterDatabaseSet;
import dev.reckon.sql.ast.SchemaStatement.CreateDatabase;
import dev.reckon.sql.ast.SchemaStatement.CreateExtension;
import dev.reckon.sql.ast.SchemaStatement.CreateStatistics;
import dev.reckon.sql.ast.SchemaStatement.DropDatabase;
import dev.reckon.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/// Databases, extensions and extended statistics.
final class DatabaseParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    DatabaseParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    CreateDatabase create(int position) {
        tokens.expect(Token.DATABASE);
        String name = tokens.columnName();
        tokens.accept(Token.WITH);
        var options = new ArrayList<Option>();
        while (atOption()) {
            options.add(option());
        }
        return new CreateDatabase(name, List.copyOf(options), position);
    }

    private boolean atOption() {
        return switch (tokens.token()) {
            case IDENTIFIER, CONNECTION, ENCODING, LOCATION, OWNER, TABLESPACE, TEMPLATE -> true;
            default -> false;
        };
    }

    private Option option() {
        int position = tokens.position();
        String name;
        if (tokens.accept(Token.CONNECTION)) {
            tokens.expect(Token.LIMIT);
            name = "connection_limit";
        } else {
            name = tokens.take();
        }
        tokens.accept(Token.EQUALS);
        Option.Value value;
        if (grammar.options().atNumber()) {
            value = new Option.Number(grammar.options().number());
        } else if (tokens.accept(Token.DEFAULT)) {
            value = new Option.None();
        } else {
            value = new Option.Text(grammar.options().booleanOrString());
        }
        return new Option(name, value, position);
    }

    DropDatabase drop(int position) {
        tokens.expect(Token.DATABASE);
        boolean ifExists = grammar.names.ifExists();
        String name = tokens.columnName();
        boolean force = false;
        if (tokens.at(Token.WITH) || tokens.at(Token.OPEN_PARENTHESIS)) {
            tokens.accept(Token.WITH);
            tokens.expect(Token.OPEN_PARENTHESIS);
            do {
                tokens.expect(Token.FORCE);
            } while (tokens.accept(Token.COMMA));
            tokens.expect(Token.CLOSE_PARENTHESIS);
            force = true;
        }
        return new DropDatabase(name, ifExists, force, position);
    }

    Statement alter(int position) {
        tokens.expect(Token.DATABASE);
        int namePosition = tokens.position();
        String name = tokens.columnName();
        var object =
                ObjectReference.of(
                        ObjectKind.DATABASE, new QualifiedName(List.of(name), namePosition));
        return switch (tokens.token()) {
            case RENAME -> {
                tokens.advance();
                tokens.expect(Token.TO);
                yield new Rename(
                        object,
                        ObjectKind.DATABASE,
                        tokens.columnName(),
                        false,
                        false,
                        false,
                        position);
            }
            case OWNER -> {
                if (tokens.peek(1) == Token.TO) {
                    tokens.advance();
                    tokens.advance();
                    yield new SetOwner(object, grammar.names.role(), position);
                }
                yield grammar.statements.unsupported("ALTER DATABASE with options", position);
            }
            case SET -> {
                if (tokens.peek(1) == Token.TABLESPACE) {
                    yield grammar.statements.unsupported("ALTER DATABASE SET TABLESPACE", position);
                }
                yield new AlterDatabaseSet(name, grammar.settings().inDefinition(), position);
            }
            case RESET -> new AlterDatabaseSet(name, grammar.settings().inDefinition(), position);
            default -> grammar.statements.unsupported("ALTER DATABASE with options", position);
        };
    }

    CreateExtension createExtension(int position) {
        tokens.expect(Token.EXTENSION);
        boolean ifNotExists = grammar.names.ifNotExists();
        String name = tokens.columnName();
        tokens.accept(Token.WITH);
        var options = new ArrayList<Option>();
        while (true) {
            int at = tokens.position();
            if (tokens.accept(Token.SCHEMA)) {
                options.add(new Option("schema", new Option.Text(tokens.columnName()), at));
            } else if (tokens.accept(Token.VERSION)) {
                String version =
                        tokens.at(Token.STRING_LITERAL) ? tokens.take() : tokens.unreservedWord();
                options.add(new Option("version", new Option.Text(version), at));
            } else if (tokens.accept(Token.CASCADE)) {
                options.add(new Option("cascade", new Option.None(), at));
            } else {
                return new CreateExtension(name, ifNotExists, List.copyOf(options), position);
            }
        }
    }

    CreateStatistics createStatistics(int position) {
        tokens.expect(Token.STATISTICS);
        boolean ifNotExists = grammar.names.ifNotExists();
        QualifiedName name = grammar.names.any();
        List<String> kinds = grammar.names.optionalColumnNames();
        tokens.expect(Token.ON);
        var expressions = new ArrayList<Expression>();
        var indexes = new IndexParser(grammar);
        do {
            expressions.add(indexes.key());
        } while (tokens.accept(Token.COMMA));
        tokens.expect(Token.FROM);
        return new CreateStatistics(
                name, ifNotExists, kinds, List.copyOf(expressions), grammar.from.list(), position);
    }
}
