package dev.reckon.sql.execute;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.Value;
import java.util.Optional;

/// Calls the functions of triggers. The session implements it; for its thread.
@FunctionalInterface
public interface TriggerFunctions {
    /// Calls a function for one event, and returns the row that comes back, or nothing where the
    /// function returns NULL.
    ///
    /// Whether the row matters is for the caller to know: that of a BEFORE trigger takes the place
    /// of `NEW`, and nothing skips the row; that of an INSTEAD OF trigger says that the row counts;
    /// others do not matter. The row must have one field for each of the relation's columns.
    ///
    /// What the function does runs inside the statement that fired the trigger, in its transaction,
    /// and sees everything that was done before.
    ///
    /// @param routineOid the function, which returns `trigger` and has no parameters: of a routine
    ///   of the catalog, or of a built-in one
    /// @throws DatabaseException what the function raises, 39P01 when it returns no row of the
    ///   relation
    Optional<Value.Row> call(long routineOid, TriggerEvent event);
}
