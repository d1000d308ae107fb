package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Set;

/// Finds outer joins whose padded rows are dropped by a condition above.
final class OuterJoins {
    private OuterJoins() {}

    /// Returns the simplest kind of join that gives the same rows under the conditions.
    static JoinKind simplify(Join join, List<Scalar> conditions) {
        JoinKind kind = join.kind();
        if (!kind.isOuter()) {
            return kind;
        }
        boolean needsLeft = rejects(conditions, Columns.ids(join.left()));
        boolean needsRight = rejects(conditions, Columns.ids(join.right()));
        return switch (kind) {
            case LEFT -> needsRight ? JoinKind.INNER : kind;
            case RIGHT -> needsLeft ? JoinKind.INNER : kind;
            default ->
                    needsLeft && needsRight
                            ? JoinKind.INNER
                            : needsLeft ? JoinKind.LEFT : needsRight ? JoinKind.RIGHT : kind;
        };
    }

    private static boolean rejects(List<Scalar> conditions, Set<Integer> ids) {
        return conditions.stream().anyMatch(condition -> isNotTrue(condition, ids));
    }

    /// Returns whether a condition is false or NULL for certain when all the columns are NULL.
    private static boolean isNotTrue(Scalar condition, Set<Integer> ids) {
        return switch (condition) {
            case Scalar.And(List<Scalar> operands) ->
                    operands.stream().anyMatch(each -> isNotTrue(each, ids));
            case Scalar.Or(List<Scalar> operands) ->
                    operands.stream().allMatch(each -> isNotTrue(each, ids));
            case Scalar.IsNull(Scalar operand, boolean negated) -> negated && isNull(operand, ids);
            case Scalar.QuantifiedArray array -> !array.all() && isNull(array.left(), ids);
            case Scalar.BooleanTest test -> !test.negated() && isNull(test.operand(), ids);
            default -> isNull(condition, ids);
        };
    }

    /// Returns whether a scalar is NULL for certain when all the columns are.
    private static boolean isNull(Scalar scalar, Set<Integer> ids) {
        return switch (scalar) {
            case Scalar.ColumnValue column -> ids.contains(column.id());
            case Scalar.Call call ->
                    call.function().strict()
                            && call.arguments().stream().anyMatch(each -> isNull(each, ids));
            case Scalar.Relabel relabel -> isNull(relabel.operand(), ids);
            case Scalar.Not(Scalar operand) -> isNull(operand, ids);
            case Scalar.InList list -> isNull(list.operand(), ids);
            // NULL is what every element of an array is compared with, but for an empty one.
            case Scalar.QuantifiedArray array ->
                    isNull(array.left(), ids) && hasElements(array.array());
            default -> false;
        };
    }

    private static boolean hasElements(Scalar array) {
        return array instanceof Scalar.Constant constant
                && constant.value() instanceof Value.Array value
                && !value.elements().isEmpty();
    }
}
