package dev.reckon.sql;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.define.DefinitionRunner;
import dev.reckon.sql.define.Definitions;
import dev.reckon.sql.define.StaleDefinitions;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Statements that define things.
record DefinitionCommands(Session session) {
    Result run(TableStatement statement) {
        return define(statement, runner -> runner.run(statement));
    }

    Result run(SchemaStatement statement) {
        return define(statement, runner -> runner.run(statement));
    }

    Result run(ObjectStatement statement) {
        return define(statement, runner -> runner.run(statement));
    }

    Result run(RoleStatement statement) {
        return define(statement, runner -> runner.run(statement));
    }

    Result truncate(DataStatement.Truncate truncate) {
        return define(truncate, runner -> runner.truncate(truncate));
    }

    Result selectInto(Query query) {
        return define(query, runner -> runner.selectInto(query));
    }

    Result reindex(UtilityStatement.Reindex reindex) {
        return define(reindex, runner -> runner.reindex(reindex));
    }

    Result cluster(UtilityStatement.Cluster cluster) {
        return define(cluster, runner -> runner.cluster(cluster));
    }

    /// Ends what lasts until the end of the transaction, before it commits.
    void endTransaction() {
        if (session.catalog().schema(session.temporarySchema()).isPresent()) {
            define(runner -> {
                runner.endTemporaryTables();
                return "";
            });
        }
    }

    private Result define(Statement statement, Function<DefinitionRunner, String> action) {
        new OutsideTransactions(session).require(statement);
        SessionTransaction current = session.transaction();
        if (current.isReadOnly()) {
            throw new DatabaseException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "cannot execute "
                            + statement
                                    .getClass()
                                    .getSimpleName()
                                    .replaceAll("([a-z])([A-Z])", "$1 $2")
                                    .toUpperCase(Locale.ROOT)
                            + " in a read-only transaction");
        }
        return define(action);
    }

    /// Begins anew, with nothing done, when others have changed definitions while it waited.
    private Result define(Function<DefinitionRunner, String> action) {
        Transaction transaction = session.transaction().use();
        while (true) {
            Transaction.Savepoint start = transaction.savepoint();
            try {
                return define(transaction, action);
            } catch (StaleDefinitions changed) {
                if (transaction.isolation() != Isolation.READ_COMMITTED) {
                    throw new DatabaseException(
                            SqlState.SERIALIZATION_FAILURE,
                            "could not serialize access due to concurrent update");
                }
                transaction.rollbackTo(start);
            }
        }
    }

    private Result define(Transaction transaction, Function<DefinitionRunner, String> action) {
        List<Snapshot> snapshots = new ArrayList<>();
        try {
            session.refreshCatalog();
            var definitions =
                    new Definitions(
                            session.store(),
                            transaction,
                            session.environment(),
                            session.searchPath(),
                            session.currentUserOid(),
                            session.isSuperuser(),
                            session.planner().modifications(),
                            () -> evaluation(transaction, snapshots),
                            session::refreshCatalog,
                            session.catalog());
            String tag = action.apply(new DefinitionRunner(definitions));
            definitions
                    .notices()
                    .forEach(notice ->
                            session.notice(
                                    notice.sqlState() == SqlState.WARNING ? "WARNING" : "NOTICE",
                                    notice));
            return new Result.Command(tag);
        } finally {
            snapshots.forEach(Snapshot::close);
            session.refreshCatalog();
        }
    }

    private Evaluation evaluation(Transaction transaction, List<Snapshot> snapshots) {
        Snapshot snapshot = transaction.statementSnapshot();
        snapshots.add(snapshot);
        session.seeCatalog(snapshot);
        return session.queries()
                .evaluation(List.of(), List.of(), Optional.of(transaction), snapshot);
    }
}
