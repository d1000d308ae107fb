package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Rename;
import dev.reckon.sql.ast.ObjectStatement.SetOwner;
import dev.reckon.sql.ast.ObjectStatement.SetSchema;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement.AddEnumValue;
import dev.reckon.sql.ast.SchemaStatement.AlterDomain;
import dev.reckon.sql.ast.SchemaStatement.CreateComposite;
import dev.reckon.sql.ast.SchemaStatement.CreateDomain;
import dev.reckon.sql.ast.SchemaStatement.CreateEnum;
import dev.reckon.sql.ast.SchemaStatement.CreateRange;
import dev.reckon.sql.ast.SchemaStatement.DomainAction;
import dev.reckon.sql.ast.SchemaStatement.RenameEnumValue;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Types and domains: `CREATE` and `ALTER`.
final class TypeDefinitionParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    TypeDefinitionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement create(int position) {
        tokens.expect(Token.TYPE);
        QualifiedName name = grammar.names.any();
        if (!tokens.accept(Token.AS)) {
            return grammar.statements.unsupported("CREATE TYPE of a base type", position);
        }
        if (tokens.accept(Token.ENUM)) {
            tokens.expect(Token.OPEN_PARENTHESIS);
            List<String> labels = tokens.at(Token.CLOSE_PARENTHESIS) ? List.of() : strings();
            tokens.expect(Token.CLOSE_PARENTHESIS);
            return new CreateEnum(name, labels, position);
        }
        if (tokens.accept(Token.RANGE)) {
            return new CreateRange(name, grammar.options().definition(), position);
        }
        tokens.expect(Token.OPEN_PARENTHESIS);
        var columns = new ArrayList<TableElement.Column>();
        if (!tokens.at(Token.CLOSE_PARENTHESIS)) {
            do {
                columns.add(attribute());
            } while (tokens.accept(Token.COMMA));
        }
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return new CreateComposite(name, List.copyOf(columns), position);
    }

    private List<String> strings() {
        var list = new ArrayList<String>();
        do {
            list.add(tokens.expectString());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private TableElement.Column attribute() {
        int position = tokens.position();
        String name = tokens.columnName();
        TypeName type = grammar.types.parse();
        Optional<QualifiedName> collation =
                tokens.accept(Token.COLLATE) ? Optional.of(grammar.names.any()) : Optional.empty();
        return new TableElement.Column(
                name,
                Optional.of(type),
                collation,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                position);
    }

    CreateDomain createDomain(int position) {
        tokens.expect(Token.DOMAIN);
        QualifiedName name = grammar.names.any();
        tokens.accept(Token.AS);
        TypeName type = grammar.types.parse();
        var qualifiers = grammar.constraints().columnConstraints();
        return new CreateDomain(
                name, type, qualifiers.collation(), qualifiers.constraints(), position);
    }

    /// `ALTER` has been taken.
    Statement alterType(int position) {
        tokens.expect(Token.TYPE);
        QualifiedName name = grammar.names.any();
        var object = ObjectReference.of(ObjectKind.TYPE, name);
        return switch (tokens.token()) {
            case ADD -> {
                if (tokens.peek(1) == Token.ATTRIBUTE) {
                    yield attributeChange(position);
                }
                tokens.advance();
                tokens.expect(Token.VALUE);
                yield addValue(name, position);
            }
            case RENAME -> {
                tokens.advance();
                yield rename(name, object, position);
            }
            case OWNER -> {
                tokens.advance();
                tokens.expect(Token.TO);
                yield new SetOwner(object, grammar.names.role(), position);
            }
            case SET -> {
                if (tokens.peek(1) == Token.OPEN_PARENTHESIS) {
                    yield grammar.statements.unsupported("ALTER TYPE SET", position);
                }
                tokens.advance();
                tokens.expect(Token.SCHEMA);
                yield new SetSchema(object, tokens.columnName(), false, position);
            }
            case DROP, ALTER -> {
                if (tokens.peek(1) != Token.ATTRIBUTE) {
                    throw tokens.unexpected(1);
                }
                yield attributeChange(position);
            }
            default -> throw tokens.unexpected();
        };
    }

    private Statement attributeChange(int position) {
        String feature = "ALTER TYPE " + tokens.token().name() + " ATTRIBUTE";
        return grammar.statements.unsupported(feature, position);
    }

    private Statement addValue(QualifiedName name, int position) {
        boolean ifNotExists = grammar.names.ifNotExists();
        String label = tokens.expectString();
        Optional<String> neighbour = Optional.empty();
        boolean after = tokens.accept(Token.AFTER);
        if (after || tokens.accept(Token.BEFORE)) {
            neighbour = Optional.of(tokens.expectString());
        }
        return new AddEnumValue(name, label, ifNotExists, neighbour, after, position);
    }

    private Statement rename(QualifiedName name, ObjectReference object, int position) {
        if (tokens.accept(Token.VALUE)) {
            String label = tokens.expectString();
            tokens.expect(Token.TO);
            return new RenameEnumValue(name, label, tokens.expectString(), position);
        }
        ObjectReference renamed = object;
        boolean attribute = tokens.accept(Token.ATTRIBUTE);
        if (attribute) {
            renamed =
                    new ObjectReference(
                            ObjectKind.ATTRIBUTE,
                            name,
                            Optional.of(tokens.columnName()),
                            Optional.empty(),
                            name.position());
        }
        tokens.expect(Token.TO);
        String newName = tokens.columnName();
        boolean cascade = attribute && grammar.names.cascade();
        return new Rename(renamed, ObjectKind.TYPE, newName, false, false, cascade, position);
    }

    /// `ALTER` has been taken.
    Statement alterDomain(int position) {
        tokens.expect(Token.DOMAIN);
        QualifiedName name = grammar.names.any();
        var object = ObjectReference.of(ObjectKind.DOMAIN, name);
        return switch (tokens.token()) {
            case RENAME -> {
                tokens.advance();
                yield renameInDomain(name, object, position);
            }
            case OWNER -> {
                tokens.advance();
                tokens.expect(Token.TO);
                yield new SetOwner(object, grammar.names.role(), position);
            }
            case SET -> {
                tokens.advance();
                if (tokens.accept(Token.SCHEMA)) {
                    yield new SetSchema(object, tokens.columnName(), false, position);
                }
                yield new AlterDomain(name, set(), position);
            }
            case DROP -> {
                tokens.advance();
                yield new AlterDomain(name, drop(), position);
            }
            case ADD -> {
                tokens.advance();
                if (!tokens.at(Token.CONSTRAINT) && !tokens.at(Token.CHECK)) {
                    throw tokens.unexpected();
                }
                var constraint = grammar.constraints().tableConstraint();
                yield new AlterDomain(name, new DomainAction.AddConstraint(constraint), position);
            }
            default -> {
                tokens.expect(Token.VALIDATE, Token.CONSTRAINT);
                yield new AlterDomain(
                        name, new DomainAction.ValidateConstraint(tokens.columnName()), position);
            }
        };
    }

    private Statement renameInDomain(QualifiedName name, ObjectReference object, int position) {
        ObjectReference renamed = object;
        if (tokens.accept(Token.CONSTRAINT)) {
            renamed =
                    new ObjectReference(
                            ObjectKind.DOMAIN_CONSTRAINT,
                            name,
                            Optional.of(tokens.columnName()),
                            Optional.empty(),
                            name.position());
        }
        tokens.expect(Token.TO);
        return new Rename(
                renamed, ObjectKind.DOMAIN, tokens.columnName(), false, false, false, position);
    }

    private DomainAction set() {
        if (tokens.accept(Token.NOT)) {
            tokens.expect(Token.NULL);
            return new DomainAction.SetNotNull(true);
        }
        tokens.expect(Token.DEFAULT);
        Expression value = grammar.expressions.parse();
        return new DomainAction.SetDefault(Optional.of(value));
    }

    private DomainAction drop() {
        if (tokens.accept(Token.DEFAULT)) {
            return new DomainAction.SetDefault(Optional.empty());
        }
        if (tokens.accept(Token.NOT)) {
            tokens.expect(Token.NULL);
            return new DomainAction.SetNotNull(false);
        }
        tokens.expect(Token.CONSTRAINT);
        boolean ifExists = grammar.names.ifExists();
        String name = tokens.columnName();
        return new DomainAction.DropConstraint(name, ifExists, grammar.names.cascade());
    }
}
