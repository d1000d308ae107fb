package dev.reckon.sql.function.set;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.TableFunction.Implementation;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.function.json.JsonMembers;
import dev.reckon.sql.function.json.path.PathQuery;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The functions that turn JSON into rows.
final class JsonSets {
    private static final int NO_MODIFIER = -1;

    private JsonSets() {}

    static Optional<Implementation> find(Signature signature) {
        String name = signature.name();
        return switch (name) {
            case "json_each", "jsonb_each", "json_each_text", "jsonb_each_text" ->
                    Optional.of((arguments, _, types, _) ->
                            members(arguments, types, name.endsWith("_text"), name));
            case "json_array_elements",
                    "jsonb_array_elements",
                    "json_array_elements_text",
                    "jsonb_array_elements_text" ->
                    Optional.of((arguments, _, types, _) ->
                            elements(arguments, types, name.endsWith("_text"), name));
            case "json_object_keys", "jsonb_object_keys" ->
                    Optional.of((arguments, _, types, _) -> keys(arguments, types, name));
            case "jsonb_path_query", "jsonb_path_query_tz" ->
                    Optional.of((arguments, _, types, environment) ->
                            pathItems(arguments, types, name.endsWith("_tz"), environment));
            case "json_to_recordset", "jsonb_to_recordset" ->
                    Optional.of((arguments, names, types, environment) ->
                            records(arguments.getFirst(), names, types, environment, name));
            case "json_to_record", "jsonb_to_record" ->
                    Optional.of((arguments, names, types, environment) ->
                            oneRecord(arguments.getFirst(), names, types, environment));
            default -> Optional.empty();
        };
    }

    private static Rows members(
            List<Value> arguments, List<DataType> types, boolean asText, String name) {
        if (arguments.getFirst().isNull()) {
            return TableRows.none();
        }
        JsonMembers members =
                JsonMembers.ofObject(
                        arguments.getFirst().toString(), !name.startsWith("jsonb"), name);
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i < members.keys().size(); i++) {
            rows.add(List.of(Value.text(members.keys().get(i)), members.value(i, asText)));
        }
        return TableRows.of(types, rows.iterator());
    }

    private static Rows elements(
            List<Value> arguments, List<DataType> types, boolean asText, String name) {
        if (arguments.getFirst().isNull()) {
            return TableRows.none();
        }
        JsonMembers members =
                JsonMembers.ofArray(
                        arguments.getFirst().toString(), !name.startsWith("jsonb"), name);
        List<Value> rows = new ArrayList<>();
        for (int i = 0; i < members.values().size(); i++) {
            rows.add(members.value(i, asText));
        }
        return TableRows.ofColumn(types.getFirst(), rows.iterator());
    }

    private static Rows keys(List<Value> arguments, List<DataType> types, String name) {
        if (arguments.getFirst().isNull()) {
            return TableRows.none();
        }
        JsonMembers members =
                JsonMembers.ofObject(
                        arguments.getFirst().toString(), !name.startsWith("jsonb"), name);
        return TableRows.ofColumn(
                types.getFirst(), members.keys().stream().<Value>map(Value::text).iterator());
    }

    private static Rows pathItems(
            List<Value> arguments, List<DataType> types, boolean zoned, Environment environment) {
        if (arguments.stream().anyMatch(Value::isNull)) {
            return TableRows.none();
        }
        var query =
                new PathQuery(
                        JsonPath.parse(arguments.get(1).toString()),
                        JsonParser.parse(arguments.get(2).toString()),
                        arguments.get(3).equals(Value.bool(true)),
                        zoned);
        return TableRows.ofColumn(
                types.getFirst(),
                query.items(arguments.get(0).toString(), environment).stream()
                        .<Value>map(item -> Value.text(JsonWriter.text(item)))
                        .iterator());
    }

    private static Rows records(
            Value argument,
            List<String> names,
            List<DataType> types,
            Environment environment,
            String function) {
        if (argument.isNull()) {
            return TableRows.none();
        }
        if (!(JsonParser.parse(argument.toString()) instanceof Json.Array(List<Json> elements))) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot call " + function + " on a non-array");
        }
        List<List<Value>> rows = new ArrayList<>();
        for (Json element : elements) {
            rows.add(fields(element, names, types, environment));
        }
        return TableRows.of(types, rows.iterator());
    }

    private static Rows oneRecord(
            Value argument, List<String> names, List<DataType> types, Environment environment) {
        return argument.isNull()
                ? TableRows.none()
                : TableRows.of(
                        types,
                        List.of(
                                        fields(
                                                JsonParser.parse(argument.toString()),
                                                names,
                                                types,
                                                environment))
                                .iterator());
    }

    private static List<Value> fields(
            Json json, List<String> names, List<DataType> types, Environment environment) {
        if (!(json instanceof Json.Object object)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "argument of json_to_recordset must be an array of objects");
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            DataType type = types.get(i);
            values.add(
                    object.get(names.get(i))
                            .map(member -> convert(member, type, environment))
                            .orElse(Value.Null.NULL));
        }
        return values;
    }

    private static Value convert(Json json, DataType type, Environment environment) {
        boolean asJson = type.equals(DataType.JSON) || type.equals(DataType.JSONB);
        if (json instanceof Json.Null) {
            return asJson ? Value.text("null") : Value.Null.NULL;
        }
        String text =
                json instanceof Json.Text(String string) && !asJson
                        ? string
                        : JsonWriter.text(json);
        if (type.isArray() && json instanceof Json.Array(List<Json> elements)) {
            DataType element = ValueFormat.element(type, environment);
            return Value.Array.of(
                    elements.stream().map(e -> convert(e, element, environment)).toList());
        }
        return ValueFormat.readText(text, type, NO_MODIFIER, environment);
    }
}
