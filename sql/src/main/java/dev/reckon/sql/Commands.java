package dev.reckon.sql;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.TransactionStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Runs the statements that are not planned. For the session's thread.
final class Commands {
    private final TransactionCommands transactions;
    private final SettingCommands settings;
    private final DefinitionCommands definitions;
    private final PreparedCommands prepared;
    private final CursorCommands cursors;
    private final UtilityCommands utilities;
    private final ExplainCommand explain;
    private final CopyCommand copy;
    private final ProcedureCalls calls;

    Commands(Session session) {
        this.settings = new SettingCommands(session);
        this.definitions = new DefinitionCommands(session);
        this.prepared = new PreparedCommands(session);
        this.cursors = new CursorCommands(session);
        this.transactions = new TransactionCommands(session, cursors);
        this.utilities = new UtilityCommands(session, cursors, prepared);
        this.explain = new ExplainCommand(session, prepared);
        this.copy = new CopyCommand(session);
        this.calls = new ProcedureCalls(session);
    }

    /// Returns whether a query makes a table: `SELECT … INTO`.
    static boolean isCreateTableAs(Preparable statement) {
        return statement instanceof Query query
                && query.body() instanceof Query.Select select
                && select.into().isPresent();
    }

    /// Returns the columns of the rows that a command gives; empty when it gives none.
    Optional<List<ResultColumn>> columns(Statement statement) {
        return switch (statement) {
            case SessionStatement.Show show -> Optional.of(settings.columns(show));
            case SessionStatement.Fetch fetch when !fetch.move() ->
                    Optional.of(cursors.columns(fetch));
            case SessionStatement.Execute execute -> prepared.columns(execute);
            case UtilityStatement.Explain each -> Optional.of(explain.columns(each));
            case UtilityStatement.Call call -> calls.columns(call);
            default -> Optional.empty();
        };
    }

    /// Runs a command.
    ///
    /// @param parameters of the client, for those that hold a statement with parameters
    Result run(Statement statement, CachedStatement cached, List<Value> parameters) {
        return switch (statement) {
            case Query query -> definitions.selectInto(query);
            case TransactionStatement each -> transactions.run(each);
            case SessionStatement.Set each -> settings.set(each);
            case SessionStatement.Reset each -> settings.reset(each);
            case SessionStatement.Show each -> settings.show(each);
            case SessionStatement.Prepare each -> prepared.prepare(each, cached.text());
            case SessionStatement.Execute each -> prepared.execute(each);
            case SessionStatement.Deallocate each -> prepared.deallocate(each);
            case SessionStatement.DeclareCursor each -> cursors.declare(each, cached, parameters);
            case SessionStatement.Fetch each -> cursors.fetch(each);
            case SessionStatement.Close each -> cursors.close(each);
            case SessionStatement.Discard each -> utilities.discard(each);
            case SessionStatement.Listen each -> utilities.listen(each);
            case SessionStatement.Unlisten each -> utilities.unlisten(each);
            case SessionStatement.Notify each -> utilities.notify(each);
            case DataStatement.Copy each -> copy.run(each);
            case DataStatement.Truncate each -> definitions.truncate(each);
            case DataStatement each ->
                    throw new IllegalStateException("is planned: " + each.getClass());
            case TableStatement each -> definitions.run(each);
            case SchemaStatement each -> definitions.run(each);
            case ObjectStatement each -> definitions.run(each);
            case RoleStatement each -> definitions.run(each);
            case UtilityStatement.Explain each -> explain.run(each, parameters);
            case UtilityStatement.Call call -> calls.run(call, cached.givenTypes(), parameters);
            case UtilityStatement.Reindex each -> definitions.reindex(each);
            case UtilityStatement.Cluster each -> definitions.cluster(each);
            case UtilityStatement each -> utilities.run(each);
        };
    }

    /// Ends the transaction in which a procedure runs; the next begins with its next statement.
    void endInside(boolean commit) {
        transactions.endInside(commit);
    }

    /// Ends what lasts until the end of the transaction, before it commits.
    void endTransaction() {
        definitions.endTransaction();
    }

    PreparedCommands prepared() {
        return prepared;
    }

    CursorCommands cursors() {
        return cursors;
    }

    /// Forgets prepared statements and cursors.
    void close() {
        cursors.closeAll();
        prepared.clear();
    }
}
