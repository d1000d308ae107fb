package dev.reckon.sql;

import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;

/// Statements that look after the database or the session.
record UtilityCommands(Session session, CursorCommands cursors, PreparedCommands prepared) {
    Result run(UtilityStatement statement) {
        return switch (statement) {
            case UtilityStatement.Explain explain ->
                    throw new IllegalStateException("handled elsewhere: " + explain);
            case UtilityStatement.Call call -> call(call);
            case UtilityStatement.Do each ->
                    throw DatabaseException.notSupported(
                                    "DO in language " + each.language(),
                                    "Send the statements themselves.")
                            .at(each.position());
            case UtilityStatement.Lock lock -> lock(lock);
            case UtilityStatement.Vacuum vacuum -> {
                vacuum.tables().forEach(table -> table(table.table().parts()));
                if (vacuum.vacuum()) {
                    requireNoBlock("VACUUM");
                    session.store().maintain();
                }
                yield new Result.Command(vacuum.vacuum() ? "VACUUM" : "ANALYZE");
            }
            case UtilityStatement.Reindex _ -> new Result.Command("REINDEX");
            case UtilityStatement.Cluster _ -> new Result.Command("CLUSTER");
            case UtilityStatement.Checkpoint _ -> {
                session.store().maintain();
                yield new Result.Command("CHECKPOINT");
            }
            case UtilityStatement.Load load ->
                    throw DatabaseException.notSupported("LOAD", "There are no modules.")
                            .at(load.position());
            case UtilityStatement.Unsupported unsupported ->
                    throw DatabaseException.notSupported(
                                    unsupported.feature(), "PostgreSQL has it, Reckon has not yet.")
                            .at(unsupported.position());
        };
    }

    private void requireNoBlock(String command) {
        if (session.transaction().isExplicit()) {
            throw new DatabaseException(
                    SqlState.ACTIVE_SQL_TRANSACTION,
                    command + " cannot run inside a transaction block");
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

    private Result call(UtilityStatement.Call call) {
        throw DatabaseException.notSupported(
                        "CALL " + call.call().name().dotted(), "Send the statements themselves.")
                .at(call.position());
    }

    private Result lock(UtilityStatement.Lock lock) {
        if (!session.transaction().isExplicit()) {
            throw new DatabaseException(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    "LOCK TABLE can only be used in transaction blocks");
        }
        for (TableReference.Table reference : lock.tables()) {
            Relation relation = table(reference.name().parts());
            if (relation instanceof Table table) {
                session.transaction()
                        .use()
                        .lockTable(
                                table.storageId(),
                                TableLockMode.valueOf(lock.mode().name()),
                                lock.nowait() ? WaitPolicy.NOWAIT : WaitPolicy.WAIT);
            }
        }
        return new Result.Command("LOCK TABLE");
    }

    Result discard(SessionStatement.Discard discard) {
        switch (discard.target()) {
            case ALL -> {
                requireNoBlock("DISCARD ALL");
                cursors.closeAll();
                prepared.clear();
                session.settings().resetAll();
                session.settingsChanged();
                session.database().notifications().unlistenAll(session);
                session.sessionEnvironment().discardSequences();
                session.dropOwnTemporarySchema();
            }
            case PLANS -> session.settingsChanged();
            case SEQUENCES -> session.sessionEnvironment().discardSequences();
            case TEMPORARY -> session.dropOwnTemporarySchema();
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
        session.transaction().use();
        var notification =
                new Notification(
                        session.processId(), notify.channel(), notify.payload().orElse(""));
        session.transaction().atCommit(() -> session.database().notifications().send(notification));
        return new Result.Command("NOTIFY");
    }
}
