package dev.reckon.sql.optimize;

import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Values;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions that rules ask of columns and scalars.
final class Columns {
    private Columns() {}

    static Set<Integer> ids(Collection<Column> columns) {
        var ids = new HashSet<Integer>();
        columns.forEach(column -> ids.add(column.id()));
        return ids;
    }

    static Set<Integer> ids(Plan plan) {
        return ids(plan.columns());
    }

    /// Returns the ids that a scalar reads from outside itself.
    static Set<Integer> read(Scalar scalar) {
        var ids = new HashSet<Integer>();
        Plans.collectFree(scalar, ids);
        return ids;
    }

    static boolean readsAny(Scalar scalar, Set<Integer> ids) {
        return read(scalar).stream().anyMatch(ids::contains);
    }

    static boolean isVolatile(Scalar scalar) {
        if (scalar instanceof Scalar.Call call
                && call.function().volatility() == Volatility.VOLATILE) {
            return true;
        }
        return scalar.operands().stream().anyMatch(Columns::isVolatile);
    }

    static boolean hasSubquery(Scalar scalar) {
        if (scalar instanceof Scalar.ScalarSubquery
                || scalar instanceof Scalar.Exists
                || scalar instanceof Scalar.ArraySubquery
                || scalar instanceof Scalar.QuantifiedSubquery) {
            return true;
        }
        for (Scalar operand : scalar.operands()) {
            if (hasSubquery(operand)) {
                return true;
            }
        }
        return false;
    }

    /// Returns whether a node of a plan has a subquery among its scalars.
    static boolean hasSubquery(Plan plan) {
        for (Plan input : plan.inputs()) {
            if (hasSubquery(input)) {
                return true;
            }
        }
        if (plan instanceof Values values) {
            // Long lists of constants are looked through without copies.
            for (List<Scalar> row : values.rows()) {
                for (Scalar scalar : row) {
                    if (hasSubquery(scalar)) {
                        return true;
                    }
                }
            }
            return false;
        }
        for (Scalar scalar : Plans.scalars(plan)) {
            if (hasSubquery(scalar)) {
                return true;
            }
        }
        return false;
    }

    /// Replaces columns by what they are computed from.
    static Scalar substitute(Scalar scalar, Map<Integer, Scalar> values) {
        return Plans.rewrite(
                scalar,
                each ->
                        each instanceof Scalar.ColumnValue column
                                ? values.getOrDefault(column.id(), column)
                                : each);
    }

    static Map<Integer, Scalar> values(List<Output> outputs) {
        var values = new HashMap<Integer, Scalar>();
        outputs.forEach(output -> values.put(output.column().id(), output.value()));
        return values;
    }
}
