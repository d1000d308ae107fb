package dev.reckon.sql.function.kernel;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Which function a family of kernels is asked for, and with which actual types.
///
/// @param text `name(type,type)` with the declared types' names in `pg_type`
/// @param argumentTypes the actual types, one for each argument of the call
/// @param resultType the actual type
/// @param operator the symbol of the operator that the function computes
public record Signature(
        String text,
        String name,
        List<DataType> argumentTypes,
        DataType resultType,
        Optional<String> operator,
        Names names) {
    public Signature {
        argumentTypes = List.copyOf(argumentTypes);
    }

    /// Returns the actual type of an argument, from 0. An array that was given as VARIADIC stands
    /// for any number of arguments of the last type.
    public DataType argument(int index) {
        return argumentTypes.get(Math.min(index, argumentTypes.size() - 1));
    }
}
