package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import java.util.List;

/// Which columns of a plan can't be NULL.
final class NotNulls {
    private NotNulls() {}

    /// Returns whether a scalar over a plan's rows is not NULL for certain.
    static boolean isNotNull(Scalar scalar, Plan plan) {
        return switch (scalar) {
            case Scalar.Constant constant -> !constant.isNull();
            case Scalar.ColumnValue column -> isNotNull(column.id(), plan);
            case Scalar.Relabel relabel -> isNotNull(relabel.operand(), plan);
            default -> false;
        };
    }

    private static boolean isNotNull(int id, Plan plan) {
        return switch (plan) {
            case TableScan scan -> {
                int index = index(id, scan.columns());
                yield index >= 0 && scan.table().column(scan.positions().get(index)).notNull();
            }
            case SampleScan scan -> {
                int index = index(id, scan.columns());
                yield index >= 0 && scan.table().column(scan.positions().get(index)).notNull();
            }
            case Filter filter -> isNotNull(id, filter.input());
            case Sort sort -> isNotNull(id, sort.input());
            case Limit limit -> isNotNull(id, limit.input());
            case Distinct distinct -> isNotNull(id, distinct.input());
            case Project project ->
                    project.outputs().stream()
                            .filter(output -> output.column().id() == id)
                            .anyMatch(output -> isNotNull(output.value(), project.input()));
            case Join join ->
                    switch (join.kind()) {
                        case INNER -> isNotNull(id, join.left()) || isNotNull(id, join.right());
                        case LEFT, SEMI, ANTI, ANTI_NULL_AWARE -> isNotNull(id, join.left());
                        case RIGHT, RIGHT_SEMI, RIGHT_ANTI -> isNotNull(id, join.right());
                        case FULL -> false;
                    };
            case Aggregate aggregate ->
                    aggregate.sets().isEmpty()
                            && aggregate.keys().stream()
                                    .filter(key -> key.column().id() == id)
                                    .anyMatch(key -> isNotNull(key.value(), aggregate.input()));
            default -> false;
        };
    }

    private static int index(int id, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }
}
