package dev.reckon.sql;

import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Optional;

/// Statements that look after the database or the session.
record UtilityCommands(Session session, CursorCommands cursors, PreparedCommands prepared) {
    Result run(UtilityStatement statement) {
        return switch (statement) {
            case UtilityStatement.Explain explain ->
                    throw new IllegalStateException("handled elsewhere: " + explain);
            case UtilityStatement.Call call ->
                    throw new IllegalStateException("handled elsewhere: " + call);
            case UtilityStatement.Do each -> {
                requireLanguage(each);
                session.refreshCatalog();
                session.routines().run(each.body());
                yield new Result.Command("DO");
            }
            case UtilityStatement.Lock lock -> lock(lock);
            case UtilityStatement.Vacuum vacuum -> {
                vacuum.tables().forEach(table -> table(table.table().parts()));
                if (vacuum.vacuum()) {
                    new OutsideTransactions(session).requireNone("VACUUM");
                    session.store().maintain();
                }
                yield new Result.Command(vacuum.vacuum() ? "VACUUM" : "ANALYZE");
            }
            case UtilityStatement.Reindex _, UtilityStatement.Cluster _ ->
                    throw new IllegalStateException("handled elsewhere: " + statement);
            case UtilityStatement.Checkpoint _ -> {
                session.store().maintain();
                yield new Result.Command("CHECKPOINT");
            }
            case UtilityStatement.Load load ->
                    throw DatabaseException.notSupported("LOAD", "There are no modules.")
                            .at(load.position());
            case UtilityStatement.Unsupported unsupported ->
                    throw DatabaseException.notSupported(
                                    unsupported.feature(),
                                    unsupported.feature().equals("CREATE RULE")
                                            ? "Make a trigger instead."
                                            : "PostgreSQL has it, Reckon has not yet.")
                            .at(unsupported.position());
        };
    }

    private static void requireLanguage(UtilityStatement.Do block) {
        switch (block.language()) {
            case "plpgsql" -> {}
            case "sql", "c", "internal" ->
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "language \""
                                    + block.language()
                                    + "\" does not support inline code execution");
            default ->
                    throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "language \"" + block.language() + "\" does not exist");
        }
    }

    private Relation table(List<String> parts) {
        session.refreshCatalog();
        return session.catalog()
                .relation(session.searchPath(), parts)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_TABLE,
                                "relation \"" + String.join(".", parts) + "\" does not exist"));
    }

    private Result lock(UtilityStatement.Lock lock) {
        if (!session.transaction().isExplicit() && !session.routineContext().isInside()) {
            throw new DatabaseException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    "LOCK TABLE can only be used in transaction blocks");
        }
        Rights rights = Rights.of(session.refreshCatalog(), session.currentUser());
        for (TableReference.Table reference : lock.tables()) {
            Relation relation = table(reference.name().parts());
            lock(relation, lock, rights);
            if (relation instanceof Table table && !reference.only()) {
                lockPartitions(table, lock);
            }
        }
        return new Result.Command("LOCK TABLE");
    }

    /// Whoever may lock a partitioned table may lock its partitions with it.
    private void lockPartitions(Table table, UtilityStatement.Lock lock) {
        for (Table partition : session.catalog().partitions(table.oid())) {
            lock(partition, lock);
            lockPartitions(partition, lock);
        }
    }

    private void lock(Table table, UtilityStatement.Lock lock) {
        session.transaction()
                .use()
                .lockTable(
                        table.storageId(),
                        TableLockMode.valueOf(lock.mode().name()),
                        lock.nowait() ? WaitPolicy.NOWAIT : WaitPolicy.WAIT);
    }

    /// Locks a table, or what a view reads with its owner's rights.
    private void lock(Relation relation, UtilityStatement.Lock lock, Rights rights) {
        TableLockMode mode = TableLockMode.valueOf(lock.mode().name());
        String letters =
                switch (mode) {
                    case ACCESS_SHARE -> "r";
                    case ROW_EXCLUSIVE -> "awdD";
                    default -> "wdD";
                };
        if (letters.chars().noneMatch(letter -> rights.may(relation, (char) letter))) {
            throw PrivilegeChecks.denied(relation);
        }
        switch (relation) {
            case Table table -> lock(table, lock);
            case View view -> {
                Rights inside =
                        view.isInvokers()
                                ? rights
                                : Rights.of(session.catalog(), view.header().ownerOid());
                for (Dependency dependency : view.definition().dependencies()) {
                    Optional<Relation> below = session.catalog().relation(dependency.oid());
                    if (dependency.columnNumber() == 0 && below.isPresent()) {
                        lock(below.get(), lock, inside);
                    }
                }
            }
            default ->
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + relation.name() + "\" is not a table or view");
        }
    }

    Result discard(SessionStatement.Discard discard) {
        switch (discard.target()) {
            case ALL -> {
                new OutsideTransactions(session).requireNone("DISCARD ALL");
                cursors.closeAll();
                prepared.clear();
                session.changeUser("session_authorization", session.loginUser(), false);
                session.resetSettings();
                session.database().notifications().unlistenAll(session);
                session.sessionEnvironment().discardSequences();
                TemporarySchemas.dropOwn(session);
                session.sessionEnvironment().advisoryLocks().unlockAll();
            }
            case PLANS -> session.settingsChanged();
            case SEQUENCES -> session.sessionEnvironment().discardSequences();
            case TEMPORARY -> TemporarySchemas.dropOwn(session);
        }
        return new Result.Command(
                switch (discard.target()) {
                    case ALL -> "DISCARD ALL";
                    case PLANS -> "DISCARD PLANS";
                    case SEQUENCES -> "DISCARD SEQUENCES";
                    case TEMPORARY -> "DISCARD TEMP";
                });
    }

    Result listen(SessionStatement.Listen listen) {
        session.transaction().use();
        session.transaction()
                .atCommit(
                        () -> session.database().notifications().listen(listen.channel(), session));
        return new Result.Command("LISTEN");
    }

    Result unlisten(SessionStatement.Unlisten unlisten) {
        session.transaction().use();
        session.transaction()
                .atCommit(() -> {
                    if (unlisten.channel().isEmpty()) {
                        session.database().notifications().unlistenAll(session);
                    } else {
                        session.database()
                                .notifications()
                                .unlisten(unlisten.channel().get(), session);
                    }
                });
        return new Result.Command("UNLISTEN");
    }

    Result notify(SessionStatement.Notify notify) {
        session.environment().notify(notify.channel(), notify.payload().orElse(""));
        return new Result.Command("NOTIFY");
    }
}
