package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Iterator;
import java.util.List;

/// A function that returns a set of rows: `generate_series`, `unnest`, `json_each`, ….
///
/// @param oid PostgreSQL's oid
/// @param argumentTypes the declared types, which may be polymorphic
/// @param columnNames the names of its output columns; one, the function's own, for a set of values
/// @param columnTypes the declared types of the output columns, which may be polymorphic
/// @param strict whether a NULL argument gives no rows
public record TableFunction(
        int oid,
        String name,
        List<DataType> argumentTypes,
        boolean variadic,
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

    /// Makes the rows of one call.
    @FunctionalInterface
    public interface Implementation {
        /// Returns batches of about 2,048 rows, made as they are asked for.
        ///
        /// @param argumentTypes the actual types
        /// @param columnTypes the actual types of the output columns
        Iterator<Batch> rows(
                List<Value> arguments,
                List<DataType> argumentTypes,
                List<DataType> columnTypes,
                Environment environment);
    }
}
