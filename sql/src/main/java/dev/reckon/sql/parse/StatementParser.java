package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query.With;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.UtilityStatement;
import java.util.Optional;

/// Chooses the parser of a statement by its first words.
final class StatementParser {
    private final Grammar grammar;
    private final TokenCursor tokens;

    StatementParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /// PostgreSQL's `stmt`.
    Statement parse() {
        return switch (tokens.token()) {
            case SELECT, VALUES, TABLE, OPEN_PARENTHESIS, WITH, INSERT, UPDATE, DELETE, MERGE ->
                    preparable();
            case TRUNCATE -> grammar.data().truncate();
            case COPY -> new CopyParser(grammar).parse();
            case BEGIN, START, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT, RELEASE ->
                    new TransactionParser(grammar).parse();
            case SET, RESET, SHOW, DISCARD -> grammar.settings().parse();
            case PREPARE,
                    EXECUTE,
                    DEALLOCATE,
                    DECLARE,
                    FETCH,
                    MOVE,
                    CLOSE,
                    LISTEN,
                    UNLISTEN,
                    NOTIFY ->
                    grammar.session().parse();
            case CREATE -> new CreateParser(grammar).parse();
            case ALTER -> new AlterParser(grammar).parse();
            case DROP -> new DropParser(grammar).parse();
            case COMMENT -> new DropParser(grammar).comment();
            case REFRESH -> new SchemaParser(grammar).refresh();
            case GRANT, REVOKE -> new GrantParser(grammar).parse();
            case REASSIGN -> new RoleParser(grammar).reassignOwned();
            case EXPLAIN,
                    CALL,
                    DO,
                    LOCK,
                    VACUUM,
                    ANALYZE,
                    ANALYSE,
                    REINDEX,
                    CLUSTER,
                    CHECKPOINT,
                    LOAD ->
                    new UtilityParser(grammar).parse();
            case SECURITY -> unsupported("SECURITY LABEL");
            case IMPORT -> unsupported("IMPORT FOREIGN SCHEMA");
            default -> throw tokens.unexpected();
        };
    }

    /// Whether a statement that is planned begins here.
    boolean atPreparable() {
        return switch (tokens.token()) {
            case SELECT, VALUES, TABLE, OPEN_PARENTHESIS, WITH, INSERT, UPDATE, DELETE, MERGE ->
                    true;
            default -> false;
        };
    }

    /// PostgreSQL's `PreparableStmt`.
    Preparable preparable() {
        Optional<With> with =
                tokens.at(Token.WITH) ? Optional.of(grammar.queries.with()) : Optional.empty();
        return switch (tokens.token()) {
            case INSERT -> grammar.data().insert(with);
            case UPDATE -> grammar.data().update(with);
            case DELETE -> grammar.data().delete(with);
            case MERGE -> new MergeParser(grammar).parse(with);
            default -> grammar.queries.parse(with);
        };
    }

    /// A statement that PostgreSQL has and we don't: its text is skipped to the next semicolon
    /// outside parentheses.
    UtilityStatement.Unsupported unsupported(String feature) {
        return unsupported(feature, tokens.position());
    }

    UtilityStatement.Unsupported unsupported(String feature, int position) {
        int open = 0;
        while (!tokens.at(Token.END_OF_INPUT) && !(open <= 0 && tokens.at(Token.SEMICOLON))) {
            switch (tokens.token()) {
                case OPEN_PARENTHESIS -> open++;
                case CLOSE_PARENTHESIS -> open--;
                case INVALID -> throw tokens.unexpected();
                default -> {
                    // skipped
                }
            }
            tokens.advance();
        }
        return new UtilityStatement.Unsupported(feature, position);
    }
}
