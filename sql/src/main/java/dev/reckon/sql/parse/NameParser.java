package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;

/// Names of tables, objects, operators and roles, and lists of them.
final class NameParser {
    /// catalog.schema.table
    private static final int RELATION_PARTS_MAX = 3;

    private final TokenCursor tokens;

    NameParser(TokenCursor tokens) {
        this.tokens = tokens;
    }

    /// PostgreSQL's `qualified_name`: a relation.
    QualifiedName relation() {
        QualifiedName name = any();
        if (name.parts().size() > RELATION_PARTS_MAX) {
            throw SyntaxError.at(
                    "improper qualified name (too many dotted names): " + name.dotted(),
                    name.position());
        }
        return name;
    }

    /// PostgreSQL's `any_name`.
    QualifiedName any() {
        int position = tokens.position();
        return rest(tokens.columnName(), position);
    }

    /// PostgreSQL's `func_name`: a function by name; one part may be a word that only functions can
    /// have.
    QualifiedName function() {
        int position = tokens.position();
        if (tokens.peek(1) == Token.DOT) {
            return rest(tokens.columnName(), position);
        }
        if (tokens.token().category() == Token.Category.COLUMN_NAME) {
            // It could only have been a schema.
            throw tokens.unexpected(1);
        }
        return new QualifiedName(List.of(tokens.typeOrFunctionName()), position);
    }

    /// A type by name, without modifiers.
    QualifiedName type() {
        int position = tokens.position();
        return rest(tokens.typeOrFunctionName(), position);
    }

    /// The parts after the first, each after a dot.
    QualifiedName rest(String first, int position) {
        if (!tokens.at(Token.DOT)) {
            return new QualifiedName(List.of(first), position);
        }
        var parts = new ArrayList<String>();
        parts.add(first);
        while (tokens.accept(Token.DOT)) {
            parts.add(tokens.label());
        }
        return new QualifiedName(List.copyOf(parts), position);
    }

    List<QualifiedName> anyList() {
        var list = new ArrayList<QualifiedName>();
        do {
            list.add(any());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    List<QualifiedName> relationList() {
        var list = new ArrayList<QualifiedName>();
        do {
            list.add(relation());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// `a, b, c`
    List<String> columnNames() {
        var list = new ArrayList<String>();
        do {
            list.add(tokens.columnName());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// `(a, b, c)`
    List<String> columnNamesInParentheses() {
        tokens.expect(Token.OPEN_PARENTHESIS);
        List<String> list = columnNames();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return list;
    }

    /// `(a, b, c)` or nothing.
    List<String> optionalColumnNames() {
        return tokens.at(Token.OPEN_PARENTHESIS) ? columnNamesInParentheses() : List.of();
    }

    /// Whether the next token is an operator's symbol.
    boolean atSymbol() {
        return isSymbol(tokens.token());
    }

    static boolean isSymbol(Token token) {
        return switch (token) {
            case SYMBOL,
                    PLUS,
                    MINUS,
                    STAR,
                    SLASH,
                    PERCENT,
                    CARET,
                    LESS,
                    GREATER,
                    EQUALS,
                    LESS_EQUALS,
                    GREATER_EQUALS,
                    NOT_EQUALS ->
                    true;
            default -> false;
        };
    }

    /// An operator's symbol; `!=` is `<>`.
    String symbol() {
        if (!atSymbol()) {
            throw tokens.unexpected();
        }
        String symbol = tokens.at(Token.NOT_EQUALS) ? "<>" : tokens.tokenText();
        tokens.advance();
        return symbol;
    }

    /// PostgreSQL's `any_operator`: `schema.+`
    Operator anyOperator() {
        if (!tokens.token().isColumnName()) {
            return Operator.of(symbol());
        }
        var schema = new ArrayList<String>();
        while (tokens.token().isColumnName()) {
            schema.add(tokens.columnName());
            tokens.expect(Token.DOT);
        }
        return new Operator(List.copyOf(schema), symbol());
    }

    /// PostgreSQL's `qual_all_Op`: `+` or `OPERATOR(schema.+)`
    Operator operator() {
        if (!tokens.accept(Token.OPERATOR)) {
            return Operator.of(symbol());
        }
        tokens.expect(Token.OPEN_PARENTHESIS);
        Operator operator = anyOperator();
        tokens.expect(Token.CLOSE_PARENTHESIS);
        return operator;
    }

    /// PostgreSQL's `RoleSpec`.
    RoleName role() {
        int position = tokens.position();
        RoleName.Kind kind =
                switch (tokens.token()) {
                    case CURRENT_ROLE -> RoleName.Kind.CURRENT_ROLE;
                    case CURRENT_USER -> RoleName.Kind.CURRENT_USER;
                    case SESSION_USER -> RoleName.Kind.SESSION_USER;
                    default -> RoleName.Kind.NAMED;
                };
        if (kind != RoleName.Kind.NAMED) {
            tokens.advance();
            return new RoleName(kind, "", position);
        }
        String name = tokens.unreservedWord();
        if (name.equals("public")) {
            return new RoleName(RoleName.Kind.PUBLIC, "", position);
        }
        if (name.equals("none")) {
            throw reserved(name, position);
        }
        return new RoleName(RoleName.Kind.NAMED, name, position);
    }

    /// PostgreSQL's `RoleId`: a role that must be named.
    String roleId() {
        RoleName role = role();
        return switch (role.kind()) {
            case NAMED -> role.name();
            case PUBLIC -> throw reserved("public", role.position());
            case CURRENT_ROLE -> throw noSelf("CURRENT_ROLE", role.position());
            case CURRENT_USER -> throw noSelf("CURRENT_USER", role.position());
            case SESSION_USER -> throw noSelf("SESSION_USER", role.position());
        };
    }

    private static DatabaseException reserved(String name, int position) {
        return new DatabaseException(
                        SqlState.RESERVED_NAME, "role name \"" + name + "\" is reserved")
                .at(position);
    }

    private static DatabaseException noSelf(String word, int position) {
        return new DatabaseException(
                        SqlState.RESERVED_NAME, word + " cannot be used as a role name here")
                .at(position);
    }

    List<RoleName> roles() {
        var list = new ArrayList<RoleName>();
        do {
            list.add(role());
        } while (tokens.accept(Token.COMMA));
        return List.copyOf(list);
    }

    /// `CASCADE`, `RESTRICT` or nothing; returns whether it cascades.
    boolean cascade() {
        if (tokens.accept(Token.CASCADE)) {
            return true;
        }
        tokens.accept(Token.RESTRICT);
        return false;
    }

    /// `IF EXISTS` or nothing.
    boolean ifExists() {
        // Without the second word, the first one is a name.
        return tokens.accept(Token.IF, Token.EXISTS);
    }

    /// `IF NOT EXISTS` or nothing.
    boolean ifNotExists() {
        if (!tokens.accept(Token.IF, Token.NOT)) {
            return false;
        }
        tokens.expect(Token.EXISTS);
        return true;
    }
}
