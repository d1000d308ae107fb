package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Lets hash joins tell the scans of their probe sides which values have partners, through the
/// steps between that hand a column on as it is and don't count rows.
///
/// A filter may only take away rows that the join would drop, so it must be one that drops left
/// rows without a partner; and it must not make a step between pad rows with NULLs that would have
/// had a partner.
final class PlaceRuntimeFilters implements Rule {
    private final IntSupplier newId;

    PlaceRuntimeFilters(IntSupplier newId) {
        this.newId = newId;
    }

    @Override
    public Plan apply(Plan plan) {
        Plan placed = plan instanceof HashJoin join ? place(join) : plan;
        return Plans.withInputs(placed, this::apply);
    }

    private Plan place(HashJoin join) {
        if (!join.kind().dropsLeft()) {
            return join;
        }
        Plan left = join.left();
        var sources = new ArrayList<RuntimeFilterSource>();
        for (int key = 0; key < join.leftKeys().size(); key++) {
            Optional<Column> column = column(join.leftKeys().get(key));
            if (column.isEmpty() || !isFiltered(column.get())) {
                continue;
            }
            int id = newId.getAsInt();
            Plan filtered = filtered(left, column.get(), id);
            if (!filtered.equals(left)) {
                left = filtered;
                sources.add(new RuntimeFilterSource(id, key));
            }
        }
        return sources.isEmpty() ? join : join.withRuntimeFilters(left, sources);
    }

    /// Returns the column that a key is, seen through changes of type that keep the stored form.
    private static Optional<Column> column(Scalar key) {
        return Comparisons.unlabelled(key) instanceof Scalar.ColumnValue value
                ? Optional.of(new Column(value.id(), value.name(), value.type(), value.modifier()))
                : Optional.empty();
    }

    /// Returns whether filters are made of a type's values.
    private static boolean isFiltered(Column column) {
        return switch (column.type().physical()) {
            case INT2, INT4, INT8 -> true;
            case BOOLEAN, FLOAT4, FLOAT8, NUMERIC, BYTES, OBJECT -> false;
        };
    }

    private static boolean gives(Plan plan, Column column) {
        return plan.columns().stream().anyMatch(each -> each.id() == column.id());
    }

    /// Returns a plan whose scans leave out what a filter of a column removes; the same plan where
    /// none can.
    private Plan filtered(Plan plan, Column column, int id) {
        if (!gives(plan, column)) {
            return plan;
        }
        return switch (plan) {
            case TableScan scan -> {
                boolean isPoint = scan.keys().isPoint(scan.table()) || scan.skip().isPresent();
                yield isPoint ? scan : scan.withRuntimeFilter(new RuntimeFilterTarget(id, column));
            }
            case Filter _, Sort _ -> Plans.withInputs(plan, input -> filtered(input, column, id));
            case Distinct distinct when gives(distinct.on(), column) ->
                    Plans.withInputs(plan, input -> filtered(input, column, id));
            case Project project -> renamed(project, project.outputs(), column, id);
            case Aggregate aggregate when aggregate.sets().isEmpty() ->
                    renamed(aggregate, aggregate.keys(), column, id);
            case HashJoin join ->
                    joined(join, join.leftKeys(), join.rightKeys(), join.kind(), column, id);
            case MergeJoin join ->
                    joined(join, join.leftKeys(), join.rightKeys(), join.kind(), column, id);
            case NestedLoopJoin join -> joined(join, List.of(), List.of(), join.kind(), column, id);
            case IndexJoin _ -> Plans.withInputs(plan, input -> filtered(input, column, id));
            default -> plan;
        };
    }

    private static boolean gives(List<Column> columns, Column column) {
        return columns.stream().anyMatch(each -> each.id() == column.id());
    }

    private Plan renamed(Plan plan, List<Output> outputs, Column column, int id) {
        for (Output output : outputs) {
            if (output.column().id() == column.id()) {
                Optional<Column> below = column(output.value());
                return below.isPresent()
                        ? Plans.withInputs(plan, input -> filtered(input, below.get(), id))
                        : plan;
            }
        }
        return plan;
    }

    /// A column of one side filters that side; where it is a key, also the other side's.
    private Plan joined(
            Plan join,
            List<Scalar> leftKeys,
            List<Scalar> rightKeys,
            JoinKind kind,
            Column column,
            int id) {
        Plan left = join.inputs().get(0);
        Plan right = join.inputs().get(1);
        boolean reachesLeft =
                switch (kind) {
                    case INNER, LEFT, SEMI, ANTI, ANTI_NULL_AWARE, RIGHT_SEMI, RIGHT_ANTI -> true;
                    case RIGHT, FULL -> false;
                };
        boolean reachesRight =
                switch (kind) {
                    case INNER, RIGHT, SEMI, ANTI, RIGHT_SEMI, RIGHT_ANTI -> true;
                    case LEFT, FULL, ANTI_NULL_AWARE -> false;
                };
        Column onLeft = column;
        Column onRight = column;
        for (int key = 0; key < leftKeys.size(); key++) {
            Optional<Column> leftKey = column(leftKeys.get(key));
            Optional<Column> rightKey = column(rightKeys.get(key));
            if (leftKey.isPresent() && rightKey.isPresent()) {
                onRight = leftKey.get().id() == column.id() ? rightKey.get() : onRight;
                onLeft = rightKey.get().id() == column.id() ? leftKey.get() : onLeft;
            }
        }
        return join.withInputs(
                List.of(
                        reachesLeft ? filtered(left, onLeft, id) : left,
                        reachesRight ? filtered(right, onRight, id) : right));
    }
}
