package dev.reckon.sql.function.json;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.real;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The chapter "JSON Functions and Operators" without sets; jsonpath has its own package.
public final class JsonFunctions {
    private JsonFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "jsonb_object_field(jsonb,text)" ->
                    value(row -> jsonb(member(json(row), row.text(1))));
            case "jsonb_object_field_text(jsonb,text)" ->
                    value(row -> asText(member(json(row), row.text(1))));
            case "jsonb_array_element(jsonb,int4)" ->
                    value(row -> jsonb(element(json(row), row.number(1))));
            case "jsonb_array_element_text(jsonb,int4)" ->
                    value(row -> asText(element(json(row), row.number(1))));
            case "jsonb_extract_path(jsonb,_text)" -> value(row -> jsonb(follow(row)));
            case "jsonb_extract_path_text(jsonb,_text)" -> value(row -> asText(follow(row)));
            case "json_object_field(json,text)" ->
                    value(row -> raw(RawJson.of(row.text(0)).get(row.text(1))));
            case "json_object_field_text(json,text)" ->
                    value(row ->
                            raw(
                                    RawJson.of(row.text(0))
                                            .get(row.text(1))
                                            .flatMap(RawJson::unquoted)));
            case "json_array_element(json,int4)" ->
                    value(row -> raw(RawJson.of(row.text(0)).get(row.number(1))));
            case "json_array_element_text(json,int4)" ->
                    value(row ->
                            raw(
                                    RawJson.of(row.text(0))
                                            .get(row.number(1))
                                            .flatMap(RawJson::unquoted)));
            case "json_extract_path(json,_text)" ->
                    value(row ->
                            raw(
                                    JsonPaths.steps(row.array(1))
                                            .flatMap(path -> RawJson.follow(row.text(0), path))));
            case "json_extract_path_text(json,_text)" ->
                    value(row ->
                            raw(
                                    JsonPaths.steps(row.array(1))
                                            .flatMap(path -> RawJson.follow(row.text(0), path))
                                            .flatMap(RawJson::unquoted)));
            case "jsonb_contains(jsonb,jsonb)" ->
                    bool(row -> JsonPaths.contains(json(row), json(row, 1)));
            case "jsonb_contained(jsonb,jsonb)" ->
                    bool(row -> JsonPaths.contains(json(row, 1), json(row)));
            case "jsonb_exists(jsonb,text)" ->
                    bool(row -> JsonPaths.exists(json(row), row.text(1)));
            case "jsonb_exists_any(jsonb,_text)" ->
                    bool(row -> {
                        Json json = json(row);
                        return Cancellation.stream(row.array(1).elements())
                                .anyMatch(key ->
                                        !key.isNull() && JsonPaths.exists(json, key.toString()));
                    });
            case "jsonb_exists_all(jsonb,_text)" ->
                    bool(row -> {
                        Json json = json(row);
                        return Cancellation.stream(row.array(1).elements())
                                .allMatch(key ->
                                        key.isNull() || JsonPaths.exists(json, key.toString()));
                    });
            case "jsonb_concat(jsonb,jsonb)" ->
                    text(row -> JsonWriter.text(JsonPaths.concatenate(json(row), json(row, 1))));
            case "jsonb_delete(jsonb,text)" ->
                    text(row -> JsonWriter.text(JsonDelete.keys(json(row), List.of(row.text(1)))));
            case "jsonb_delete(jsonb,_text)" ->
                    text(row ->
                            JsonWriter.text(
                                    JsonDelete.keys(
                                            json(row),
                                            Cancellation.stream(
                                                            JsonPaths.vector(row.array(1))
                                                                    .elements())
                                                    .filter(key -> !key.isNull())
                                                    .map(Value::toString)
                                                    .toList())));
            case "jsonb_delete(jsonb,int4)" ->
                    text(row -> JsonWriter.text(JsonDelete.element(json(row), row.integer(1))));
            case "jsonb_delete_path(jsonb,_text)" ->
                    text(row -> change(row, Json.Null.NULL, JsonPaths.Change.DELETE));
            case "jsonb_set(jsonb,_text,jsonb,bool)" ->
                    text(row ->
                            change(
                                    row,
                                    json(row, 2),
                                    row.bool(3)
                                            ? JsonPaths.Change.SET
                                            : JsonPaths.Change.SET_EXISTING));
            case "json_populate_record(anyelement,json,bool)",
                    "jsonb_populate_record(anyelement,jsonb)" ->
                    value(row ->
                            new JsonRows(row.environment())
                                    .populate(
                                            row.value(0),
                                            row.value(1),
                                            signature.resultType(),
                                            signature.name()));
            case "jsonb_set_lax(jsonb,_text,jsonb,bool,text)" -> value(JsonFunctions::setLax);
            case "jsonb_insert(jsonb,_text,jsonb,bool)" ->
                    text(row ->
                            change(
                                    row,
                                    json(row, 2),
                                    row.bool(3)
                                            ? JsonPaths.Change.INSERT_AFTER
                                            : JsonPaths.Change.INSERT_BEFORE));
            case "jsonb_typeof(jsonb)", "json_typeof(json)" -> text(row -> loosely(row).typeName());
            case "jsonb_array_length(jsonb)", "json_array_length(json)" ->
                    number(row -> length(loosely(row)));
            case "jsonb_pretty(jsonb)" -> text(row -> JsonWriter.pretty(json(row)));
            case "jsonb_strip_nulls(jsonb)" ->
                    text(row -> JsonWriter.text(JsonPaths.stripNulls(json(row))));
            case "json_strip_nulls(json)" -> text(row -> JsonDelete.rawWithoutNulls(row.text(0)));
            case "to_json(anyelement)", "row_to_json(record)", "array_to_json(anyarray)" ->
                    text(row ->
                            JsonBuild.text(row.value(0), signature.argument(0), row.environment()));
            case "array_to_json(anyarray,bool)" ->
                    text(row ->
                            row.bool(1)
                                    ? JsonBuild.lines(
                                            row.array(0), signature.argument(0), row.environment())
                                    : JsonBuild.text(
                                            row.value(0),
                                            signature.argument(0),
                                            row.environment()));
            case "row_to_json(record,bool)" ->
                    text(row -> {
                        DataType type = signature.argument(0);
                        return row.bool(1)
                                ? JsonBuild.lines((Value.Row) row.value(0), type, row.environment())
                                : JsonBuild.text(row.value(0), type, row.environment());
                    });
            case "to_jsonb(anyelement)" ->
                    text(row ->
                            JsonWriter.text(
                                    JsonBuild.json(
                                            row.value(0),
                                            signature.argument(0),
                                            row.environment())));
            case "json_build_array()", "json_build_array(any)" ->
                    text(row ->
                            JsonBuild.arrayText(
                                    values(row), types(row, signature), row.environment()));
            case "jsonb_build_array()", "jsonb_build_array(any)" ->
                    text(row -> JsonWriter.text(buildArray(row, signature)));
            case "json_build_object()", "json_build_object(any)" ->
                    text(row -> buildObjectText(row, signature));
            case "jsonb_build_object()", "jsonb_build_object(any)" ->
                    text(row -> JsonWriter.text(buildObject(row, signature)));
            case "json_object(_text)" -> text(row -> objectText(pairs(row.array(0))));
            case "json_object(_text,_text)" ->
                    text(row -> objectText(pairs(row.array(0), row.array(1))));
            case "jsonb_object(_text)" -> text(row -> JsonWriter.text(object(pairs(row.array(0)))));
            case "jsonb_object(_text,_text)" ->
                    text(row -> JsonWriter.text(object(pairs(row.array(0), row.array(1)))));
            case "bool(jsonb)" -> bool(JsonFunctions::truth);
            case "numeric(jsonb)" ->
                    value(row -> new Value.Numeric(numeric(row, DataType.NUMERIC)));
            case "int2(jsonb)", "int4(jsonb)", "int8(jsonb)" ->
                    number(row ->
                            dev.reckon.sql.function.number.NumberConversions.toLong(
                                    new Value.Numeric(numeric(row, signature.resultType())),
                                    signature.resultType()));
            case "float4(jsonb)" -> real(row -> numeric(row, signature.resultType()).floatValue());
            case "float8(jsonb)" -> real(row -> numeric(row, signature.resultType()).doubleValue());
            default -> Body.Missing.MISSING;
        };
    }

    static Json json(Row row) {
        return json(row, 0);
    }

    static Json json(Row row, int argument) {
        return JsonParser.parse(row.text(argument));
    }

    private static Json loosely(Row row) {
        return JsonParser.parseLoosely(row.text(0));
    }

    static Value jsonb(Optional<Json> json) {
        return json.<Value>map(found -> Value.text(JsonWriter.text(found))).orElse(Value.Null.NULL);
    }

    static Value raw(Optional<String> text) {
        return text.<Value>map(Value::text).orElse(Value.Null.NULL);
    }

    /// Returns a value as `->>` does: strings without quotes, null as NULL.
    static Value asText(Optional<Json> json) {
        if (json.isEmpty() || json.get() instanceof Json.Null) {
            return Value.Null.NULL;
        }
        return Value.text(
                json.get() instanceof Json.Text(String string)
                        ? string
                        : JsonWriter.text(json.get()));
    }

    private static Optional<Json> member(Json json, String key) {
        return json instanceof Json.Object object ? object.get(key) : Optional.empty();
    }

    /// A scalar counts as an array of itself here: PostgreSQL stores it so.
    private static Optional<Json> element(Json json, long index) {
        return switch (json) {
            case Json.Array(List<Json> elements) -> JsonPaths.element(elements, index);
            case Json.Object _ -> Optional.empty();
            default -> JsonPaths.element(List.of(json), index);
        };
    }

    private static Optional<Json> follow(Row row) {
        return JsonPaths.steps(row.array(1)).flatMap(path -> JsonPaths.follow(json(row), path));
    }

    private static String change(Row row, Json replacement, JsonPaths.Change change) {
        List<Value> path = JsonPaths.vector(row.array(1)).elements();
        return JsonWriter.text(JsonPaths.change(json(row), path, replacement, change));
    }

    /// jsonb_set that is told what a NULL means.
    private static Value setLax(Row row) {
        if (row.isNull(0) || row.isNull(1) || row.isNull(3)) {
            return Value.Null.NULL;
        }
        JsonPaths.Change set = row.bool(3) ? JsonPaths.Change.SET : JsonPaths.Change.SET_EXISTING;
        if (!row.isNull(2) && !row.isNull(4)) {
            return Value.text(change(row, json(row, 2), set));
        }
        String treatment = row.isNull(4) ? "" : row.text(4);
        boolean known =
                switch (treatment) {
                    case "raise_exception", "return_target", "delete_key", "use_json_null" -> true;
                    default -> false;
                };
        if (!known) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "null_value_treatment must be \"delete_key\", \"return_target\","
                            + " \"use_json_null\", or \"raise_exception\"");
        }
        return switch (treatment) {
            case "return_target" -> Value.text(row.text(0));
            case "delete_key" -> Value.text(change(row, Json.Null.NULL, JsonPaths.Change.DELETE));
            case "use_json_null" -> Value.text(change(row, Json.Null.NULL, set));
            default ->
                    throw new DatabaseException(
                                    SqlState.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
                            .withDetail(
                                    "Exception was raised because null_value_treatment is"
                                            + " \"raise_exception\".")
                            .withHint(
                                    "To avoid, either change the null_value_treatment argument or"
                                            + " ensure that an SQL NULL is not passed.");
        };
    }

    private static long length(Json json) {
        if (json instanceof Json.Array(List<Json> elements)) {
            return elements.size();
        }
        throw new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE,
                json instanceof Json.Object
                        ? "cannot get array length of a non-array"
                        : "cannot get array length of a scalar");
    }

    private static List<DataType> types(Row row, Signature signature) {
        return IntStream.range(0, row.argumentCount()).mapToObj(signature::argument).toList();
    }

    private static List<Value> values(Row row) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < row.argumentCount(); i++) {
            values.add(row.value(i));
        }
        return values;
    }

    private static Json buildArray(Row row, Signature signature) {
        List<Json> elements = new ArrayList<>();
        for (int i = 0; i < row.argumentCount(); i++) {
            elements.add(JsonBuild.json(row.value(i), signature.argument(i), row.environment()));
        }
        return new Json.Array(elements);
    }

    private static void requirePairs(Row row, String name) {
        if (row.argumentCount() % 2 != 0) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "argument list must have even number of elements")
                    .withHint(
                            "The arguments of "
                                    + name
                                    + "() must consist of alternating keys and values.");
        }
    }

    private static String key(Row row, int argument, Signature signature) {
        if (row.isNull(argument)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "argument " + (argument + 1) + ": key must not be null");
        }
        DataType type = signature.argument(argument);
        return type.equals(DataType.UNKNOWN)
                ? row.text(argument)
                : JsonBuild.key(row.value(argument), type, row.environment());
    }

    private static String buildObjectText(Row row, Signature signature) {
        requirePairs(row, "json_build_object");
        var text = new StringBuilder("{");
        for (int i = 0; i < row.argumentCount(); i += 2) {
            text.append(i == 0 ? "" : ", ");
            JsonWriter.quote(key(row, i, signature), text);
            text.append(" : ")
                    .append(
                            JsonBuild.text(
                                    row.value(i + 1),
                                    signature.argument(i + 1),
                                    row.environment()));
        }
        return text.append('}').toString();
    }

    private static Json buildObject(Row row, Signature signature) {
        requirePairs(row, "jsonb_build_object");
        List<String> keys = new ArrayList<>();
        List<Json> values = new ArrayList<>();
        for (int i = 0; i < row.argumentCount(); i += 2) {
            keys.add(key(row, i, signature));
            values.add(
                    JsonBuild.json(row.value(i + 1), signature.argument(i + 1), row.environment()));
        }
        return Json.Object.of(keys, values);
    }

    private record Pairs(List<String> keys, List<Value> values) {}

    /// `{k, v, k, v}` or `{{k, v}, {k, v}}`.
    private static Pairs pairs(Value.Array array) {
        if (array.lengths().size() == 1 && array.elements().size() % 2 != 0) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "array must have even number of elements");
        }
        if (array.lengths().size() > 2
                || (array.lengths().size() == 2 && array.lengths().get(1) != 2)) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    array.lengths().size() > 2
                            ? "wrong number of array subscripts"
                            : "array must have two columns");
        }
        List<String> keys = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < array.elements().size(); i += 2) {
            Cancellation.check(i);
            keys.add(keyText(array.elements().get(i)));
            values.add(array.elements().get(i + 1));
        }
        return new Pairs(keys, values);
    }

    private static Pairs pairs(Value.Array keys, Value.Array values) {
        if (keys.lengths().size() > 1 || values.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
        }
        if (keys.elements().size() != values.elements().size()) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "mismatched array dimensions");
        }
        return new Pairs(
                Cancellation.stream(keys.elements()).map(JsonFunctions::keyText).toList(),
                values.elements());
    }

    private static String keyText(Value key) {
        if (key.isNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
        }
        return key.toString();
    }

    private static String objectText(Pairs pairs) {
        var text = new StringBuilder("{");
        for (int i = 0; i < pairs.keys.size(); i++) {
            Cancellation.check(i);
            text.append(i == 0 ? "" : ", ");
            JsonWriter.quote(pairs.keys.get(i), text);
            text.append(" : ");
            if (pairs.values.get(i).isNull()) {
                text.append("null");
            } else {
                JsonWriter.quote(pairs.values.get(i).toString(), text);
            }
        }
        return text.append('}').toString();
    }

    private static Json object(Pairs pairs) {
        return Json.Object.of(
                pairs.keys,
                Cancellation.stream(pairs.values)
                        .<Json>map(value ->
                                value.isNull() ? Json.Null.NULL : new Json.Text(value.toString()))
                        .toList());
    }

    private static DatabaseException castError(Json json, DataType type) {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE,
                "cannot cast jsonb " + json.typeName() + " to type " + type);
    }

    private static boolean truth(Row row) {
        if (json(row) instanceof Json.Bool(boolean value)) {
            return value;
        }
        throw castError(json(row), DataType.BOOL);
    }

    private static BigDecimal numeric(Row row, DataType type) {
        Json json = json(row);
        if (json instanceof Json.Number(BigDecimal number)) {
            return number;
        }
        throw castError(json, type);
    }
}
