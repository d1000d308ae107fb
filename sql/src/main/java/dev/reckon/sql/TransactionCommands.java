package dev.reckon.sql;

import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// BEGIN, COMMIT and their relatives.
record TransactionCommands(Session session, CursorCommands cursors) {
    Result run(TransactionStatement statement) {
        SessionTransaction transaction = session.transaction();
        return switch (statement) {
            case TransactionStatement.Begin begin -> {
                if (transaction.isExplicit()) {
                    session.warn(
                            SqlState.ACTIVE_SQL_TRANSACTION,
                            "there is already a transaction in progress");
                } else {
                    transaction.begin();
                }
                apply(begin.modes());
                yield new Result.Command(begin.start() ? "START TRANSACTION" : "BEGIN");
            }
            case TransactionStatement.Commit commit -> commit(commit.chain());
            case TransactionStatement.Rollback rollback -> rollback(rollback.chain());
            case TransactionStatement.Savepoint savepoint -> {
                requireBlock("SAVEPOINT");
                transaction.savepoint(savepoint.name(), session.results().mark());
                yield new Result.Command("SAVEPOINT");
            }
            case TransactionStatement.Release release -> {
                requireBlock("RELEASE SAVEPOINT");
                transaction.release(release.name());
                yield new Result.Command("RELEASE");
            }
            case TransactionStatement.RollbackTo rollback -> {
                requireBlock("ROLLBACK TO SAVEPOINT");
                long mark = transaction.rollbackTo(rollback.name());
                session.results().closeSince(mark);
                cursors.closeSince(mark);
                session.settingsChanged();
                yield new Result.Command("ROLLBACK");
            }
            case TransactionStatement.SetTransaction set -> set(set);
            case TransactionStatement.SetConstraints set -> {
                if (!transaction.isExplicit()) {
                    session.warn(
                            SqlState.NO_ACTIVE_SQL_TRANSACTION,
                            "SET CONSTRAINTS can only be used in transaction blocks");
                }
                new ConstraintTiming(
                                session.catalog(),
                                session.searchPath().effective(),
                                transaction.deferred())
                        .set(set);
                yield new Result.Command("SET CONSTRAINTS");
            }
            case TransactionStatement.PrepareTransaction each -> {
                session.transaction().rollback();
                throw twoPhase(each.position());
            }
            case TransactionStatement.CommitPrepared each -> throw twoPhase(each.position());
            case TransactionStatement.RollbackPrepared each -> throw twoPhase(each.position());
            case TransactionStatement.SetSnapshot each ->
                    throw DatabaseException.notSupported(
                                    "SET TRANSACTION SNAPSHOT", "Use one session.")
                            .at(each.position());
        };
    }

    /// Returns whether a statement ends a transaction, or a part of one that has failed.
    static boolean ends(Statement statement) {
        return statement instanceof TransactionStatement.Commit
                || statement instanceof TransactionStatement.Rollback
                || statement instanceof TransactionStatement.RollbackTo;
    }

    private static DatabaseException twoPhase(int position) {
        return DatabaseException.notSupported("two-phase commit", "Use COMMIT.").at(position);
    }

    private void requireBlock(String command) {
        if (!session.transaction().isExplicit()) {
            throw new DatabaseException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    command + " can only be used in transaction blocks");
        }
    }

    /// Ends a transaction that nobody began, for the procedure that runs in it.
    void endInside(boolean commit) {
        boolean committed = false;
        try {
            if (commit) {
                committed = session.transaction().commit();
            } else {
                session.transaction().rollback();
            }
        } finally {
            cursors.transactionEnded(committed);
        }
        session.settingsMayHaveChanged(committed);
    }

    private Result commit(boolean chain) {
        SessionTransaction transaction = session.transaction();
        boolean wasExplicit = transaction.isExplicit();
        if (!wasExplicit) {
            if (chain) {
                throw new DatabaseException(
                        SqlState.NO_ACTIVE_SQL_TRANSACTION,
                        "COMMIT AND CHAIN can only be used in transaction blocks");
            }
            session.warn(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
        }
        SessionTransaction.Modes modes = transaction.modes();
        session.results().closeAll();
        boolean committed = false;
        try {
            committed = transaction.commit();
        } finally {
            cursors.transactionEnded(committed);
        }
        session.settingsMayHaveChanged(committed);
        chain(chain, modes);
        return new Result.Command(committed ? "COMMIT" : "ROLLBACK");
    }

    private Result rollback(boolean chain) {
        SessionTransaction transaction = session.transaction();
        if (!transaction.isExplicit()) {
            if (chain) {
                throw new DatabaseException(
                        SqlState.NO_ACTIVE_SQL_TRANSACTION,
                        "ROLLBACK AND CHAIN can only be used in transaction blocks");
            }
            session.warn(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
        }
        SessionTransaction.Modes modes = transaction.modes();
        session.results().closeAll();
        transaction.rollback();
        cursors.transactionEnded(false);
        session.settingsMayHaveChanged(false);
        chain(chain, modes);
        return new Result.Command("ROLLBACK");
    }

    private void chain(boolean chain, SessionTransaction.Modes modes) {
        if (chain) {
            session.transaction().begin(modes);
        }
    }

    private Result set(TransactionStatement.SetTransaction set) {
        if (set.session()) {
            for (TransactionStatement.Mode mode : set.modes()) {
                switch (mode) {
                    case READ_ONLY ->
                            session.changeSetting("default_transaction_read_only", "on", false);
                    case READ_WRITE ->
                            session.changeSetting("default_transaction_read_only", "off", false);
                    case DEFERRABLE ->
                            session.changeSetting("default_transaction_deferrable", "on", false);
                    case NOT_DEFERRABLE ->
                            session.changeSetting("default_transaction_deferrable", "off", false);
                    default ->
                            session.changeSetting(
                                    "default_transaction_isolation",
                                    mode.name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', ' '),
                                    false);
                }
            }
            return new Result.Command("SET");
        }
        if (!session.transaction().isExplicit()) {
            session.warn(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    "SET TRANSACTION can only be used in transaction blocks");
            return new Result.Command("SET");
        }
        apply(set.modes());
        return new Result.Command("SET");
    }

    private void apply(List<TransactionStatement.Mode> modes) {
        SessionTransaction transaction = session.transaction();
        for (TransactionStatement.Mode mode : modes) {
            switch (mode) {
                case READ_UNCOMMITTED, READ_COMMITTED ->
                        transaction.choose(Isolation.READ_COMMITTED);
                case REPEATABLE_READ -> transaction.choose(Isolation.REPEATABLE_READ);
                case SERIALIZABLE -> transaction.choose(Isolation.SERIALIZABLE);
                case READ_ONLY -> transaction.setReadOnly(true);
                case READ_WRITE -> transaction.setReadOnly(false);
                case DEFERRABLE -> transaction.setDeferrable(true);
                case NOT_DEFERRABLE -> transaction.setDeferrable(false);
            }
        }
    }
}
