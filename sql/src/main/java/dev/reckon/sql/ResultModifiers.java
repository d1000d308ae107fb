package dev.reckon.sql;

import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.TopN;
import java.util.ArrayList;
import java.util.List;

/// The modifiers of a result's columns once constants are computed: of a choice that constants
/// decide, as in `CASE WHEN true THEN 'a'::char(3) ELSE x END`, it is that of the branch taken.
final class ResultModifiers {
    private ResultModifiers() {}

    /// Returns the fields of a statement with the modifiers that its plan gives them.
    static List<BoundStatement.Field> of(List<BoundStatement.Field> fields, Plan plan) {
        Plan top = plan;
        while (top instanceof Sort || top instanceof TopN || top instanceof Limit) {
            top = top.inputs().getFirst();
        }
        if (!(top instanceof Project(Plan _, List<Output> outputs))
                || outputs.size() != fields.size()) {
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
}
