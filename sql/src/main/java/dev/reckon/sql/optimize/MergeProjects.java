package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes one projection of two, when nothing is computed twice by that.
final class MergeProjects implements Rule {
    @Override
    public Plan apply(Plan plan) {
        Plan inside = Plans.withInputs(plan, this::apply);
        if (inside instanceof Project(Plan input, List<Output> outer)
                && input instanceof Project(Plan base, List<Output> inner)
                && areMergeable(outer, inner)) {
            Map<Integer, Scalar> values = Columns.values(inner);
            return new Project(
                    base,
                    outer.stream()
                            .map(output ->
                                    new Output(
                                            output.column(),
                                            Columns.substitute(output.value(), values)))
                            .toList());
        }
        return inside;
    }

    private static boolean areMergeable(List<Output> outer, List<Output> inner) {
        Map<Integer, Integer> uses = new HashMap<>();
        for (Output output : outer) {
            count(output.value(), uses);
            if (Columns.hasSubquery(output.value())) {
                return false;
            }
        }
        for (Output output : inner) {
            boolean cheap =
                    output.value() instanceof Scalar.ColumnValue
                            || output.value() instanceof Scalar.Constant;
            boolean movable =
                    !Columns.isVolatile(output.value()) && !Columns.hasSubquery(output.value());
            int count = uses.getOrDefault(output.column().id(), 0);
            if (!cheap && (count > 1 || !movable)) {
                return false;
            }
        }
        return true;
    }

    private static void count(Scalar scalar, Map<Integer, Integer> uses) {
        if (scalar instanceof Scalar.ColumnValue column) {
            uses.merge(column.id(), 1, Integer::sum);
        }
        new ArrayList<>(scalar.operands()).forEach(operand -> count(operand, uses));
    }
}
