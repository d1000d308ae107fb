package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A function of one row, as `pg_proc` describes it; operators and casts are such functions too.
///
/// @param oid PostgreSQL's oid where it has the function, so that catalogs agree
/// @param argumentTypes the declared types, which may be polymorphic
/// @param variadic whether the last argument stands for any number of values
/// @param resultType the declared result type, which may be polymorphic
/// @param strict whether a NULL argument gives NULL
public record ScalarFunction(
        int oid,
        String name,
        List<DataType> argumentTypes,
        boolean variadic,
        DataType resultType,
        boolean strict,
        Volatility volatility,
        Kernel kernel) {
    public ScalarFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
