package dev.reckon.sql.function.catalog;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A call of a function that is to be resolved.
///
/// @param name the name without its schema
/// @param displayName the name as written, for messages
/// @param argumentTypes the types of the arguments in order; `unknown` for string constants and
///   parameters of yet unknown type; domains replaced by their base types
/// @param argumentNames the names of the last arguments, when they are given by name
/// @param variadicArray whether the last argument is marked VARIADIC
/// @param allowTypeName whether `name(x)` may mean a cast to a type of that name
public record FunctionCall(
        String name,
        String displayName,
        List<DataType> argumentTypes,
        List<String> argumentNames,
        boolean variadicArray,
        boolean allowTypeName) {
    public FunctionCall {
        argumentTypes = List.copyOf(argumentTypes);
        argumentNames = List.copyOf(argumentNames);
    }

    /// A plain call with arguments in order.
    public static FunctionCall of(String name, List<DataType> argumentTypes) {
        return new FunctionCall(name, name, argumentTypes, List.of(), false, true);
    }

    /// Returns the call as PostgreSQL's messages show it: `f(integer, x => text)`.
    @Override
    public String toString() {
        var text = new StringBuilder(displayName).append('(');
        int firstNamed = argumentTypes.size() - argumentNames.size();
        for (int i = 0; i < argumentTypes.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            if (i >= firstNamed) {
                text.append(argumentNames.get(i - firstNamed)).append(" => ");
            }
            text.append(argumentTypes.get(i));
        }
        return text.append(')').toString();
    }
}
