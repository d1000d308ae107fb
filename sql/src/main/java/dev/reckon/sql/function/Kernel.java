package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// Computes a function for all rows of a batch. Stateless; safe for use by many threads.
@FunctionalInterface
public interface Kernel {
    /// Returns a vector of `rows.rowCount()` rows, right at least in the selected ones.
    ///
    /// A kernel that can fail computes the selected rows only; one that can't may compute all. The
    /// kernel of a strict function gives NULL wherever an argument is NULL, and must not fail
    /// there.
    ///
    /// @param arguments one vector of `rows.rowCount()` rows for each argument
    /// @param rows says how many rows there are and which are selected; its columns are not looked
    ///   at
    /// @throws dev.reckon.storage.error.DatabaseException for values outside the function's domain
    ColumnVector compute(List<ColumnVector> arguments, Batch rows, Environment environment);
}
