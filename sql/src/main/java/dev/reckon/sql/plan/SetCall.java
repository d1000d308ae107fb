package dev.reckon.sql.plan;

import dev.reckon.sql.function.TableFunction;
import java.util.List;
import java.util.function.UnaryOperator;

/// A call of a set-returning function in a select list.
///
/// @param output holds its value; a `Value.Row` when the function has several columns
/// @param columnTypes the actual types of the function's columns
public record SetCall(
        TableFunction function,
        List<Scalar> arguments,
        List<dev.reckon.storage.type.DataType> columnTypes,
        Column output) {
    public SetCall {
        arguments = List.copyOf(arguments);
        columnTypes = List.copyOf(columnTypes);
    }

    /// Returns this with each scalar changed.
    public SetCall map(UnaryOperator<Scalar> change) {
        return new SetCall(function, Scalar.mapAll(arguments, change), columnTypes, output);
    }
}
