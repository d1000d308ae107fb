package dev.reckon.sql.function.json;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Puts a value into jsonb by subscripts, and makes the objects and arrays on the way, as
/// PostgreSQL's section "jsonb Subscripting" says.
public final class JsonAssignment {
    private static final int ELEMENTS_MAX = 268_435_455;

    private JsonAssignment() {}

    /// Returns the changed jsonb.
    ///
    /// @param container jsonb, or NULL
    /// @param path texts
    /// @param value jsonb; NULL is put in as `null`
    /// @param startsWithIndex whether a NULL container becomes an array, not an object
    /// @throws DatabaseException 22004, 22023, 22P02
    public static Value assign(
            Value container, List<Value> path, Value value, boolean startsWithIndex) {
        List<String> steps = new ArrayList<>();
        for (Value step : path) {
            if (step.isNull()) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "jsonb subscript in assignment must not be null");
            }
            steps.add(step.toString());
        }
        Json from;
        if (container.isNull()) {
            from =
                    startsWithIndex
                            ? new Json.Array(List.of())
                            : new Json.Object(List.of(), List.of());
        } else {
            from = JsonParser.parse(container.toString());
        }
        Json replacement = value.isNull() ? Json.Null.NULL : JsonParser.parse(value.toString());
        return Value.text(JsonWriter.text(set(from, steps, 0, replacement)));
    }

    private static Json set(Json json, List<String> path, int depth, Json replacement) {
        if (depth == path.size()) {
            return replacement;
        }
        String step = path.get(depth);
        return switch (json) {
            case Json.Object object -> {
                List<String> keys = new ArrayList<>(object.keys());
                List<Json> values = new ArrayList<>(object.values());
                int index = object.indexOf(step);
                if (index < 0) {
                    keys.add(step);
                    values.add(created(path, depth + 1, replacement));
                } else {
                    values.set(index, set(values.get(index), path, depth + 1, replacement));
                }
                yield Json.Object.of(keys, values);
            }
            case Json.Array(List<Json> elements) -> {
                int index =
                        JsonPaths.index(step)
                                .orElseThrow(() ->
                                        new DatabaseException(
                                                SqlState.INVALID_TEXT_REPRESENTATION,
                                                "path element at position "
                                                        + (depth + 1)
                                                        + " is not an integer: \""
                                                        + step
                                                        + "\""));
                int at = index < 0 ? index + elements.size() : index;
                if (at < 0) {
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "path element at position "
                                    + (depth + 1)
                                    + " is out of range: "
                                    + index);
                }
                requireRoom(at);
                List<Json> changed = new ArrayList<>(elements);
                if (at < elements.size()) {
                    changed.set(at, set(elements.get(at), path, depth + 1, replacement));
                } else {
                    changed.addAll(Collections.nCopies(at - elements.size(), Json.Null.NULL));
                    changed.add(created(path, depth + 1, replacement));
                }
                yield new Json.Array(changed);
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE, "cannot replace existing key")
                            .withDetail(
                                    "The path assumes key is a composite object, but it is a"
                                            + " scalar value.");
        };
    }

    /// Makes what a path needs where nothing is yet: arrays for numbers, objects for other keys.
    private static Json created(List<String> path, int depth, Json replacement) {
        if (depth == path.size()) {
            return replacement;
        }
        Json inner = created(path, depth + 1, replacement);
        Optional<Integer> index = JsonPaths.index(path.get(depth));
        if (index.isEmpty()) {
            return new Json.Object(List.of(path.get(depth)), List.of(inner));
        }
        requireRoom(index.get());
        List<Json> elements =
                new ArrayList<>(Collections.nCopies(Math.max(0, index.get()), Json.Null.NULL));
        elements.add(inner);
        return new Json.Array(elements);
    }

    private static void requireRoom(int index) {
        if (index >= ELEMENTS_MAX) {
            throw new DatabaseException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "number of jsonb array elements exceeds the maximum allowed ("
                            + ELEMENTS_MAX
                            + ")");
        }
    }
}
