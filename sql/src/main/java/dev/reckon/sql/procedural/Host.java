package dev.reckon.sql.procedural;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// What the session does for the procedures that run in it. For its thread.
public interface Host {
    /// Returns a binder for the catalog and the search path as they are now.
    StatementBinder binder();

    /// Returns an object that is another one whenever what is bound now may differ from what was
    /// bound before: the catalog, the search path or the user has changed.
    Object planState();

    /// Refuses what the user may not do.
    ///
    /// @throws DatabaseException 42501 unless the user may do what a statement does
    void require(Accesses accesses);

    /// Compiles a scalar without subqueries.
    Expression compile(Scalar scalar);

    /// Returns what such a scalar is evaluated with.
    Evaluation evaluation(List<Value> parameters, List<PhysicalType> types);

    /// Fails with 57014 when the statement was cancelled or has run out of time.
    void checkCancelled();

    /// Plans a statement of a procedure.
    PlannedSql plan(Preparable statement, Variables variables, String text);

    /// Plans a statement of a text that a procedure has made, which may not be one that is planned.
    DynamicSql dynamic(String text, List<DataType> parameterTypes);

    /// Begins to run a statement over everything done so far; the caller closes it.
    RowStream open(PlannedSql statement, List<Value> parameters);

    /// Runs a statement that is not planned.
    void run(Statement statement, String text);

    /// Runs a statement that is not planned and gives rows; empty when it gives none.
    Optional<RowStream> rows(Statement statement);

    /// Runs a statement of [#dynamic] that is not planned.
    void run(DynamicSql statement);

    /// Calls a procedure, and returns the values of its output parameters in order.
    ///
    /// @param arguments of the input parameters
    List<Value> call(Routine routine, List<Value> arguments);

    /// Makes a savepoint, to which one of the next two methods returns.
    Object savepoint();

    /// Undoes what was done since a savepoint, and forgets it.
    void rollBackTo(Object savepoint);

    /// Forgets a savepoint, and keeps what was done since.
    void release(Object savepoint);

    /// Ends the transaction and begins another.
    ///
    /// @throws DatabaseException 2D000 where that is not allowed
    void endTransaction(boolean commit, boolean chain);

    /// Tells the client something that is no error.
    ///
    /// @param severity `WARNING`, `NOTICE`, `INFO`, `LOG`, `DEBUG`
    void notice(String severity, DatabaseException message);

    /// Opens a cursor of a query of the procedure.
    ///
    /// @param name empty to make one up
    /// @param scroll whether it can go backward; empty to find out
    /// @return its name
    String openCursor(
            String name,
            Query query,
            Variables variables,
            String text,
            Optional<Boolean> scroll,
            ParameterSource parameters);

    /// Opens a cursor of a query of a text that a procedure has made.
    String openCursor(
            String name,
            String text,
            List<DataType> parameterTypes,
            List<Value> parameters,
            Optional<Boolean> scroll);

    /// Returns the values of the parameters that a query turned out to have.
    @FunctionalInterface
    interface ParameterSource {
        List<Value> values();
    }

    /// Moves a cursor.
    ///
    /// @param direction as in [dev.reckon.sql.procedural.tree.Step.Fetch]
    /// @return the rows passed
    /// @throws DatabaseException 34000 when there is none of that name
    FetchedRows fetch(String name, String direction, long count);

    /// Rows of a cursor.
    record FetchedRows(List<PlannedSql.Field> columns, List<List<Value>> rows) {}

    /// Closes a cursor.
    ///
    /// @throws DatabaseException 34000 when there is no cursor of that name
    void closeCursor(String name);

    /// Notes that a frame begins to run, so that contexts of errors show it.
    void push(Frame frame);

    /// Notes that the innermost frame ends.
    void pop();

    /// Returns the lines of a context: of the frames that run now, innermost first.
    String context();
}
