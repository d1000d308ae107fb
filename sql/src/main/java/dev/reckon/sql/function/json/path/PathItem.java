package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// What a path finds: a JSON value, or a date or time, which JSON does not know.
sealed interface PathItem {
    record Plain(Json json) implements PathItem {}

    /// A date or time.
    ///
    /// @param type date, time, timetz, timestamp or timestamptz
    /// @param zoneSeconds of a timestamptz: the zone as written, seconds east of UTC
    record Moment(DataType type, Value value, int zoneSeconds) implements PathItem {}

    static PathItem of(Json json) {
        return new Plain(json);
    }

    /// Returns the item as JSON: a date or time is a string in ISO form.
    default Json json() {
        return switch (this) {
            case Plain(Json value) -> value;
            case Moment moment -> new Json.Text(Moments.text(moment));
        };
    }

    /// Returns what the method `type()` says.
    default String typeName() {
        return switch (this) {
            case Plain(Json value) -> value.typeName();
            case Moment(DataType type, Value _, int _) -> Moments.typeName(type);
        };
    }

    default boolean isArray() {
        return this instanceof Plain(Json.Array _);
    }

    /// Returns the elements of an array or the values of an object; none of anything else.
    default List<Json> children() {
        return switch (this) {
            case Plain(Json.Array(List<Json> elements)) -> elements;
            case Plain(Json.Object(List<String> _, List<Json> values)) -> values;
            default -> List.of();
        };
    }

    default boolean isContainer() {
        return this instanceof Plain(Json json) && !json.isScalar();
    }
}
