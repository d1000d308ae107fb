package dev.reckon.sql.parse;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Rename;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement.AlterGroup;
import dev.reckon.sql.ast.RoleStatement.AlterRole;
import dev.reckon.sql.ast.RoleStatement.AlterRoleSet;
import dev.reckon.sql.ast.RoleStatement.CreateRole;
import dev.reckon.sql.ast.RoleStatement.DropOwned;
import dev.reckon.sql.ast.RoleStatement.DropRole;
import dev.reckon.sql.ast.RoleStatement.ReassignOwned;
import dev.reckon.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Roles: `CREATE`, `ALTER`, `DROP`, and what they own.
final class RoleParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    RoleParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    CreateRole create(int position) {
        String kind = tokens.token().name();
        tokens.advance();
        String name = grammar.names.roleId();
        tokens.accept(Token.WITH);
        return new CreateRole(kind, name, options(), position);
    }

    private List<Option> options() {
        var list = new ArrayList<Option>();
        Optional<Option> option = option();
        while (option.isPresent()) {
            list.add(option.get());
            option = option();
        }
        return List.copyOf(list);
    }

    private Optional<Option> option() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case ENCRYPTED, PASSWORD -> {
                if (tokens.accept(Token.ENCRYPTED)) {
                    tokens.expect(Token.PASSWORD);
                    yield text("password", tokens.expectString(), position);
                }
                tokens.advance();
                yield tokens.accept(Token.NULL)
                        ? option("password", new Option.None(), position)
                        : text("password", tokens.expectString(), position);
            }
            case UNENCRYPTED -> {
                tokens.advance();
                tokens.expect(Token.PASSWORD);
                tokens.expectString();
                throw SyntaxError.unsupported(
                                "UNENCRYPTED PASSWORD is no longer supported", position)
                        .withHint(
                                "Remove UNENCRYPTED to store the password in encrypted form"
                                        + " instead.");
            }
            case INHERIT -> {
                tokens.advance();
                yield text("inherit", "true", position);
            }
            case CONNECTION -> {
                tokens.advance();
                tokens.expect(Token.LIMIT);
                yield option(
                        "connection_limit",
                        new Option.Number(grammar.options().number()),
                        position);
            }
            case VALID -> {
                tokens.advance();
                tokens.expect(Token.UNTIL);
                yield text("valid_until", tokens.expectString(), position);
            }
            case SYSID -> {
                tokens.advance();
                int id = tokens.expectInteger();
                yield option("sysid", new Option.Number(Integer.toString(id)), position);
            }
            case USER, ROLE -> {
                tokens.advance();
                yield option("role", new Option.Names(roleNames()), position);
            }
            case ADMIN -> {
                tokens.advance();
                yield option("admin", new Option.Names(roleNames()), position);
            }
            case IN -> {
                tokens.advance();
                if (!tokens.accept(Token.GROUP)) {
                    tokens.expect(Token.ROLE);
                }
                yield option("in_role", new Option.Names(roleNames()), position);
            }
            case IDENTIFIER -> Optional.of(flag(position));
            default -> Optional.empty();
        };
    }

    private Option flag(int position) {
        String word = tokens.take();
        boolean no = word.startsWith("no");
        String name = no ? word.substring(2) : word;
        return switch (name) {
            case "superuser",
                    "createrole",
                    "replication",
                    "createdb",
                    "login",
                    "bypassrls",
                    "inherit" ->
                    new Option(name, new Option.Text(Boolean.toString(!no)), position);
            default -> throw SyntaxError.at("unrecognized role option \"" + word + "\"", position);
        };
    }

    private List<String> roleNames() {
        var list = new ArrayList<String>();
        do {
            list.add(grammar.names.roleId());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private static Optional<Option> text(String name, String value, int position) {
        return option(name, new Option.Text(value), position);
    }

    private static Optional<Option> option(String name, Option.Value value, int position) {
        return Optional.of(new Option(name, value, position));
    }

    /// `ALTER` has been taken.
    Statement alter(int position) {
        boolean group = tokens.at(Token.GROUP);
        tokens.advance();
        if (!group && tokens.accept(Token.ALL)) {
            return alterSet(Optional.empty(), position);
        }
        RoleName role = grammar.names.role();
        return switch (tokens.token()) {
            case RENAME -> {
                tokens.advance();
                tokens.expect(Token.TO);
                yield rename(role, position);
            }
            case ADD, DROP -> {
                if (!group) {
                    throw tokens.unexpected();
                }
                boolean add = tokens.accept(Token.ADD);
                tokens.accept(Token.DROP);
                tokens.expect(Token.USER);
                yield new AlterGroup(role, add, grammar.names.roles(), position);
            }
            case SET, RESET -> alterSet(Optional.of(role), position);
            case IN -> {
                if (tokens.peek(1) == Token.DATABASE) {
                    yield alterSet(Optional.of(role), position);
                }
                yield new AlterRole(role, options(), position);
            }
            default -> {
                tokens.accept(Token.WITH);
                yield new AlterRole(role, options(), position);
            }
        };
    }

    private Statement alterSet(Optional<RoleName> role, int position) {
        Optional<String> database = Optional.empty();
        if (tokens.accept(Token.IN)) {
            tokens.expect(Token.DATABASE);
            database = Optional.of(tokens.columnName());
        }
        return new AlterRoleSet(role, database, grammar.settings().inDefinition(), position);
    }

    private Statement rename(RoleName role, int position) {
        var object =
                ObjectReference.of(
                        ObjectKind.ROLE, new QualifiedName(List.of(role.name()), role.position()));
        String newName = grammar.names.roleId();
        return new Rename(object, ObjectKind.ROLE, newName, false, false, false, position);
    }

    /// `DROP` has been taken.
    DropRole drop(int position) {
        tokens.advance();
        boolean ifExists = grammar.names.ifExists();
        return new DropRole(grammar.names.roles(), ifExists, position);
    }

    DropOwned dropOwned(int position) {
        tokens.expect(Token.OWNED, Token.BY);
        List<RoleName> roles = grammar.names.roles();
        return new DropOwned(roles, grammar.names.cascade(), position);
    }

    ReassignOwned reassignOwned() {
        int position = tokens.expect(Token.REASSIGN);
        tokens.expect(Token.OWNED, Token.BY);
        List<RoleName> roles = grammar.names.roles();
        tokens.expect(Token.TO);
        return new ReassignOwned(roles, grammar.names.role(), position);
    }
}
