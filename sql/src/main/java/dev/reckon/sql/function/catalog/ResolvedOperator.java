package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// The operator that an expression means.
///
/// @param argumentTypes the types that the operands must be converted to, implicitly: two, or one
///   for a prefix operator
/// @param resultType the actual type
/// @param function computes it
public record ResolvedOperator(
        OperatorEntry entry,
        List<DataType> argumentTypes,
        DataType resultType,
        ScalarFunction function) {
    public ResolvedOperator {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
