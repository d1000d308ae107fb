package dev.reckon.sql.modify;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.IndexScan;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.SampleScan;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import java.util.ArrayList;
import java.util.List;

/// Questions about the input of a change.
final class Inputs {
    private Inputs() {}

    /// Returns the columns that scalars over a changed row can read: the target's, then the
    /// input's.
    static List<Column> columns(Target target, Plan input) {
        var columns = new ArrayList<Column>(target.row());
        columns.addAll(input.columns());
        return columns;
    }

    /// Returns where an input has some columns.
    static List<Integer> positions(Plan input, List<Column> columns) {
        List<Integer> ids = input.columns().stream().map(Column::id).toList();
        return columns.stream().map(column -> ids.indexOf(column.id())).toList();
    }

    /// Returns whether an input may give a row of the target twice.
    static boolean mayRepeat(Plan input) {
        return switch (input) {
            case TableScan _, IndexScan _, SampleScan _ -> false;
            case Filter filter -> mayRepeat(filter.input());
            case Project project -> mayRepeat(project.input());
            default -> true;
        };
    }
}
