package dev.reckon.sql.parse;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Rename;
import dev.reckon.sql.ast.ObjectStatement.SetOwner;
import dev.reckon.sql.ast.ObjectStatement.SetSchema;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement.AlterFunction;
import dev.reckon.sql.ast.SchemaStatement.AlterSequence;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableStatement.AlterTable;
import java.util.List;
import java.util.Optional;

/// `ALTER …`: finds out what is altered; relations, functions and schemas are altered here.
final class AlterParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    AlterParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement parse() {
        int position = tokens.expect(Token.ALTER);
        return switch (tokens.token()) {
            case TABLE, INDEX, VIEW, MATERIALIZED, SEQUENCE -> relation(position);
            case TYPE -> new TypeDefinitionParser(grammar).alterType(position);
            case DOMAIN -> new TypeDefinitionParser(grammar).alterDomain(position);
            case FUNCTION, PROCEDURE, ROUTINE -> function(position);
            case SCHEMA -> schema(position);
            case DATABASE -> new DatabaseParser(grammar).alter(position);
            case USER -> {
                if (tokens.peek(1) == Token.MAPPING) {
                    yield grammar.statements.unsupported("ALTER USER MAPPING", position);
                }
                yield new RoleParser(grammar).alter(position);
            }
            case ROLE, GROUP -> new RoleParser(grammar).alter(position);
            case TRIGGER -> new TriggerParser(grammar).alter(position);
            case DEFAULT -> new GrantParser(grammar).defaultPrivileges(position);
            case SYSTEM -> grammar.statements.unsupported("ALTER SYSTEM", position);
            default -> {
                ObjectKind kind = grammar.objects().kind();
                switch (kind) {
                    case CAST, COLUMN, CONSTRAINT, ROLE, TRANSFORM, ACCESS_METHOD ->
                            throw tokens.unexpected(-1);
                    default -> {
                        // PostgreSQL alters it
                    }
                }
                yield grammar.statements.unsupported("ALTER " + kind.sql(), position);
            }
        };
    }

    private Statement relation(int position) {
        ObjectKind kind = grammar.objects().kind();
        if (tokens.at(Token.ALL)) {
            tokens.expect(Token.ALL);
            tokens.expect(Token.IN, Token.TABLESPACE);
            String feature = "ALTER " + kind.sql() + " ALL IN TABLESPACE";
            return grammar.statements.unsupported(feature, position);
        }
        boolean ifExists = grammar.names.ifExists();
        TableReference.Table table;
        if (kind == ObjectKind.TABLE) {
            table = grammar.from.relation();
        } else {
            int at = tokens.position();
            QualifiedName name = grammar.names.relation();
            table = new TableReference.Table(name, false, Optional.empty(), Optional.empty(), at);
        }
        QualifiedName name = table.name();
        if (tokens.accept(Token.RENAME)) {
            return rename(kind, table, ifExists, position);
        }
        if (tokens.at(Token.SET, Token.SCHEMA)) {
            tokens.advance();
            tokens.advance();
            var object = ObjectReference.of(kind, name);
            return new SetSchema(object, tokens.columnName(), ifExists, position);
        }
        if (kind == ObjectKind.SEQUENCE) {
            List<Option> options = grammar.options().sequenceOptions();
            if (!options.isEmpty()) {
                return new AlterSequence(name, ifExists, options, position);
            }
        }
        if (dependsOnExtension()) {
            String feature = "ALTER " + kind.sql() + " DEPENDS ON EXTENSION";
            return grammar.statements.unsupported(feature, position);
        }
        List<AlterTableAction> actions = new AlterTableParser(grammar).actions(kind);
        return new AlterTable(kind, name, table.only(), ifExists, actions, position);
    }

    private boolean dependsOnExtension() {
        return tokens.at(Token.DEPENDS) || tokens.at(Token.NO, Token.DEPENDS);
    }

    private Statement rename(
            ObjectKind kind, TableReference.Table table, boolean ifExists, int position) {
        QualifiedName name = table.name();
        ObjectReference object = ObjectReference.of(kind, name);
        if (tokens.accept(Token.CONSTRAINT)) {
            object = part(ObjectKind.CONSTRAINT, name);
        } else if (!tokens.at(Token.TO)) {
            tokens.accept(Token.COLUMN);
            object = part(ObjectKind.COLUMN, name);
        } else if (tokens.peek(1) == Token.TO) {
            // A column named "to" needs quotes, for the word is reserved.
            throw tokens.unexpected(1);
        }
        tokens.expect(Token.TO);
        String newName = tokens.columnName();
        return new Rename(object, kind, newName, ifExists, table.only(), false, position);
    }

    private ObjectReference part(ObjectKind kind, QualifiedName whole) {
        return new ObjectReference(
                kind, whole, Optional.of(tokens.columnName()), Optional.empty(), whole.position());
    }

    private Statement function(int position) {
        ObjectKind kind = grammar.objects().kind();
        ObjectReference function = grammar.objects().function(kind);
        if (tokens.accept(Token.RENAME)) {
            tokens.expect(Token.TO);
            String newName = tokens.columnName();
            return new Rename(function, kind, newName, false, false, false, position);
        }
        if (tokens.accept(Token.OWNER)) {
            tokens.expect(Token.TO);
            return new SetOwner(function, grammar.names.role(), position);
        }
        if (tokens.accept(Token.SET, Token.SCHEMA)) {
            return new SetSchema(function, tokens.columnName(), false, position);
        }
        if (dependsOnExtension()) {
            String feature = "ALTER " + kind.sql() + " DEPENDS ON EXTENSION";
            return grammar.statements.unsupported(feature, position);
        }
        List<Option> options = grammar.functions().options(false);
        if (options.isEmpty()) {
            throw tokens.unexpected();
        }
        tokens.accept(Token.RESTRICT);
        return new AlterFunction(function, options, position);
    }

    private Statement schema(int position) {
        tokens.expect(Token.SCHEMA);
        ObjectReference schema = grammar.objects().object(ObjectKind.SCHEMA);
        if (tokens.accept(Token.RENAME)) {
            tokens.expect(Token.TO);
            return new Rename(
                    schema, ObjectKind.SCHEMA, tokens.columnName(), false, false, false, position);
        }
        tokens.expect(Token.OWNER, Token.TO);
        return new SetOwner(schema, grammar.names.role(), position);
    }
}
