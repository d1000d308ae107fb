package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// Runs routines whose bodies are statements, not expressions to put in the place of a call. The
/// session implements it; for its thread alone, so that plans with such calls are not divided.
///
/// What a routine does belongs to the session's transaction and to the statement that calls it.
public interface RoutineCalls {
    /// Calls a function for one value.
    ///
    /// @param arguments of the routine's argument types
    /// @throws dev.reckon.storage.error.DatabaseException whatever the statements throw; 54001 when
    ///   calls are nested too deeply
    Value value(CalledRoutine routine, List<Value> arguments);

    /// Calls a function for its rows: one when it returns no set.
    ///
    /// @param columnTypes what the caller reads: one column of the function's result type, or the
    ///   fields of its rows
    /// @param whole whether each row is wanted as one value
    TableFunction.Rows rows(
            CalledRoutine routine,
            List<Value> arguments,
            List<DataType> columnTypes,
            boolean whole);
}
