package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.KeyCount;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Answers `count(*)` over a range of keys from positions, and `min` and `max` of the first key
/// column from the first or last row.
final class PositionAnswers implements Rule {
    @Override
    public Plan apply(Plan plan) {
        Plan inside = Plans.withInputs(plan, this::apply);
        return inside instanceof Aggregate aggregate
                        && aggregate.keys().isEmpty()
                        && aggregate.sets().isEmpty()
                        && aggregate.calls().size() == 1
                ? answer(aggregate, aggregate.calls().getFirst())
                : inside;
    }

    private static Plan answer(Aggregate aggregate, AggregateCall call) {
        Optional<TableScan> scan = scan(aggregate.input());
        if (scan.isEmpty()
                || call.distinct()
                || call.filter().isPresent()
                || scan.get().filter().isPresent()
                || scan.get().skip().isPresent()) {
            return aggregate;
        }
        return switch (call.function().name()) {
            case "count" ->
                    call.arguments().isEmpty()
                            ? new KeyCount(
                                    scan.get().table(),
                                    scan.get().alias(),
                                    call.output(),
                                    scan.get().keys())
                            : aggregate;
            case "min" -> end(aggregate, call, scan.get(), false);
            case "max" -> end(aggregate, call, scan.get(), true);
            default -> aggregate;
        };
    }

    private static Optional<TableScan> scan(Plan plan) {
        return switch (plan) {
            case TableScan scan -> Optional.of(scan);
            case Project project -> scan(project.input());
            default -> Optional.empty();
        };
    }

    /// A key has no NULLs, so that the first row in one of the orders has the answer.
    private static Plan end(Aggregate aggregate, AggregateCall call, TableScan scan, boolean last) {
        if (!(aggregate.input() instanceof TableScan)
                || call.arguments().size() != 1
                || !scan.keys().equal().isEmpty()
                || scan.table().key().getFirst().descending()) {
            return aggregate;
        }
        Optional<Column> first = SelectKeys.column(scan, scan.table().key().getFirst().column());
        boolean isKey =
                first.isPresent()
                        && Comparisons.unlabelled(call.arguments().getFirst())
                                instanceof Scalar.ColumnValue read
                        && read.id() == first.get().id();
        if (!isKey) {
            return aggregate;
        }
        Plan one =
                new Limit(
                        scan.withOrder(last ? ScanOrder.BACKWARD : ScanOrder.FORWARD),
                        Optional.empty(),
                        Optional.of(new Scalar.Constant(new Value.Int(1), DataType.INT8, -1)),
                        List.of());
        return aggregate.withInputs(List.of(one));
    }
}
