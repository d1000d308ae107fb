package dev.reckon.sql.procedural.parse;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// What the body of a routine depends on outside itself.
///
/// @param name the routine's; empty for DO
/// @param signature what error contexts call it
/// @param parameters all of them, with actual types
/// @param result `void` for procedures without output parameters, and for DO
/// @param setting the value of `plpgsql.variable_conflict`
public record Header(
        String name,
        String signature,
        List<Parameter> parameters,
        DataType result,
        boolean returnsSet,
        boolean isProcedure,
        String setting) {
    public Header {
        parameters = List.copyOf(parameters);
    }

    /// A parameter.
    ///
    /// @param name empty when it has none
    public record Parameter(String name, DataType type, boolean isInput, boolean isOutput) {}

    boolean hasOutputs() {
        return parameters.stream().anyMatch(Parameter::isOutput);
    }

    boolean isTrigger() {
        return result.equals(DataType.TRIGGER);
    }
}
