package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement.CreateTableAs;
import dev.reckon.sql.ast.TableStatement.Persistence;
import java.util.Locale;

/// `CREATE …`: finds out what is created, and calls its parser.
final class CreateParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    CreateParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement parse() {
        int position = tokens.expect(Token.CREATE);
        boolean orReplace = tokens.accept(Token.OR);
        if (orReplace) {
            tokens.expect(Token.REPLACE);
            return replaceable(true, Persistence.PERMANENT, position);
        }
        return switch (tokens.token()) {
            case UNIQUE, INDEX -> new IndexParser(grammar).parse(position);
            case TABLE, SEQUENCE, VIEW, RECURSIVE -> relation(Persistence.PERMANENT, position);
            case LOCAL, GLOBAL -> {
                tokens.advance();
                if (!tokens.at(Token.TEMPORARY) && !tokens.at(Token.TEMP)) {
                    throw tokens.unexpected();
                }
                tokens.advance();
                yield relation(Persistence.TEMPORARY, position);
            }
            case TEMPORARY, TEMP -> {
                tokens.advance();
                yield relation(Persistence.TEMPORARY, position);
            }
            case UNLOGGED -> {
                tokens.advance();
                yield relation(Persistence.UNLOGGED, position);
            }
            case MATERIALIZED -> grammar.tables().materializedView(Persistence.PERMANENT, position);
            case SCHEMA -> new SchemaParser(grammar).create(position);
            case TYPE -> new TypeDefinitionParser(grammar).create(position);
            case DOMAIN -> new TypeDefinitionParser(grammar).createDomain(position);
            case USER -> {
                if (tokens.peek(1) == Token.MAPPING) {
                    yield grammar.statements.unsupported("CREATE USER MAPPING", position);
                }
                yield new RoleParser(grammar).create(position);
            }
            case ROLE, GROUP -> new RoleParser(grammar).create(position);
            case DATABASE -> new DatabaseParser(grammar).create(position);
            case EXTENSION -> new DatabaseParser(grammar).createExtension(position);
            case CAST -> new CastParser(grammar).create(position);
            case STATISTICS -> new DatabaseParser(grammar).createStatistics(position);
            default -> replaceable(false, Persistence.PERMANENT, position);
        };
    }

    /// What can be explained: a table or a materialized view from a query.
    CreateTableAs parseAs() {
        int position = tokens.expect(Token.CREATE);
        Persistence persistence = Persistence.PERMANENT;
        if (tokens.accept(Token.UNLOGGED)) {
            persistence = Persistence.UNLOGGED;
        } else {
            boolean scoped = tokens.accept(Token.LOCAL) || tokens.accept(Token.GLOBAL);
            if (tokens.accept(Token.TEMP) || tokens.accept(Token.TEMPORARY)) {
                persistence = Persistence.TEMPORARY;
            } else if (scoped) {
                throw tokens.unexpected();
            }
        }
        if (tokens.at(Token.MATERIALIZED) && persistence != Persistence.TEMPORARY) {
            return grammar.tables().materializedView(persistence, position);
        }
        return grammar.tables().createAs(persistence, position);
    }

    /// What can stand after `TEMPORARY` or `UNLOGGED`.
    private Statement relation(Persistence persistence, int position) {
        return switch (tokens.token()) {
            case TABLE -> grammar.tables().create(persistence, position);
            case SEQUENCE -> new SchemaParser(grammar).createSequence(persistence, position);
            case MATERIALIZED -> {
                if (persistence != Persistence.UNLOGGED) {
                    throw tokens.unexpected();
                }
                yield grammar.tables().materializedView(persistence, position);
            }
            case VIEW, RECURSIVE ->
                    new SchemaParser(grammar).createView(false, persistence, position);
            default -> throw tokens.unexpected();
        };
    }

    /// What can stand after `OR REPLACE`, and what we don't have.
    private Statement replaceable(boolean orReplace, Persistence persistence, int position) {
        return switch (tokens.token()) {
            case FUNCTION, PROCEDURE -> grammar.functions().create(orReplace, position);
            case TRIGGER, CONSTRAINT -> new TriggerParser(grammar).create(orReplace, position);
            case VIEW, RECURSIVE ->
                    new SchemaParser(grammar).createView(orReplace, persistence, position);
            case TEMP, TEMPORARY -> {
                tokens.advance();
                yield new SchemaParser(grammar)
                        .createView(orReplace, Persistence.TEMPORARY, position);
            }
            default -> unsupported(position);
        };
    }

    private Statement unsupported(int position) {
        String feature =
                switch (tokens.token()) {
                    case AGGREGATE,
                            COLLATION,
                            CONVERSION,
                            LANGUAGE,
                            OPERATOR,
                            POLICY,
                            PUBLICATION,
                            RULE,
                            SERVER,
                            SUBSCRIPTION,
                            TABLESPACE,
                            TRANSFORM ->
                            tokens.token().name();
                    case ACCESS -> {
                        tokens.advance();
                        yield "ACCESS METHOD";
                    }
                    case DEFAULT, EVENT, FOREIGN, PROCEDURAL, TEXT, TRUSTED -> {
                        String first = tokens.token().name();
                        tokens.advance();
                        yield first + " " + tokens.tokenText().toUpperCase(Locale.ROOT);
                    }
                    default -> throw tokens.unexpected();
                };
        return grammar.statements.unsupported("CREATE " + feature, position);
    }
}
