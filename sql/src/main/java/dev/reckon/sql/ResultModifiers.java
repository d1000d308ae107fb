package dev.reckon.sql;

import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Returning;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.TopN;
import dev.reckon.sql.plan.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The modifiers of a result's columns once constants are computed: of a choice that constants
/// decide, as in `CASE WHEN true THEN 'a'::char(3) ELSE x END`, it is that of the branch taken.
final class ResultModifiers {
    private ResultModifiers() {}

    /// Returns the fields of a statement with the modifiers that its plan gives them.
    static List<BoundStatement.Field> of(List<BoundStatement.Field> fields, Plan plan) {
        Plan top = plan;
        while (top instanceof Sort
                || top instanceof TopN
                || top instanceof Limit
                || isPartitionedChange(top)) {
            top = top.inputs().getFirst();
        }
        List<Output> outputs =
                switch (top) {
                    case Project project -> project.outputs();
                    case Insert insert -> of(insert.returning());
                    case Update update -> of(update.returning());
                    case Delete delete -> of(delete.returning());
                    default -> List.of();
                };
        if (outputs.size() != fields.size()) {
            return fields;
        }
        var changed = new ArrayList<BoundStatement.Field>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            BoundStatement.Field field = fields.get(i);
            Scalar value = outputs.get(i).value();
            boolean isDecided = field.modifier() < 0 && value.type().equals(field.type());
            changed.add(isDecided ? field.withModifier(value.modifier()) : field);
        }
        return changed;
    }

    /// Returns whether a plan changes the partitions of a table, one input for each.
    private static boolean isPartitionedChange(Plan plan) {
        return plan instanceof Append append
                && append.inputs().stream()
                        .allMatch(input -> input instanceof Update || input instanceof Delete)
                && !append.inputs().isEmpty();
    }

    private static List<Output> of(Optional<Returning> returning) {
        return returning.map(Returning::outputs).orElse(List.of());
    }
}
