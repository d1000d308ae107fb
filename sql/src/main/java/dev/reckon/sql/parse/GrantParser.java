package dev.reckon.sql.parse;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.RoleStatement.AlterDefaultPrivileges;
import dev.reckon.sql.ast.RoleStatement.Grant;
import dev.reckon.sql.ast.RoleStatement.GrantRole;
import dev.reckon.sql.ast.RoleStatement.GrantTarget;
import dev.reckon.sql.ast.RoleStatement.Privilege;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `GRANT`, `REVOKE`, `ALTER DEFAULT PRIVILEGES`.
final class GrantParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    GrantParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    RoleStatement parse() {
        int position = tokens.position();
        boolean grant = tokens.accept(Token.GRANT);
        if (!grant) {
            tokens.expect(Token.REVOKE);
        }
        boolean adminFor = !grant && tokens.accept(Token.ADMIN, Token.OPTION);
        boolean grantFor = !grant && !adminFor && tokens.accept(Token.GRANT, Token.OPTION);
        if (adminFor || grantFor) {
            tokens.expect(Token.FOR);
        }
        List<Privilege> privileges = privileges();
        if (!adminFor && tokens.accept(Token.ON)) {
            return grant(grant, grantFor, privileges, target(), position);
        }
        if (grantFor || privileges.isEmpty()) {
            throw tokens.unexpected();
        }
        return role(grant, adminFor, privileges, position);
    }

    private Grant grant(
            boolean grant,
            boolean optionFor,
            List<Privilege> privileges,
            GrantTarget target,
            int position) {
        tokens.expect(grant ? Token.TO : Token.FROM);
        List<RoleName> roles = grantees();
        boolean option = optionFor;
        if (grant && tokens.accept(Token.WITH)) {
            tokens.expect(Token.GRANT, Token.OPTION);
            option = true;
        }
        Optional<RoleName> grantedBy = grantedBy();
        boolean cascade = !grant && grammar.names.cascade();
        return new Grant(grant, privileges, target, roles, option, grantedBy, cascade, position);
    }

    private GrantRole role(boolean grant, boolean adminFor, List<Privilege> granted, int position) {
        tokens.expect(grant ? Token.TO : Token.FROM);
        List<RoleName> members = grammar.names.roles();
        boolean option = adminFor;
        if (grant && tokens.accept(Token.WITH)) {
            tokens.expect(Token.ADMIN, Token.OPTION);
            option = true;
        }
        Optional<RoleName> grantedBy = grantedBy();
        boolean cascade = !grant && grammar.names.cascade();
        var names = new ArrayList<String>();
        for (Privilege privilege : granted) {
            if (!privilege.columns().isEmpty()) {
                throw SyntaxError.at(
                        "column names cannot be included in GRANT/REVOKE ROLE",
                        privilege.position());
            }
            names.add(privilege.name());
        }
        return new GrantRole(
                grant, List.copyOf(names), members, option, grantedBy, cascade, position);
    }

    private Optional<RoleName> grantedBy() {
        if (!tokens.accept(Token.GRANTED)) {
            return Optional.empty();
        }
        tokens.expect(Token.BY);
        return Optional.of(grammar.names.role());
    }

    /// PostgreSQL's `privileges`; empty for all.
    private List<Privilege> privileges() {
        int position = tokens.position();
        if (tokens.accept(Token.ALL)) {
            tokens.accept(Token.PRIVILEGES);
            List<String> columns = grammar.names.optionalColumnNames();
            return columns.isEmpty() ? List.of() : List.of(new Privilege("all", columns, position));
        }
        var list = new ArrayList<Privilege>();
        do {
            list.add(privilege());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private Privilege privilege() {
        int position = tokens.position();
        String name =
                switch (tokens.token()) {
                    case SELECT, REFERENCES, CREATE -> tokens.take();
                    default -> tokens.columnName();
                };
        if (name.equals("alter") && tokens.accept(Token.SYSTEM)) {
            name = "alter system";
        }
        return new Privilege(name, grammar.names.optionalColumnNames(), position);
    }

    /// PostgreSQL's `privilege_target`.
    private GrantTarget target() {
        if (tokens.accept(Token.ALL)) {
            ObjectKind kind = plural();
            tokens.expect(Token.IN, Token.SCHEMA);
            return new GrantTarget.AllInSchemas(kind, grammar.names.columnNames());
        }
        ObjectKind kind = ObjectKind.TABLE;
        switch (tokens.token()) {
            case TABLE,
                    SEQUENCE,
                    FUNCTION,
                    PROCEDURE,
                    ROUTINE,
                    DATABASE,
                    DOMAIN,
                    LANGUAGE,
                    SCHEMA,
                    TABLESPACE,
                    TYPE ->
                    kind = namedKind();
            case FOREIGN -> {
                tokens.advance();
                if (tokens.accept(Token.SERVER)) {
                    kind = ObjectKind.SERVER;
                } else {
                    tokens.expect(Token.DATA, Token.WRAPPER);
                    kind = ObjectKind.FOREIGN_DATA_WRAPPER;
                }
            }
            case LARGE -> {
                tokens.advance();
                tokens.expect(Token.OBJECT);
                kind = ObjectKind.LARGE_OBJECT;
            }
            case PARAMETER -> {
                tokens.advance();
                return new GrantTarget.Objects(ObjectKind.PARAMETER, parameters());
            }
            default -> {
                // a table
            }
        }
        return new GrantTarget.Objects(kind, grammar.objects().list(kind));
    }

    /// The kind that a word says, unless the word is itself the name of a table.
    private ObjectKind namedKind() {
        Token next = tokens.peek(1);
        boolean isTable =
                next == Token.TO || next == Token.FROM || next == Token.COMMA || next == Token.DOT;
        return isTable ? ObjectKind.TABLE : grammar.objects().kind();
    }

    private List<ObjectReference> parameters() {
        var list = new ArrayList<ObjectReference>();
        do {
            list.add(ObjectReference.of(ObjectKind.PARAMETER, grammar.names.any()));
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    private ObjectKind plural() {
        ObjectKind kind =
                switch (tokens.token()) {
                    case TABLES -> ObjectKind.TABLE;
                    case SEQUENCES -> ObjectKind.SEQUENCE;
                    case FUNCTIONS -> ObjectKind.FUNCTION;
                    case PROCEDURES -> ObjectKind.PROCEDURE;
                    case ROUTINES -> ObjectKind.ROUTINE;
                    case TYPES -> ObjectKind.TYPE;
                    case SCHEMAS -> ObjectKind.SCHEMA;
                    default -> throw tokens.unexpected();
                };
        tokens.advance();
        return kind;
    }

    private List<RoleName> grantees() {
        var list = new ArrayList<RoleName>();
        do {
            tokens.accept(Token.GROUP);
            list.add(grammar.names.role());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// `ALTER` has been taken.
    AlterDefaultPrivileges defaultPrivileges(int position) {
        tokens.expect(Token.DEFAULT, Token.PRIVILEGES);
        List<RoleName> roles = List.of();
        List<String> schemas = List.of();
        while (tokens.at(Token.FOR) || tokens.at(Token.IN)) {
            if (tokens.accept(Token.IN)) {
                tokens.expect(Token.SCHEMA);
                schemas = grammar.names.columnNames();
            } else {
                tokens.expect(Token.FOR);
                if (!tokens.accept(Token.USER)) {
                    tokens.expect(Token.ROLE);
                }
                roles = grammar.names.roles();
            }
        }
        int grantPosition = tokens.position();
        boolean grant = tokens.accept(Token.GRANT);
        if (!grant) {
            tokens.expect(Token.REVOKE);
        }
        boolean optionFor = !grant && tokens.accept(Token.GRANT, Token.OPTION);
        if (optionFor) {
            tokens.expect(Token.FOR);
        }
        List<Privilege> privileges = privileges();
        tokens.expect(Token.ON);
        GrantTarget target = new GrantTarget.Future(plural());
        Grant whole = grant(grant, optionFor, privileges, target, grantPosition);
        return new AlterDefaultPrivileges(roles, schemas, whole, position);
    }
}
