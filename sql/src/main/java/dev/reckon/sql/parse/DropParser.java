package dev.reckon.sql.parse;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement.Comment;
import dev.reckon.sql.ast.ObjectStatement.Drop;
import dev.reckon.sql.ast.Statement;
import java.util.List;
import java.util.Optional;

/// `DROP` and `COMMENT`.
final class DropParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    DropParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    Statement parse() {
        int position = tokens.expect(Token.DROP);
        return switch (tokens.token()) {
            case ROLE, GROUP -> new RoleParser(grammar).drop(position);
            case USER -> {
                if (tokens.peek(1) == Token.MAPPING) {
                    yield grammar.statements.unsupported("DROP USER MAPPING", position);
                }
                yield new RoleParser(grammar).drop(position);
            }
            case DATABASE -> new DatabaseParser(grammar).drop(position);
            case OWNED -> new RoleParser(grammar).dropOwned(position);
            case COLUMN, CONSTRAINT, LARGE -> throw tokens.unexpected();
            default -> object(position);
        };
    }

    private Statement object(int position) {
        ObjectKind kind = grammar.objects().kind();
        boolean concurrently = kind == ObjectKind.INDEX && tokens.accept(Token.CONCURRENTLY);
        boolean ifExists = grammar.names.ifExists();
        List<ObjectReference> objects =
                isListed(kind)
                        ? grammar.objects().list(kind)
                        : List.of(grammar.objects().object(kind));
        boolean cascade = grammar.names.cascade();
        return new Drop(kind, objects, ifExists, cascade, concurrently, position);
    }

    /// Whether several objects of a kind can be dropped at once.
    private static boolean isListed(ObjectKind kind) {
        return switch (kind) {
            case TRIGGER,
                    RULE,
                    POLICY,
                    CAST,
                    TRANSFORM,
                    OPERATOR_CLASS,
                    OPERATOR_FAMILY,
                    TABLESPACE,
                    SUBSCRIPTION ->
                    false;
            default -> true;
        };
    }

    Comment comment() {
        int position = tokens.expect(Token.COMMENT);
        tokens.expect(Token.ON);
        ObjectKind kind = grammar.objects().kind();
        ObjectReference object = grammar.objects().object(kind);
        tokens.expect(Token.IS);
        Optional<String> text =
                tokens.accept(Token.NULL) ? Optional.empty() : Optional.of(tokens.expectString());
        if (kind == ObjectKind.COLUMN && object.part().isEmpty()) {
            throw SyntaxError.at("column name must be qualified", -1);
        }
        return new Comment(object, text, position);
    }
}
