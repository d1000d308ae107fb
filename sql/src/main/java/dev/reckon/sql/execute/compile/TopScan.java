package dev.reckon.sql.execute.compile;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.RuntimeFilterTarget;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.TopN;
import java.util.Optional;

/// A scan that can leave out rows which cannot be among the first ones of a sort, by its first key.
///
/// @param target the key's column
/// @param descending whether great keys come first
record TopScan(TableScan scan, RuntimeFilterTarget target, boolean descending) {
    /// Returns the scan below a sort, when only projections are between, and when its first key is
    /// a column of numbers whose NULLs, if there can be any, come last.
    static Optional<TopScan> of(TopN top) {
        SortKey key = top.keys().getFirst();
        Scalar value = key.value();
        Plan below = top.input();
        while (below instanceof Project project && value instanceof Scalar.ColumnValue column) {
            int id = column.id();
            value =
                    project.outputs().stream()
                            .filter(output -> output.column().id() == id)
                            .findFirst()
                            .map(output -> output.value())
                            .orElse(value);
            below = project.input();
        }
        if (!(below instanceof TableScan scan)
                || !(value instanceof Scalar.ColumnValue read)
                || scan.skip().isPresent()) {
            return Optional.empty();
        }
        for (int index = 0; index < scan.columns().size(); index++) {
            Column column = scan.columns().get(index);
            boolean nullsComeFirst =
                    key.nullsFirst() && !scan.table().column(scan.positions().get(index)).notNull();
            if (column.id() == read.id() && isNumber(column) && !nullsComeFirst) {
                // A join's filters have ids of the same source as columns, which are not negative.
                var target = new RuntimeFilterTarget(-2 - column.id(), column);
                return Optional.of(new TopScan(scan, target, key.descending()));
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(Column column) {
        return switch (column.type().physical()) {
            case INT2, INT4, INT8, NUMERIC -> true;
            case BOOLEAN, FLOAT4, FLOAT8, BYTES, OBJECT -> false;
        };
    }
}
