package dev.reckon.sql.parse;

import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.sql.ast.TransactionStatement.Begin;
import dev.reckon.sql.ast.TransactionStatement.Commit;
import dev.reckon.sql.ast.TransactionStatement.CommitPrepared;
import dev.reckon.sql.ast.TransactionStatement.Mode;
import dev.reckon.sql.ast.TransactionStatement.Release;
import dev.reckon.sql.ast.TransactionStatement.Rollback;
import dev.reckon.sql.ast.TransactionStatement.RollbackPrepared;
import dev.reckon.sql.ast.TransactionStatement.RollbackTo;
import dev.reckon.sql.ast.TransactionStatement.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements that begin, end and mark transactions.
final class TransactionParser {
    private final TokenCursor tokens;

    TransactionParser(Grammar grammar) {
        this.tokens = grammar.tokens;
    }

    TransactionStatement parse() {
        int position = tokens.position();
        return switch (tokens.token()) {
            case BEGIN -> {
                tokens.advance();
                acceptTransaction();
                yield new Begin(modes(), false, position);
            }
            case START -> {
                tokens.advance();
                tokens.expect(Token.TRANSACTION);
                yield new Begin(modes(), true, position);
            }
            case COMMIT -> {
                tokens.advance();
                if (tokens.accept(Token.PREPARED)) {
                    yield new CommitPrepared(tokens.expectString(), position);
                }
                acceptTransaction();
                yield new Commit(chain(), position);
            }
            case END -> {
                tokens.advance();
                acceptTransaction();
                yield new Commit(chain(), position);
            }
            case ABORT -> {
                tokens.advance();
                acceptTransaction();
                yield new Rollback(chain(), position);
            }
            case ROLLBACK -> {
                tokens.advance();
                yield rollback(position);
            }
            case SAVEPOINT -> {
                tokens.advance();
                yield new Savepoint(tokens.columnName(), position);
            }
            default -> {
                tokens.expect(Token.RELEASE);
                yield new Release(savepoint(), position);
            }
        };
    }

    private TransactionStatement rollback(int position) {
        if (tokens.accept(Token.PREPARED)) {
            return new RollbackPrepared(tokens.expectString(), position);
        }
        acceptTransaction();
        if (tokens.accept(Token.TO)) {
            return new RollbackTo(savepoint(), position);
        }
        return new Rollback(chain(), position);
    }

    private String savepoint() {
        // The word may also be the name.
        if (tokens.at(Token.SAVEPOINT) && tokens.peek(1).isColumnName()) {
            tokens.advance();
        }
        return tokens.columnName();
    }

    private void acceptTransaction() {
        if (!tokens.accept(Token.WORK)) {
            tokens.accept(Token.TRANSACTION);
        }
    }

    private boolean chain() {
        if (!tokens.accept(Token.AND)) {
            return false;
        }
        boolean chain = !tokens.accept(Token.NO);
        tokens.expect(Token.CHAIN);
        return chain;
    }

    /// The modes of a transaction, with or without commas between them.
    List<Mode> modes() {
        Optional<Mode> mode = mode();
        if (mode.isEmpty()) {
            return List.of();
        }
        var list = new ArrayList<Mode>();
        while (mode.isPresent()) {
            list.add(mode.get());
            boolean comma = tokens.accept(Token.COMMA);
            mode = mode();
            if (comma && mode.isEmpty()) {
                throw tokens.unexpected();
            }
        }
        return List.copyOf(list);
    }

    private Optional<Mode> mode() {
        return switch (tokens.token()) {
            case ISOLATION -> {
                tokens.advance();
                tokens.expect(Token.LEVEL);
                yield Optional.of(isolation());
            }
            case READ -> {
                tokens.advance();
                if (tokens.accept(Token.ONLY)) {
                    yield Optional.of(Mode.READ_ONLY);
                }
                tokens.expect(Token.WRITE);
                yield Optional.of(Mode.READ_WRITE);
            }
            case DEFERRABLE -> {
                tokens.advance();
                yield Optional.of(Mode.DEFERRABLE);
            }
            case NOT -> {
                tokens.advance();
                tokens.expect(Token.DEFERRABLE);
                yield Optional.of(Mode.NOT_DEFERRABLE);
            }
            default -> Optional.empty();
        };
    }

    private Mode isolation() {
        if (tokens.accept(Token.SERIALIZABLE)) {
            return Mode.SERIALIZABLE;
        }
        if (tokens.accept(Token.REPEATABLE)) {
            tokens.expect(Token.READ);
            return Mode.REPEATABLE_READ;
        }
        tokens.expect(Token.READ);
        if (tokens.accept(Token.COMMITTED)) {
            return Mode.READ_COMMITTED;
        }
        tokens.expect(Token.UNCOMMITTED);
        return Mode.READ_UNCOMMITTED;
    }
}
