package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.path.PathNode;
import dev.reckon.sql.function.text.RegexFunctions;
import dev.reckon.storage.error.Cancellation;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;

/// The predicates of paths, in logic of three values.
final class PathPredicates {
    private final PathEvaluator evaluator;

    PathPredicates(PathEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    private interface Test {
        Truth test(PathItem left, PathItem right);
    }

    Truth test(PathNode predicate, PathItem item) {
        return switch (predicate) {
            case PathNode.Binary(PathNode.Operator operator, PathNode left, PathNode right) ->
                    switch (operator) {
                        case AND -> {
                            Truth first = test(left, item);
                            Truth second = first == Truth.FALSE ? first : test(right, item);
                            yield second == Truth.TRUE ? first : second;
                        }
                        case OR -> {
                            Truth first = test(left, item);
                            Truth second = first == Truth.TRUE ? first : test(right, item);
                            yield second == Truth.FALSE ? first : second;
                        }
                        case STARTS_WITH ->
                                pairs(left, right, item, false, PathPredicates::startsWith);
                        default ->
                                pairs(left, right, item, true, (l, r) -> compare(operator, l, r));
                    };
            case PathNode.Not(PathNode operand) -> test(operand, item).negated();
            case PathNode.IsUnknown(PathNode operand) ->
                    Truth.of(test(operand, item) == Truth.UNKNOWN);
            case PathNode.Exists(PathNode operand) -> exists(operand, item);
            case PathNode.LikeRegex regex ->
                    pairs(
                            regex.operand(),
                            new PathNode.Literal(Json.Null.NULL),
                            item,
                            false,
                            (value, _) -> matches(regex, value));
            default -> throw new IllegalArgumentException("no predicate: " + predicate);
        };
    }

    private Truth exists(PathNode operand, PathItem item) {
        Found found = evaluator.isLax() ? Found.any() : Found.all();
        Outcome outcome = evaluator.quietly(operand, item, false, found);
        if (outcome == Outcome.ERROR) {
            return Truth.UNKNOWN;
        }
        return Truth.of(evaluator.isLax() ? outcome == Outcome.OK : !found.items().isEmpty());
    }

    /// Tests each pair of operands: in lax mode the first that is true decides, in strict mode the
    /// first that is unknown.
    private Truth pairs(
            PathNode left, PathNode right, PathItem item, boolean unwrapRight, Test test) {
        Found lefts = Found.all();
        if (evaluator.quietly(left, item, true, lefts) == Outcome.ERROR) {
            return Truth.UNKNOWN;
        }
        Found rights = Found.all();
        if (evaluator.quietly(right, item, unwrapRight, rights) == Outcome.ERROR) {
            return Truth.UNKNOWN;
        }
        boolean unknown = false;
        boolean isTrue = false;
        for (PathItem leftItem : Cancellation.each(lefts.items())) {
            for (PathItem rightItem : Cancellation.each(rights.items())) {
                Truth truth = test.test(leftItem, rightItem);
                if (truth == Truth.UNKNOWN) {
                    if (!evaluator.isLax()) {
                        return truth;
                    }
                    unknown = true;
                } else if (truth == Truth.TRUE) {
                    if (evaluator.isLax()) {
                        return truth;
                    }
                    isTrue = true;
                }
            }
        }
        return isTrue ? Truth.TRUE : unknown ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static Truth startsWith(PathItem whole, PathItem initial) {
        return whole instanceof PathItem.Plain(Json.Text(String text))
                        && initial instanceof PathItem.Plain(Json.Text(String prefix))
                ? Truth.of(text.startsWith(prefix))
                : Truth.UNKNOWN;
    }

    private Truth matches(PathNode.LikeRegex regex, PathItem item) {
        if (!(item instanceof PathItem.Plain(Json.Text(String text)))) {
            return Truth.UNKNOWN;
        }
        return Truth.of(RegexFunctions.finds(text, regex.pattern(), regex.letters()));
    }

    private Truth compare(PathNode.Operator operator, PathItem left, PathItem right) {
        OptionalInt order;
        if (left instanceof PathItem.Moment leftMoment
                && right instanceof PathItem.Moment rightMoment) {
            order =
                    Moments.compare(
                            leftMoment, rightMoment, evaluator.isZoned(), evaluator.environment());
        } else if (left instanceof PathItem.Plain(Json leftJson)
                && right instanceof PathItem.Plain(Json rightJson)
                && leftJson.typeName().equals(rightJson.typeName())) {
            order = order(leftJson, rightJson);
        } else {
            boolean oneIsNull = isNull(left) || isNull(right);
            return oneIsNull ? Truth.of(operator == PathNode.Operator.NOT_EQUAL) : Truth.UNKNOWN;
        }
        return order.isEmpty() ? Truth.UNKNOWN : Truth.of(holds(operator, order.getAsInt()));
    }

    private static boolean isNull(PathItem item) {
        return item instanceof PathItem.Plain(Json.Null _);
    }

    private static OptionalInt order(Json left, Json right) {
        return switch (left) {
            case Json.Null _ -> OptionalInt.of(0);
            case Json.Bool(boolean value) ->
                    OptionalInt.of(Boolean.compare(value, ((Json.Bool) right).value()));
            case Json.Number(BigDecimal value) ->
                    OptionalInt.of(value.compareTo(((Json.Number) right).value()));
            case Json.Text(String value) ->
                    OptionalInt.of(value.compareTo(((Json.Text) right).value()));
            case Json.Array(List<Json> _), Json.Object _ -> OptionalInt.empty();
        };
    }

    private static boolean holds(PathNode.Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case GREATER -> order > 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException("no comparison: " + operator);
        };
    }
}
