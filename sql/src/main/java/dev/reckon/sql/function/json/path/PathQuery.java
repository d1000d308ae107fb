package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Optional;

/// One call of a function of jsonpath.
///
/// @param variables the argument `vars`
/// @param silent whether errors of the data are not thrown
/// @param zoned whether the session's time zone may be used: the forms with `_tz`
public record PathQuery(JsonPath path, Json variables, boolean silent, boolean zoned) {
    /// Returns whether the path finds anything; empty for a silent error.
    public Optional<Boolean> exists(String target, Environment environment) {
        Outcome outcome = evaluator(target, environment).evaluate(Found.any());
        return outcome == Outcome.ERROR ? Optional.empty() : Optional.of(outcome == Outcome.OK);
    }

    /// Returns what the path's predicate says; empty for null or a silent error.
    ///
    /// @throws DatabaseException 22038 when the result is no single boolean
    public Optional<Boolean> matches(String target, Environment environment) {
        List<Json> items = items(target, environment);
        if (items.size() == 1) {
            if (items.getFirst() instanceof Json.Bool(boolean value)) {
                return Optional.of(value);
            }
            if (items.getFirst() instanceof Json.Null) {
                return Optional.empty();
            }
        }
        if (silent) {
            return Optional.empty();
        }
        throw new DatabaseException(
                SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected");
    }

    /// Returns what the path finds: with a silent error what it found before.
    public List<Json> items(String target, Environment environment) {
        Found found = Found.all();
        evaluator(target, environment).evaluate(found);
        return Cancellation.stream(found.items()).map(PathItem::json).toList();
    }

    private PathEvaluator evaluator(String target, Environment environment) {
        if (!(variables instanceof Json.Object object)) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object")
                    .withDetail(
                            "Jsonpath parameters should be encoded as key-value pairs of \"vars\""
                                    + " object.");
        }
        return new PathEvaluator(
                path, JsonParser.parse(target), object, zoned, silent, environment);
    }
}
