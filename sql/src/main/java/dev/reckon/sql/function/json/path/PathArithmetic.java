package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.path.PathNode;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The arithmetic of paths, on numerics.
final class PathArithmetic {
    private final PathEvaluator evaluator;

    PathArithmetic(PathEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    Outcome binary(
            List<PathNode> links,
            int index,
            PathNode.Binary operation,
            PathItem item,
            Found found) {
        Found left = Found.all();
        if (evaluator.unwrapped(operation.left(), item, true, left) == Outcome.ERROR) {
            return Outcome.ERROR;
        }
        Found right = Found.all();
        if (evaluator.unwrapped(operation.right(), item, true, right) == Outcome.ERROR) {
            return Outcome.ERROR;
        }
        Optional<BigDecimal> first = single(left);
        if (first.isEmpty()) {
            return notSingle("left", operation);
        }
        Optional<BigDecimal> second = single(right);
        if (second.isEmpty()) {
            return notSingle("right", operation);
        }
        Value result;
        try {
            result =
                    compute(
                            operation.operator(),
                            new Value.Numeric(first.get()),
                            new Value.Numeric(second.get()));
        } catch (DatabaseException e) {
            return evaluator.fail(e);
        }
        if (evaluator.isEnough(links, index, found)) {
            return Outcome.OK;
        }
        return evaluator.next(links, index, number(((Value.Numeric) result).value()), found);
    }

    static PathItem number(BigDecimal value) {
        return PathItem.of(new Json.Number(value));
    }

    private static Optional<BigDecimal> single(Found found) {
        return found.items().size() == 1
                        && found.items().getFirst()
                                instanceof PathItem.Plain(Json.Number(BigDecimal number))
                ? Optional.of(number)
                : Optional.empty();
    }

    private Outcome notSingle(String side, PathNode.Binary operation) {
        return evaluator.fail(
                SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED,
                side
                        + " operand of jsonpath operator "
                        + operation.operator().text()
                        + " is not a single numeric value");
    }

    private static Value compute(PathNode.Operator operator, Value left, Value right) {
        return switch (operator) {
            case ADD -> Decimals.add(left, right);
            case SUBTRACT -> Decimals.subtract(left, right);
            case MULTIPLY -> Decimals.multiply(left, right);
            case DIVIDE -> Decimals.divide(left, right);
            case REMAINDER -> Decimals.remainder(left, right);
            default -> throw new IllegalArgumentException("no arithmetic: " + operator);
        };
    }

    Outcome sign(List<PathNode> links, int index, PathNode.Sign sign, PathItem item, Found found) {
        Found operands = Found.all();
        if (evaluator.unwrapped(sign.operand(), item, true, operands) == Outcome.ERROR) {
            return Outcome.ERROR;
        }
        boolean enough = evaluator.isEnough(links, index, found);
        Outcome outcome = Outcome.NOT_FOUND;
        for (PathItem operand : Cancellation.each(operands.items())) {
            if (operand instanceof PathItem.Plain(Json.Number(BigDecimal number))) {
                if (enough) {
                    return Outcome.OK;
                }
                PathItem result = number(sign.negative() ? number.negate() : number);
                Outcome next = evaluator.next(links, index, result, found);
                if (next == Outcome.ERROR || (next == Outcome.OK && !found.isWanted())) {
                    return next;
                }
                outcome = next == Outcome.OK ? next : outcome;
            } else if (!enough) {
                return evaluator.fail(
                        SqlState.SQL_JSON_NUMBER_NOT_FOUND,
                        "operand of unary jsonpath operator "
                                + (sign.negative() ? "-" : "+")
                                + " is not a numeric value");
            }
        }
        return outcome;
    }
}
