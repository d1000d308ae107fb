package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A routine of the catalog with the types that a call gives it: actual ones in place of
/// polymorphic ones.
///
/// @param oid the routine's
/// @param argumentTypes of the input parameters in order
/// @param resultType what one call gives; of a set, what one of its rows is
/// @param outputTypes of the output parameters in order
public record CalledRoutine(
        long oid, List<DataType> argumentTypes, DataType resultType, List<DataType> outputTypes) {
    public CalledRoutine {
        argumentTypes = List.copyOf(argumentTypes);
        outputTypes = List.copyOf(outputTypes);
    }
}
