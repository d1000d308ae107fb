package dev.reckon.sql.function.json;

import dev.reckon.sql.format.RowText;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Turns values of any type into JSON, as to_json and to_jsonb do.
public final class JsonBuild {
    private JsonBuild() {}

    /// Returns the text of `to_json(value)`.
    public static String text(Value value, DataType type, Environment environment) {
        var text = new StringBuilder();
        append(value, type, environment, text);
        return text.toString();
    }

    private static void append(
            Value value, DataType type, Environment environment, StringBuilder text) {
        switch (value) {
            case Value.Null _ -> text.append("null");
            case Value.Array array when isArray(type) ->
                    array(array, type, environment, 0, 0, ",", text);
            case Value.Row row -> row(row, type, environment, ",", text);
            default -> scalar(value, type, environment, text);
        }
    }

    /// Returns the JSON text of an array with each element on a line of its own.
    static String lines(Value.Array array, DataType type, Environment environment) {
        var text = new StringBuilder();
        array(array, type, environment, 0, 0, ",\n ", text);
        return text.toString();
    }

    /// Returns the JSON text of a row with each field on a line of its own.
    static String lines(Value.Row row, DataType type, Environment environment) {
        var text = new StringBuilder();
        row(row, type, environment, ",\n ", text);
        return text.toString();
    }

    private static void row(
            Value.Row row,
            DataType type,
            Environment environment,
            String separator,
            StringBuilder text) {
        RowShape shape = RowText.shape(row, type, environment);
        text.append('{');
        for (int i = 0; i < shape.types().size(); i++) {
            text.append(i == 0 ? "" : separator);
            JsonWriter.quote(shape.names().get(i), text);
            text.append(':');
            append(
                    RowText.field(row, i),
                    environment.names().baseType(shape.types().get(i)),
                    environment,
                    text);
        }
        text.append('}');
    }

    /// Returns a value as the key of an object.
    ///
    /// @throws DatabaseException 22023 when the value has a structure
    public static String key(Value value, DataType type, Environment environment) {
        boolean structure =
                type.isArray()
                        || type.category() == TypeCategory.COMPOSITE
                        || type.equals(DataType.RECORD)
                        || type.equals(DataType.JSON)
                        || type.equals(DataType.JSONB);
        if (structure) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "key value must be scalar, not array, composite, or json");
        }
        if (type.equals(DataType.BOOL)) {
            return value.equals(Value.bool(true)) ? "true" : "false";
        }
        return type.equals(DataType.DATE)
                        || type.equals(DataType.TIMESTAMP)
                        || type.equals(DataType.TIMESTAMPTZ)
                ? isoTime(ValueFormat.isoText(((Value.Int) value).value(), type, environment))
                : ValueFormat.text(value, type, environment);
    }

    private static boolean isArray(DataType type) {
        return type.isArray()
                && !type.equals(DataType.INT2VECTOR)
                && !type.equals(DataType.OIDVECTOR);
    }

    private static int array(
            Value.Array array,
            DataType type,
            Environment environment,
            int dimension,
            int index,
            String separator,
            StringBuilder text) {
        int next = index;
        text.append('[');
        int count = array.lengths().isEmpty() ? 0 : array.lengths().get(dimension);
        for (int i = 0; i < count; i++) {
            Cancellation.check(i);
            text.append(i == 0 ? "" : separator);
            if (dimension < array.lengths().size() - 1) {
                next = array(array, type, environment, dimension + 1, next, ",", text);
            } else {
                append(
                        array.elements().get(next++),
                        ValueFormat.element(type, environment),
                        environment,
                        text);
            }
        }
        text.append(']');
        return next;
    }

    private static void scalar(
            Value value, DataType type, Environment environment, StringBuilder text) {
        switch (type.name()) {
            case "bool" -> text.append(value.equals(Value.bool(true)));
            case "int2", "int4", "int8" -> text.append(((Value.Int) value).value());
            case "float4", "float8", "numeric" -> {
                String number = ValueFormat.text(value, type, environment);
                if (number.endsWith("NaN") || number.endsWith("Infinity")) {
                    JsonWriter.quote(number, text);
                } else {
                    text.append(number);
                }
            }
            case "json", "jsonb" -> text.append(value);
            case "date", "timestamp", "timestamptz" ->
                    JsonWriter.quote(
                            isoTime(
                                    ValueFormat.isoText(
                                            ((Value.Int) value).value(), type, environment)),
                            text);
            default -> JsonWriter.quote(ValueFormat.text(value, type, environment), text);
        }
    }

    /// JSON has times as ISO 8601 has them, with a T and minutes in the offset.
    private static String isoTime(String text) {
        int blank = text.indexOf(' ');
        if (blank < 0 || blank > 12 || text.startsWith("BC", blank + 1)) {
            return text;
        }
        if (text.endsWith(" BC")) {
            return isoTime(text.substring(0, text.length() - 3)) + " BC";
        }
        String time = text.substring(blank + 1);
        int sign = Math.max(time.lastIndexOf('+'), time.lastIndexOf('-'));
        boolean shortOffset = sign > 0 && time.length() - sign == 3;
        return text.substring(0, blank) + "T" + time + (shortOffset ? ":00" : "");
    }

    /// Returns `to_jsonb(value)`.
    public static Json json(Value value, DataType type, Environment environment) {
        if (value.isNull()) {
            return Json.Null.NULL;
        }
        return switch (type.category()) {
            case BOOLEAN, NUMERIC, STRING -> ofScalar(value, type, environment);
            default -> JsonParser.parse(text(value, type, environment));
        };
    }

    private static Json ofScalar(Value value, DataType type, Environment environment) {
        if (type.category() == TypeCategory.STRING) {
            return new Json.Text(ValueFormat.text(value, type, environment));
        }
        if (value instanceof Value.Numeric(BigDecimal number)) {
            return new Json.Number(number);
        }
        return switch (type.name()) {
            case "bool" -> new Json.Bool(value.equals(Value.bool(true)));
            case "int2", "int4", "int8" ->
                    new Json.Number(BigDecimal.valueOf(((Value.Int) value).value()));
            default -> JsonParser.parse(text(value, type, environment));
        };
    }

    /// Returns the text of `json_build_array(…)`.
    static String arrayText(List<Value> values, List<DataType> types, Environment environment) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Cancellation.check(i);
            parts.add(text(values.get(i), types.get(i), environment));
        }
        return "[" + String.join(", ", parts) + "]";
    }
}
