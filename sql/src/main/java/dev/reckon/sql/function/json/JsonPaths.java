package dev.reckon.sql.function.json;

import dev.reckon.sql.format.json.Json;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Paths as arrays of text: following, setting, inserting and deleting in jsonb.
final class JsonPaths {
    private JsonPaths() {}

    /// Reads a step as the index of an array.
    static Optional<Integer> index(String step) {
        try {
            return Optional.of(Integer.parseInt(step.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Returns an array of one dimension, or an empty one, as it is.
    ///
    /// @throws DatabaseException 2202E for any other
    static Value.Array vector(Value.Array array) {
        if (array.lengths().size() > 1) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
        }
        return array;
    }

    /// Returns the steps of a text array; empty when one is NULL.
    static Optional<List<String>> steps(Value.Array path) {
        List<String> steps = new ArrayList<>();
        for (Value step : Cancellation.each(path.elements())) {
            if (step.isNull()) {
                return Optional.empty();
            }
            steps.add(step.toString());
        }
        return Optional.of(steps);
    }

    static Optional<Json> follow(Json json, List<String> path) {
        Json at = json;
        for (String step : Cancellation.each(path)) {
            Optional<Json> next =
                    switch (at) {
                        case Json.Object object -> object.get(step);
                        case Json.Array(List<Json> elements) ->
                                index(step).flatMap(index -> element(elements, index));
                        default -> Optional.empty();
                    };
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    static Optional<Json> element(List<Json> elements, long index) {
        long at = index < 0 ? index + elements.size() : index;
        return at >= 0 && at < elements.size()
                ? Optional.of(elements.get((int) at))
                : Optional.empty();
    }

    /// How a path is applied.
    enum Change {
        SET,
        SET_EXISTING,
        INSERT_BEFORE,
        INSERT_AFTER,
        DELETE
    }

    /// Changes what is at a path. A step that is NULL is an error only where the path gets to it.
    ///
    /// @throws DatabaseException 22P02, 22004, 22023
    static Json change(Json json, List<Value> path, Json replacement, Change change) {
        if (json.isScalar()) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    change == Change.DELETE
                            ? "cannot delete path in scalar"
                            : "cannot set path in scalar");
        }
        boolean nothingToDo =
                path.isEmpty()
                        || (isEmpty(json)
                                && (change == Change.DELETE || change == Change.SET_EXISTING));
        return nothingToDo ? json : change(json, path, 0, replacement, change);
    }

    private static boolean isEmpty(Json json) {
        return switch (json) {
            case Json.Array(List<Json> elements) -> elements.isEmpty();
            case Json.Object(List<String> keys, List<Json> _) -> keys.isEmpty();
            default -> false;
        };
    }

    private static Json change(
            Json json, List<Value> path, int depth, Json replacement, Change change) {
        if (path.get(depth).isNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "path element at position " + (depth + 1) + " is null");
        }
        return switch (json) {
            case Json.Object object -> inObject(object, path, depth, replacement, change);
            case Json.Array(List<Json> elements) ->
                    inArray(elements, path, depth, replacement, change);
            default -> json;
        };
    }

    private static Json inObject(
            Json.Object object, List<Value> path, int depth, Json replacement, Change change) {
        String key = path.get(depth).toString();
        boolean last = depth == path.size() - 1;
        int index = object.indexOf(key);
        List<String> keys = new ArrayList<>(object.keys());
        List<Json> values = new ArrayList<>(object.values());
        if (index < 0) {
            if (last && change != Change.DELETE && change != Change.SET_EXISTING) {
                keys.add(key);
                values.add(replacement);
            }
            return Json.Object.of(keys, values);
        }
        if (!last) {
            values.set(index, change(values.get(index), path, depth + 1, replacement, change));
        } else if (change == Change.DELETE) {
            keys.remove(index);
            values.remove(index);
        } else if (change == Change.INSERT_BEFORE || change == Change.INSERT_AFTER) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE, "cannot replace existing key")
                    .withHint("Try using the function jsonb_set to replace key value.");
        } else {
            values.set(index, replacement);
        }
        return new Json.Object(keys, values);
    }

