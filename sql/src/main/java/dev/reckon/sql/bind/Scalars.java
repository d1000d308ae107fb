package dev.reckon.sql.bind;

import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Questions about scalars.
final class Scalars {
    private Scalars() {}

    /// Returns whether a scalar reads a column.
    static boolean mentions(Scalar scalar, int columnId) {
        return any(
                scalar,
                each -> each instanceof Scalar.ColumnValue column && column.id() == columnId);
    }

    /// Returns whether a condition holds for a scalar or one below it; subqueries' plans are not
    /// looked into.
    static boolean any(Scalar scalar, Predicate<Scalar> condition) {
        if (condition.test(scalar)) {
            return true;
        }
        for (Scalar operand : scalar.operands()) {
            if (any(operand, condition)) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether computing a scalar twice may give two results.
    static boolean isVolatile(Scalar scalar) {
        return any(
                scalar,
                each ->
                        each instanceof Scalar.Call call
                                && call.function().volatility() == Volatility.VOLATILE);
    }

    /// Returns the ids of the columns that a scalar reads from outside itself.
    static Set<Integer> columnIds(Scalar scalar) {
        var ids = new HashSet<Integer>();
        Plans.collectFree(scalar, ids);
        return ids;
    }

    /// Returns whether a scalar has the same value for every row.
    static boolean isConstant(Scalar scalar) {
        return columnIds(scalar).isEmpty() && !isVolatile(scalar);
    }
}
