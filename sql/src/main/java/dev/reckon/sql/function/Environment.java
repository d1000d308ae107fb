package dev.reckon.sql.function;

import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.OptionalLong;

/// What a function may know of the session that runs it. The session implements it; for the
/// session's thread and the workers of its query.
public interface Environment {
    /// Returns when the transaction began: microseconds since 2000-01-01 00:00 UTC.
    long transactionTimestamp();

    /// Returns when the statement began: microseconds since 2000-01-01 00:00 UTC.
    long statementTimestamp();

    /// Returns the time now: microseconds since 2000-01-01 00:00 UTC.
    long clockTimestamp();

    Zone timeZone();

    /// Returns the value of a setting such as `datestyle`, as SHOW prints it.
    String setting(String name);

    /// Sets a setting, as set_config does.
    void set(String name, String value, boolean local);

    /// Returns the current user's name.
    String currentUser();

    /// Returns the name of the database.
    String currentDatabase();

    /// Returns the number by which cancel requests name the session.
    int backendProcessId();

    /// Advances a sequence and returns its next value.
    long nextValue(long sequenceOid);

    /// Does what [#nextValue] does without a look at the rights to the sequence: it is an identity
    /// column's own, and part of its table.
    long nextIdentity(long sequenceOid);

    /// Returns what [#nextValue] returned last in this session.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 55000 when it was not called yet
    long currentValue(long sequenceOid);

    /// Returns what [#nextValue] returned last in this session for any sequence.
    long lastValue();

    /// Returns a sequence's counter: the value that it gave last, or one step before its start.
    default long sequenceState(long sequenceOid) {
        throw new IllegalStateException("no sequence " + sequenceOid + " here");
    }

    /// Returns the value that a sequence gave last in any session; empty when it has given none.
    default OptionalLong lastGiven(long sequenceOid) {
        throw new IllegalStateException("no sequence " + sequenceOid + " here");
    }

    /// Returns how many bytes a relation has on disk, those in the log excepted; empty when there
    /// is no such relation.
    default OptionalLong byteCount(long relationOid) {
        return OptionalLong.empty();
    }

    /// Sets a sequence's value.
    void setValue(long sequenceOid, long value, boolean called);

    /// Returns the names behind oids and the oids behind names.
    Names names();

    /// Returns a value of a domain's base type when it meets the domain's constraints.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 23502, 23514 when it does not
    default Value checked(Value value, DataType domain) {
        throw new IllegalStateException("no domain " + domain + " here");
    }

    /// Returns one column of the key of the row that a cursor stands on; NULL when it is gone.
    ///
    /// @param tableOid the table that the row is in
    /// @param tableName its name, for messages
    /// @param index which column of the table's key
    /// @throws dev.reckon.storage.error.DatabaseException 34000 for an unknown cursor, 24000 when
    ///   it stands on no row of the table
    default Value cursorKey(String cursor, long tableOid, String tableName, int index) {
        throw new IllegalStateException("no cursors here");
    }

    /// Returns the cursors that are open in the session.
    default List<OpenCursor> openCursors() {
        return List.of();
    }

    /// Returns the statements that are prepared in the session.
    default List<PreparedStatement> preparedStatements() {
        return List.of();
    }

    /// Returns how many functions of triggers are being called, one inside the other.
    default int triggerDepth() {
        return 0;
    }

    /// Returns the large objects of the database.
    default LargeObjects largeObjects() {
        throw new IllegalStateException("no large objects here");
    }

    /// Returns the advisory locks of the session.
    default AdvisoryLocking advisoryLocks() {
        throw new IllegalStateException("no advisory locks here");
    }

    /// Returns what the session may do to others.
    default SessionControl control() {
        throw new IllegalStateException("no other sessions here");
    }

    /// Returns what runs routines that are not put in the place of their calls.
    default RoutineCalls routines() {
        throw new IllegalStateException("no routines here");
    }

    /// Returns the text of the query that runs, as the client sent it.
    default String query() {
        throw new IllegalStateException("no query here");
    }

    /// Sends a notification once the transaction has committed.
    default void notify(String channel, String payload) {
        throw new IllegalStateException("nobody listens here");
    }

    /// Returns the channels that the session listens to.
    default List<String> channels() {
        return List.of();
    }

    /// Returns when the database was opened: microseconds since 2000-01-01 00:00 UTC.
    default long startTimestamp() {
        throw new IllegalStateException("no server here");
    }

    /// Returns what all sessions of the database do, this one among them.
    default List<SessionActivity> sessions() {
        return List.of();
    }

    /// Draws a random number for random() and its relatives: uniform in [0, 1).
    double random();

    /// Seeds [#random].
    void seed(double seed);

    /// Fails with 57014 when the statement was cancelled or has run out of time: called by whatever
    /// can run long.
    void checkCancelled();
}
