package dev.reckon.sql.function.json.path;

import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// The functions of jsonpath that return one value, and the operators `@?` and `@@`.
public final class PathFunctions {
    private static final Json NO_VARIABLES = new Json.Object(List.of(), List.of());

    private PathFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        if (!signature.name().startsWith("jsonb_path_")) {
            return Body.Missing.MISSING;
        }
        boolean zoned = signature.name().endsWith("_tz");
        var paths = new PathCache();
        return switch (signature.name()) {
            case "jsonb_path_exists", "jsonb_path_exists_tz", "jsonb_path_exists_opr" ->
                    value(row ->
                            bool(query(row, paths, zoned).exists(row.text(0), row.environment())));
            case "jsonb_path_match", "jsonb_path_match_tz", "jsonb_path_match_opr" ->
                    value(row ->
                            bool(query(row, paths, zoned).matches(row.text(0), row.environment())));
            case "jsonb_path_query_array", "jsonb_path_query_array_tz" ->
                    text(row -> JsonWriter.text(new Json.Array(items(row, paths, zoned))));
            case "jsonb_path_query_first", "jsonb_path_query_first_tz" ->
                    value(row -> first(items(row, paths, zoned)));
            default -> Body.Missing.MISSING;
        };
    }

    /// The path of a call is nearly always the same one: the last is kept. Safe for use by many
    /// threads.
    private static final class PathCache {
        private record Entry(String text, JsonPath path) {}

        private volatile Optional<Entry> last = Optional.empty();

        JsonPath path(String text) {
            Optional<Entry> entry = last;
            if (entry.isPresent() && entry.get().text.equals(text)) {
                return entry.get().path;
            }
            JsonPath path = JsonPath.parse(text);
            last = Optional.of(new Entry(text, path));
            return path;
        }
    }

    /// An operator has neither variables nor errors.
    private static PathQuery query(Row row, PathCache paths, boolean zoned) {
        boolean operator = row.argumentCount() == 2;
        return new PathQuery(
                paths.path(row.text(1)),
                operator ? NO_VARIABLES : JsonParser.parse(row.text(2)),
                operator || row.bool(3),
                zoned);
    }

    private static List<Json> items(Row row, PathCache paths, boolean zoned) {
        return query(row, paths, zoned).items(row.text(0), row.environment());
    }

    private static Value bool(Optional<Boolean> value) {
        return value.map(Value::bool).orElse(Value.Null.NULL);
    }

    private static Value first(List<Json> items) {
        return items.isEmpty() ? Value.Null.NULL : Value.text(JsonWriter.text(items.getFirst()));
    }
}
