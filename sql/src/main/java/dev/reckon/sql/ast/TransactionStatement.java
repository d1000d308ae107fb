package dev.reckon.sql.ast;

import java.util.List;

/// Statements that begin, end and mark transactions.
public sealed interface TransactionStatement extends Statement {
    /// `BEGIN` or `START TRANSACTION`.
    ///
    /// @param start written as `START TRANSACTION`, which is what the command tag repeats
    record Begin(List<Mode> modes, boolean start, int position) implements TransactionStatement {}

    /// `COMMIT` or `END`.
    record Commit(boolean chain, int position) implements TransactionStatement {}

    /// `ROLLBACK` or `ABORT`.
    record Rollback(boolean chain, int position) implements TransactionStatement {}

    /// `SAVEPOINT name`.
    record Savepoint(String name, int position) implements TransactionStatement {}

    /// `RELEASE [SAVEPOINT] name`.
    record Release(String name, int position) implements TransactionStatement {}

    /// `ROLLBACK TO [SAVEPOINT] name`.
    record RollbackTo(String name, int position) implements TransactionStatement {}

    /// `PREPARE TRANSACTION id`.
    record PrepareTransaction(String id, int position) implements TransactionStatement {}

    /// `COMMIT PREPARED id`.
    record CommitPrepared(String id, int position) implements TransactionStatement {}

    /// `ROLLBACK PREPARED id`.
    record RollbackPrepared(String id, int position) implements TransactionStatement {}

    /// `SET TRANSACTION …`.
    ///
    /// @param session `SET SESSION CHARACTERISTICS AS TRANSACTION`: for all that follow
    record SetTransaction(List<Mode> modes, boolean session, int position)
            implements TransactionStatement {}

    /// `SET TRANSACTION SNAPSHOT id`.
    record SetSnapshot(String id, int position) implements TransactionStatement {}

    /// `SET CONSTRAINTS … DEFERRED|IMMEDIATE`; no names for all.
    record SetConstraints(List<QualifiedName> names, boolean deferred, int position)
            implements TransactionStatement {}

    /// What a transaction is to be.
    enum Mode {
        READ_UNCOMMITTED,
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE,
        READ_ONLY,
        READ_WRITE,
        DEFERRABLE,
        NOT_DEFERRABLE
    }
}
