package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.FloatText;
import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.path.PathNode;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.sql.function.template.TimeTemplates;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The methods of paths.
final class PathMethods {
    private static final int DOUBLE_DIGITS = 15;

    private final PathEvaluator evaluator;
    private Base base = new Base(Json.Null.NULL, 0);

    /// `$` and the variables have 0 and 1.
    private long nextBaseId = 2;

    PathMethods(PathEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// The value that the items in question are part of: keyvalue() tells objects apart by it.
    private record Base(Json json, long id) {}

    void enter(Json json, long id) {
        base = new Base(json, id);
    }

    /// Evaluates what follows a value that is not part of the value so far.
    Outcome within(Json json, long id, Supplier<Outcome> evaluation) {
        Base before = base;
        base = new Base(json, id);
        Outcome outcome = evaluation.get();
        base = before;
        return outcome;
    }

    Outcome apply(
            List<PathNode> links, int index, PathNode.Method method, PathItem item, Found found) {
        return switch (method) {
            case TYPE ->
                    evaluator.next(
                            links, index, PathItem.of(new Json.Text(item.typeName())), found);
            case SIZE -> size(links, index, item, found);
            case DOUBLE -> real(links, index, item, found);
            case ABS, CEILING, FLOOR -> {
                if (!(item instanceof PathItem.Plain(Json.Number(BigDecimal number)))) {
                    yield evaluator.fail(
                            SqlState.NON_NUMERIC_SQL_JSON_ITEM,
                            "jsonpath item method ."
                                    + method.text()
                                    + "() can only be applied to a numeric value");
                }
                BigDecimal result =
                        switch (method) {
                            case CEILING -> number.setScale(0, RoundingMode.CEILING);
                            case FLOOR -> number.setScale(0, RoundingMode.FLOOR);
                            default -> number.abs();
                        };
                yield evaluator.next(links, index, PathArithmetic.number(result), found);
            }
            case KEYVALUE -> keyValue(links, index, item, found);
        };
    }

    private Outcome size(List<PathNode> links, int index, PathItem item, Found found) {
        if (!item.isArray() && !evaluator.isLax()) {
            return evaluator.isForgiving()
                    ? Outcome.NOT_FOUND
                    : evaluator.fail(
                            SqlState.SQL_JSON_ARRAY_NOT_FOUND,
                            "jsonpath item method .size() can only be applied to an array");
        }
        int size = item.isArray() ? item.children().size() : 1;
        return evaluator.next(links, index, PathArithmetic.number(BigDecimal.valueOf(size)), found);
    }

    private Outcome real(List<PathNode> links, int index, PathItem item, Found found) {
        if (item instanceof PathItem.Plain(Json.Number(BigDecimal number))) {
            return Double.isInfinite(number.doubleValue())
                            || (number.doubleValue() == 0 && number.signum() != 0)
                    ? evaluator.fail(
                            SqlState.NON_NUMERIC_SQL_JSON_ITEM,
                            "numeric argument of jsonpath item method .double() is out of range"
                                    + " for type double precision")
                    : evaluator.next(links, index, item, found);
        }
        if (!(item instanceof PathItem.Plain(Json.Text(String text)))) {
            return evaluator.fail(
                    SqlState.NON_NUMERIC_SQL_JSON_ITEM,
                    "jsonpath item method .double() can only be applied to a string or numeric"
                            + " value");
        }
        double value;
        try {
            value = FloatText.readDouble(text);
        } catch (DatabaseException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            return evaluator.fail(
                    SqlState.NON_NUMERIC_SQL_JSON_ITEM,
                    "string argument of jsonpath item method .double() is not a valid"
                            + " representation of a double precision number");
        }
        var numeric = (Value.Numeric) Decimals.ofDouble(value, DOUBLE_DIGITS);
        return evaluator.next(links, index, PathArithmetic.number(numeric.value()), found);
    }

    Outcome dateTime(
            List<PathNode> links,
            int index,
            Optional<String> template,
            PathItem item,
            Found found) {
        if (!(item instanceof PathItem.Plain(Json.Text(String text)))) {
            return evaluator.fail(
                    SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                    "jsonpath item method .datetime() can only be applied to a string");
        }
        if (template.isPresent()) {
            TimeTemplates.requireStandard(template.get());
            try {
                var read = TimeTemplates.read(text, template.get());
                var made = new PathItem.Moment(read.type(), read.value(), read.zoneSeconds());
                return evaluator.isEnough(links, index, found)
                        ? Outcome.OK
                        : evaluator.next(links, index, made, found);
            } catch (DatabaseException wrong) {
                return evaluator.fail(wrong);
            }
        }
        Optional<PathItem.Moment> moment;
        try {
            moment = Moments.read(text, evaluator.environment());
        } catch (DatabaseException _) {
            moment = Optional.empty();
        }
        if (moment.isEmpty()) {
            return evaluator.fail(
                    new DatabaseException(
                                    SqlState.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                                    "datetime format is not recognized: \"" + text + "\"")
                            .withHint(
                                    "Use a datetime template argument to specify the input data"
                                            + " format."));
        }
        return evaluator.isEnough(links, index, found)
                ? Outcome.OK
                : evaluator.next(links, index, moment.get(), found);
    }

    private Outcome keyValue(List<PathNode> links, int index, PathItem item, Found found) {
        if (!(item instanceof PathItem.Plain(Json.Object object))) {
            return evaluator.fail(
                    SqlState.SQL_JSON_OBJECT_NOT_FOUND,
                    "jsonpath item method .keyvalue() can only be applied to an object");
        }
        if (object.keys().isEmpty()) {
            return Outcome.NOT_FOUND;
        }
        if (evaluator.isEnough(links, index, found)) {
            return Outcome.OK;
        }
        long id = new ObjectIds(base.json, base.id).id(object);
        Outcome outcome = Outcome.NOT_FOUND;
        for (int i = 0; i < object.keys().size(); i++) {
            Cancellation.check(i);
            Json pair =
                    Json.Object.of(
                            List.of("key", "value", "id"),
                            List.of(
                                    new Json.Text(object.keys().get(i)),
                                    object.values().get(i),
                                    new Json.Number(BigDecimal.valueOf(id))));
            outcome =
                    within(
                            pair,
                            nextBaseId++,
                            () -> evaluator.next(links, index, PathItem.of(pair), found));
            if (outcome == Outcome.ERROR || (outcome == Outcome.OK && !found.isWanted())) {
                break;
            }
        }
        return outcome;
    }
}