    private static Json inArray(
            List<Json> elements, List<Value> path, int depth, Json replacement, Change change) {
        String step = path.get(depth).toString();
        int position = depth + 1;
        int index =
                index(step)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.INVALID_TEXT_REPRESENTATION,
                                        "path element at position "
                                                + position
                                                + " is not an integer: \""
                                                + step
                                                + "\""));
        boolean last = depth == path.size() - 1;
        List<Json> changed = new ArrayList<>(elements);
        int at = index < 0 ? index + elements.size() : index;
        if (at >= 0 && at < elements.size()) {
            if (!last) {
                changed.set(at, change(changed.get(at), path, depth + 1, replacement, change));
            } else {
                switch (change) {
                    case DELETE -> changed.remove(at);
                    case INSERT_BEFORE -> changed.add(at, replacement);
                    case INSERT_AFTER -> changed.add(at + 1, replacement);
                    case SET, SET_EXISTING -> changed.set(at, replacement);
                }
            }
        } else if (last && change != Change.DELETE && change != Change.SET_EXISTING) {
            changed.add(at < 0 ? 0 : changed.size(), replacement);
        }
        return new Json.Array(changed);
    }

    /// Returns whether one value contains another, as `@>` does.
    static boolean contains(Json outer, Json inner) {
        if (outer instanceof Json.Array(List<Json> elements) && inner.isScalar()) {
            return Cancellation.stream(elements)
                    .anyMatch(element -> element.isScalar() && Json.compare(element, inner) == 0);
        }
        return containsAt(outer, inner);
    }

    private static boolean containsAt(Json outer, Json inner) {
        if (outer instanceof Json.Object object
                && inner instanceof Json.Object(List<String> keys, List<Json> values)) {
            for (int i = 0; i < keys.size(); i++) {
                Cancellation.check(i);
                Optional<Json> member = object.get(keys.get(i));
                if (member.isEmpty() || !containsAt(member.get(), values.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (outer instanceof Json.Array(List<Json> elements)
                && inner instanceof Json.Array(List<Json> wanted)) {
            return Cancellation.stream(wanted)
                    .allMatch(w -> Cancellation.stream(elements).anyMatch(e -> containsAt(e, w)));
        }
        return outer.isScalar() && inner.isScalar() && Json.compare(outer, inner) == 0;
    }

    /// Returns whether a string is a key of an object, an element of an array, or the string
    /// itself.
    static boolean exists(Json json, String key) {
        Cancellation.check(); // The elements may be many, and so may the keys.
        return switch (json) {
            case Json.Object object -> object.indexOf(key) >= 0;
            case Json.Array(List<Json> elements) -> elements.contains(new Json.Text(key));
            case Json.Text(String value) -> value.equals(key);
            default -> false;
        };
    }

    /// `||` of jsonb: joins objects, and everything else as arrays.
    static Json concatenate(Json left, Json right) {
        if (left instanceof Json.Object(List<String> leftKeys, List<Json> leftValues)
                && right instanceof Json.Object(List<String> rightKeys, List<Json> rightValues)) {
            List<String> keys = new ArrayList<>(leftKeys);
            keys.addAll(rightKeys);
            List<Json> values = new ArrayList<>(leftValues);
            values.addAll(rightValues);
            return Json.Object.of(keys, values);
        }
        List<Json> elements = new ArrayList<>(asList(left));
        elements.addAll(asList(right));
        return new Json.Array(elements);
    }

    private static List<Json> asList(Json json) {
        return json instanceof Json.Array(List<Json> elements) ? elements : List.of(json);
    }

    /// Removes members that are null, at any depth.
    static Json stripNulls(Json json) {
        return switch (json) {
            case Json.Object(List<String> keys, List<Json> values) -> {
                List<String> keptKeys = new ArrayList<>();
                List<Json> kept = new ArrayList<>();
                for (int i = 0; i < keys.size(); i++) {
                    Cancellation.check(i);
                    if (!(values.get(i) instanceof Json.Null)) {
                        keptKeys.add(keys.get(i));
                        kept.add(stripNulls(values.get(i)));
                    }
                }
                yield new Json.Object(keptKeys, kept);
            }
            case Json.Array(List<Json> elements) ->
                    new Json.Array(
                            Cancellation.stream(elements).map(JsonPaths::stripNulls).toList());
            default -> json;
        };
    }
}
