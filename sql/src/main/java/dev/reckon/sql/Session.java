package dev.reckon.sql;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Map;

/// One client's conversation: its settings, its transaction, its prepared statements and cursors.
/// For one thread at a time, [#cancel] excepted.
///
/// Both protocols and the embedded API use it alike. Outside BEGIN … COMMIT a transaction begins by
/// itself with the first statement and ends with [#endImplicit], which the protocols call at Sync
/// and at the end of a simple query.
public final class Session implements AutoCloseable {
    private Session() {}

    /// Splits a text into its statements; each is run by [#prepare] and [#execute] in turn.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42601 with a position in the whole text,
    ///   if any statement is wrong: then none is run
    public List<String> split(String text) {
        throw new UnsupportedOperationException(text);
    }

    /// Parses, binds and plans one statement; the same text again comes from the plan cache.
    ///
    /// @param parameterTypes the types that the client gives for `$1`, …; `unknown` or a shorter
    ///   list leaves them to be inferred
    public Prepared prepare(String statement, List<DataType> parameterTypes) {
        throw new UnsupportedOperationException(statement);
    }

    /// Runs a prepared statement. An error aborts the transaction and is thrown here or by the
    /// result.
    public Result execute(Prepared statement, List<Value> parameters) {
        throw new UnsupportedOperationException();
    }

    /// Runs a text of one or more statements without parameters and returns the last one's result,
    /// for embedded use; errors roll an implicit transaction back.
    public Result execute(String text) {
        throw new UnsupportedOperationException(text);
    }

    /// Commits an implicit transaction, or rolls it back after an error; does nothing inside BEGIN.
    public void endImplicit() {
        throw new UnsupportedOperationException();
    }

    /// Tells the session that handling a statement failed outside it, so that its transaction is
    /// aborted.
    public void fail() {
        throw new UnsupportedOperationException();
    }

    public TransactionStatus transactionStatus() {
        throw new UnsupportedOperationException();
    }

    /// Makes the running statement fail with 57014 soon. Safe to call from any thread.
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    /// Returns and forgets the notices since the last call.
    public List<Notice> takeNotices() {
        throw new UnsupportedOperationException();
    }

    /// Returns and forgets the notifications of NOTIFY since the last call.
    public List<Notification> takeNotifications() {
        throw new UnsupportedOperationException();
    }

    /// Returns and forgets the settings that changed and that clients are told of by
    /// ParameterStatus; at the first call all of those.
    public Map<String, String> takeChangedParameters() {
        throw new UnsupportedOperationException();
    }

    /// Sets a setting at start, as a startup packet does.
    public void set(String setting, String value) {
        throw new UnsupportedOperationException(setting + value);
    }

    /// Returns what value formats and type lookups need to know of the session; borrowed, for the
    /// session's thread.
    public Environment environment() {
        throw new UnsupportedOperationException();
    }

    /// Returns the number by which pg_stat_activity and cancel requests name the session.
    public int processId() {
        throw new UnsupportedOperationException();
    }

    /// Rolls back and releases everything.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
