package dev.reckon.sql.function.json;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The operator `-` of jsonb, and json_strip_nulls.
final class JsonDelete {
    private JsonDelete() {}

    /// Removes keys of an object, or strings of an array.
    ///
    /// @throws DatabaseException 22023
    static Json keys(Json json, List<String> unwanted) {
        Set<String> keys = new HashSet<>(unwanted);
        return switch (json) {
            case Json.Object(List<String> present, List<Json> values) -> {
                List<String> keptKeys = new ArrayList<>();
                List<Json> kept = new ArrayList<>();
                for (int i = 0; i < present.size(); i++) {
                    Cancellation.check(i);
                    if (!keys.contains(present.get(i))) {
                        keptKeys.add(present.get(i));
                        kept.add(values.get(i));
                    }
                }
                yield new Json.Object(keptKeys, kept);
            }
            case Json.Array(List<Json> elements) ->
                    new Json.Array(
                            Cancellation.stream(elements)
                                    .filter(element ->
                                            !(element instanceof Json.Text(String text)
                                                    && keys.contains(text)))
                                    .toList());
            default -> throw fromScalar();
        };
    }

    private static DatabaseException fromScalar() {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "cannot delete from scalar");
    }

    /// Removes an element of an array; negative indexes count from the end.
    ///
    /// @throws DatabaseException 22023
    static Json element(Json json, int index) {
        if (json instanceof Json.Object) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot delete from object using integer index");
        }
        if (!(json instanceof Json.Array(List<Json> elements))) {
            throw fromScalar();
        }
        int at = index < 0 ? index + elements.size() : index;
        if (at < 0 || at >= elements.size()) {
            return json;
        }
        List<Json> kept = new ArrayList<>(elements);
        kept.remove(at);
        return new Json.Array(kept);
    }

    /// Removes members that are null from a json text, and the blanks between tokens.
    static String rawWithoutNulls(String text) {
        RawJson json = RawJson.of(text);
        return switch (json.kind()) {
            case SCALAR -> text.strip();
            case ARRAY ->
                    "["
                            + String.join(
                                    ",",
                                    Cancellation.stream(json.values())
                                            .map(JsonDelete::rawWithoutNulls)
                                            .toList())
                            + "]";
            case OBJECT -> {
                List<String> members = new ArrayList<>();
                for (int i = 0; i < json.keys().size(); i++) {
                    Cancellation.check(i);
                    if (!json.values().get(i).strip().equals("null")) {
                        var member = new StringBuilder();
                        JsonWriter.quote(json.keys().get(i), member);
                        members.add(
                                member.append(':')
                                        .append(rawWithoutNulls(json.values().get(i)))
                                        .toString());
                    }
                }
                yield "{" + String.join(",", members) + "}";
            }
        };
    }
}
