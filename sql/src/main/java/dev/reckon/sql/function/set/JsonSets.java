package dev.reckon.sql.function.set;

import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.TableFunction.Implementation;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.function.json.JsonMembers;
import dev.reckon.sql.function.json.JsonRows;
import dev.reckon.sql.function.json.path.PathQuery;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
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
                            recordset(
                                    Value.Null.NULL,
                                    arguments.getFirst(),
                                    names,
                                    types,
                                    environment,
                                    name));
            case "json_to_record", "jsonb_to_record" ->
                    Optional.of((arguments, names, types, environment) ->
                            record(
                                    Value.Null.NULL,
                                    arguments.getFirst(),
                                    names,
                                    types,
                                    environment));
            case "json_populate_recordset", "jsonb_populate_recordset" -> {
                DataType type = signature.resultType();
                yield Optional.of((arguments, names, types, environment) ->
                        type.equals(DataType.RECORD) && !types.isEmpty() && !isOneRow(types)
                                ? recordset(
                                        arguments.getFirst(),
                                        arguments.get(1),
                                        names,
                                        types,
                                        environment,
                                        name)
                                : rows(arguments, type, environment, name));
            }
            case "json_populate_record", "jsonb_populate_record" ->
                    Optional.of((arguments, names, types, environment) ->
                            record(
                                    arguments.getFirst(),
                                    arguments.get(1),
                                    names,
                                    types,
                                    environment));
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
            Cancellation.check(i);
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
            Cancellation.check(i);
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

    private static boolean isOneRow(List<DataType> types) {
        return types.size() == 1 && types.getFirst().equals(DataType.RECORD);
    }

    /// One row of an object, with the columns that the caller declares.
    private static Rows record(
            Value base,
            Value json,
            List<String> names,
            List<DataType> types,
            Environment environment) {
        if (json.isNull()) {
            return base instanceof Value.Row row
                    ? TableRows.of(types, List.of(row.fields()).iterator())
                    : TableRows.of(types, List.of(nulls(types)).iterator());
        }
        return TableRows.of(
                types,
                List.of(fields(base, json.toString().strip(), names, types, environment))
                        .iterator());
    }

    private static List<Value> nulls(List<DataType> types) {
        return types.stream().<Value>map(_ -> Value.Null.NULL).toList();
    }

    private static List<Value> fields(
            Value base,
            String object,
            List<String> names,
            List<DataType> types,
            Environment environment) {
        List<Names.Field> fields = new ArrayList<>();
        if (base instanceof Value.Row row && row.shape().isKnown()) {
            requireTypes(row.shape(), types);
        }
        for (int i = 0; i < types.size(); i++) {
            String name =
                    base instanceof Value.Row row && row.shape().isKnown()
                            ? row.shape().names().get(i)
                            : names.get(i);
            fields.add(new Names.Field(name, types.get(i), NO_MODIFIER));
        }
        return new JsonRows(environment)
                .fields(
                        object,
                        fields,
                        base instanceof Value.Row row
                                ? Optional.of(row.fields())
                                : Optional.empty());
    }

    private static void requireTypes(RowShape shape, List<DataType> types) {
        if (!shape.types().equals(types)) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
    }

    /// The elements of an array, as rows of columns that the caller declares.
    private static Rows recordset(
            Value base,
            Value json,
            List<String> names,
            List<DataType> types,
            Environment environment,
            String function) {
        if (json.isNull()) {
            return TableRows.none();
        }
        List<List<Value>> rows = new ArrayList<>();
        for (String object : objects(json, function)) {
            rows.add(fields(base, object, names, types, environment));
        }
        return TableRows.of(types, rows.iterator());
    }

    /// The elements of an array, as values of one row type.
    private static Rows rows(
            List<Value> arguments, DataType type, Environment environment, String function) {
        Value base = arguments.getFirst();
        var reader = new JsonRows(environment);
        if (arguments.get(1).isNull()) {
            return TableRows.none();
        }
        reader.fields(base, type, function);
        List<Value> rows = new ArrayList<>();
        for (String object : objects(arguments.get(1), function)) {
            rows.add(reader.populate(base, Value.text(object), type, function));
        }
        return TableRows.ofColumn(type, rows.iterator());
    }

    private static List<String> objects(Value json, String function) {
        List<String> objects = JsonMembers.ofArray(json.toString(), true, function).values();
        for (String object : objects) {
            if (!object.startsWith("{")) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "argument of " + function + " must be an array of objects");
            }
        }
        return objects;
    }
}
