package dev.reckon.sql.function.json;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.List;

/// The members of an object or array as texts of JSON, for functions that make rows of them.
///
/// @param keys of an object; empty for an array
/// @param values one for each member
public record JsonMembers(List<String> keys, List<String> values) {
    public JsonMembers {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    /// Takes an object apart.
    ///
    /// @param raw whether the text is of type json, whose members keep their form and order
    /// @param function for the error
    /// @throws DatabaseException 22023
    public static JsonMembers ofObject(String text, boolean raw, String function) {
        if (raw) {
            RawJson json = RawJson.of(text);
            require(
                    json.kind() == RawJson.Kind.OBJECT,
                    json.kind() == RawJson.Kind.SCALAR,
                    function,
                    "an array",
                    "object");
            return new JsonMembers(json.keys(), json.values());
        }
        Json json = JsonParser.parse(text);
        require(json instanceof Json.Object, json.isScalar(), function, "an array", "object");
        var object = (Json.Object) json;
        return new JsonMembers(
                object.keys(), Cancellation.stream(object.values()).map(JsonWriter::text).toList());
    }

    /// Takes an array apart.
    ///
    /// @throws DatabaseException 22023
    public static JsonMembers ofArray(String text, boolean raw, String function) {
        if (raw) {
            RawJson json = RawJson.of(text);
            require(
                    json.kind() == RawJson.Kind.ARRAY,
                    json.kind() == RawJson.Kind.SCALAR,
                    function,
                    "an object",
                    "array");
            return new JsonMembers(List.of(), json.values());
        }
        Json json = JsonParser.parse(text);
        require(json instanceof Json.Array, json.isScalar(), function, "an object", "array");
        return new JsonMembers(
                List.of(),
                Cancellation.stream(((Json.Array) json).elements()).map(JsonWriter::text).toList());
    }

    private static void require(
            boolean fits, boolean scalar, String function, String other, String wanted) {
        if (fits) {
            return;
        }
        String message =
                wanted.equals("array")
                        ? scalar
                                ? "cannot extract elements from a scalar"
                                : "cannot extract elements from an object"
                        : "cannot call " + function + " on " + (scalar ? "a scalar" : other);
        throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
    }

    /// Returns a member as JSON, or as the text that `->>` gives.
    public Value value(int index, boolean asText) {
        return asText
                ? JsonFunctions.raw(RawJson.unquoted(values.get(index)))
                : Value.text(values.get(index));
    }
}
