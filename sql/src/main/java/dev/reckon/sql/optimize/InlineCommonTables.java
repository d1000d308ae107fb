package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.CommonTableScan;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.RecursiveUnion;
import java.util.ArrayList;

/// Puts a common table that is read once in the place where it is read, so that conditions reach
/// it; one that nobody reads goes.
final class InlineCommonTables implements Rule {
    @Override
    public Plan apply(Plan plan) {
        Plan inside = Plans.withInputs(plan, this::apply);
        if (!(inside instanceof CommonTable table) || table.modifies()) {
            return inside;
        }
        int uses = uses(table.body(), table.commonTableId());
        if (uses == 0) {
            return table.body();
        }
        boolean fixed =
                isVolatile(table.definition()) || isRepeated(table.body(), table.commonTableId());
        return uses == 1 && !fixed && !isMaterialized(table)
                ? inlined(table.body(), table)
                : inside;
    }

    private static int uses(Plan plan, int id) {
        int[] count = {0};
        Plans.visit(
                plan,
                node ->
                        count[0] +=
                                node instanceof CommonTableScan scan && scan.commonTableId() == id
                                        ? 1
                                        : 0);
        return count[0];
    }

    /// The name of a table that was asked to be computed by itself ends so.
    private static boolean isMaterialized(CommonTable table) {
        return table.materialized();
    }

    private static boolean isVolatile(Plan plan) {
        boolean[] found = {false};
        Plans.visit(
                plan,
                node ->
                        found[0] |=
                                node instanceof LockRows
                                        || Plans.scalars(node).stream()
                                                .anyMatch(Columns::isVolatile));
        return found[0];
    }

    /// Returns whether the table is read where it would be computed again and again.
    private static boolean isRepeated(Plan plan, int id) {
        if (plan instanceof RecursiveUnion union && uses(union.step(), id) > 0) {
            return true;
        }
        if (plan instanceof dev.reckon.sql.plan.Apply apply && uses(apply.right(), id) > 0) {
            return true;
        }
        boolean inScalar =
                Plans.scalars(plan).stream()
                        .anyMatch(scalar -> Columns.hasSubquery(scalar) && mentions(plan, id));
        return inScalar || plan.inputs().stream().anyMatch(input -> isRepeated(input, id));
    }

    private static boolean mentions(Plan plan, int id) {
        int below = plan.inputs().stream().mapToInt(input -> uses(input, id)).sum();
        return uses(plan, id) > below;
    }

    private static Plan inlined(Plan plan, CommonTable table) {
        if (plan instanceof CommonTableScan scan && scan.commonTableId() == table.commonTableId()) {
            var outputs = new ArrayList<Output>();
            for (int i = 0; i < scan.columns().size(); i++) {
                Column source = table.definition().columns().get(i);
                outputs.add(new Output(scan.columns().get(i), source.value()));
            }
            return new Project(table.definition(), outputs);
        }
        return Plans.withInputs(plan, input -> inlined(input, table));
    }
}
