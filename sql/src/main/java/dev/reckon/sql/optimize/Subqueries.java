package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import java.util.function.UnaryOperator;

/// Reaches the plans inside scalars.
final class Subqueries {
    private Subqueries() {}

    /// Changes the plans of all subqueries in a scalar, those inside their plans excepted.
    static Scalar map(Scalar scalar, UnaryOperator<Plan> change) {
        if (!Columns.hasSubquery(scalar)) {
            return scalar;
        }
        return mapOwn(scalar.map(operand -> map(operand, change)), change);
    }

    /// Changes the plan of a scalar that is a subquery itself.
    static Scalar mapOwn(Scalar scalar, UnaryOperator<Plan> change) {
        return switch (scalar) {
            case Scalar.ScalarSubquery(Plan plan, DataType type, int modifier) ->
                    new Scalar.ScalarSubquery(change.apply(plan), type, modifier);
            case Scalar.Exists(Plan plan, var alternative) ->
                    new Scalar.Exists(change.apply(plan), alternative);
            case Scalar.ArraySubquery(Plan plan, DataType type) ->
                    new Scalar.ArraySubquery(change.apply(plan), type);
            case Scalar.QuantifiedSubquery(Plan plan, Scalar condition, boolean all) ->
                    new Scalar.QuantifiedSubquery(change.apply(plan), condition, all);
            default -> scalar;
        };
    }

    /// Applies a rule to the plans of all subqueries in a plan.
    static Plan mapAll(Plan plan, UnaryOperator<Plan> change) {
        return Plans.withInputs(plan, input -> mapAll(input, change))
                .mapScalars(scalar -> map(scalar, change));
    }
}
