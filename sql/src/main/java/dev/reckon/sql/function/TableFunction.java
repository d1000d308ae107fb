package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// A function that returns a set of rows, as `pg_proc` describes it with `proretset`.
///
/// @param columnNames the result's columns: one named as the function for a scalar set
/// @param columnTypes the actual types of the columns; empty for a `record` whose columns the
///   caller declares (`json_to_record(…) AS t(a int)`)
public record TableFunction(
        int oid,
        String name,
        List<DataType> argumentTypes,
        List<String> columnNames,
        List<DataType> columnTypes,
        boolean strict,
        Volatility volatility,
        Implementation implementation) {
    public TableFunction {
        argumentTypes = List.copyOf(argumentTypes);
        columnNames = List.copyOf(columnNames);
        columnTypes = List.copyOf(columnTypes);
    }

    /// Opens the rows of one call.
    @FunctionalInterface
    public interface Implementation {
        /// Begins one call. The function itself looks after NULL arguments: a strict one has no
        /// rows.
        ///
        /// @param arguments of the function's argument types
        /// @param columnTypes the columns to make: the function's, or those that the caller
        ///   declared
        /// @param columnNames their names
        Rows open(
                List<Value> arguments,
                List<String> columnNames,
                List<DataType> columnTypes,
                Environment environment);
    }

    /// The rows of one call, in batches. For one thread.
    @FunctionalInterface
    public interface Rows {
        /// Returns the next rows, at most about [Batch#ROW_COUNT]; empty at the end.
        Optional<Batch> next();
    }
}
