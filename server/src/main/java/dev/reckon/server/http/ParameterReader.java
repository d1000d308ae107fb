package dev.reckon.server.http;

import dev.reckon.server.http.SqlRequest.Parameter;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Turns parameters in JSON into values of the types that a statement gives them.
final class ParameterReader {
    private static final int NO_MODIFIER = -1;

    private ParameterReader() {}

    /// Reads the values of `$1`, ….
    ///
    /// @throws DatabaseException 08P01 when their number is wrong, 22P02 and the like when a text
    ///   does not fit the type
    static List<Value> read(
            List<Parameter> parameters, List<DataType> types, Environment environment) {
        if (parameters.size() != types.size()) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "the request supplies %d parameters, but the statement requires %d"
                            .formatted(parameters.size(), types.size()));
        }
        List<Value> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            values.add(read(parameters.get(i), types.get(i), environment));
        }
        return values;
    }

    private static Value read(Parameter parameter, DataType type, Environment environment) {
        return switch (parameter) {
            case Parameter.Null _ -> Value.Null.NULL;
            case Parameter.Scalar(String text) -> readText(text, type, environment);
            case Parameter.Object(String json) -> readText(json, type, environment);
            case Parameter.Array array ->
                    readText(type.isArray() ? literal(array) : array.json(), type, environment);
        };
    }

    private static Value readText(String text, DataType type, Environment environment) {
        if (text.indexOf('\0') >= 0) {
            throw new DatabaseException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                    "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return ValueFormat.readText(text, type, NO_MODIFIER, environment);
    }

    /// Writes an array as PostgreSQL does: `{1,NULL,"a \"b\""}`.
    private static String literal(Parameter.Array array) {
        var text = new StringBuilder("{");
        for (Parameter element : array.elements()) {
            if (text.length() > 1) {
                text.append(',');
            }
            switch (element) {
                case Parameter.Null _ -> text.append("NULL");
                case Parameter.Scalar(String scalar) -> quote(scalar, text);
                case Parameter.Object(String json) -> quote(json, text);
                case Parameter.Array nested -> text.append(literal(nested));
            }
        }
        return text.append('}').toString();
    }

    private static void quote(String element, StringBuilder text) {
        text.append('"');
        text.append(element.replace("\\", "\\\\").replace("\"", "\\\""));
        text.append('"');
    }
}
