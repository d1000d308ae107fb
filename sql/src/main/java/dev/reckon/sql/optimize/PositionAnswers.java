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
            case "percentile_disc" -> percentile(aggregate, call, scan.get());
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
        return aggregate.input() instanceof TableScan
                        && call.arguments().size() == 1
                        && isFirstOfKey(call.arguments().getFirst(), scan)
                ? first(aggregate, scan.withOrder(last ? ScanOrder.BACKWARD : ScanOrder.FORWARD))
                : aggregate;
    }

    /// A percentile is the value of one row, whose position the number of rows tells; of that row
    /// alone, any percentile is the same.
    private static Plan percentile(Aggregate aggregate, AggregateCall call, TableScan scan) {
        if (!(aggregate.input() instanceof TableScan)
                || !scan.keys().isAll()
                || call.arguments().size() != 2
                || !isFirstOfKey(call.arguments().get(1), scan)) {
            return aggregate;
        }
        Scalar fraction = call.arguments().getFirst();
        boolean isKnown =
                fraction instanceof Scalar.Constant || fraction instanceof Scalar.Parameter;
        boolean descending = !call.orderBy().isEmpty() && call.orderBy().getFirst().descending();
        return isKnown && fraction.type().equals(DataType.FLOAT8)
                ? first(
                        aggregate,
                        scan.withOrder(descending ? ScanOrder.BACKWARD : ScanOrder.FORWARD)
                                .withSkip(fraction))
                : aggregate;
    }

    /// Returns whether a value is the first column of an ascending key.
    private static boolean isFirstOfKey(Scalar value, TableScan scan) {
        if (!scan.keys().equal().isEmpty() || scan.table().key().getFirst().descending()) {
            return false;
        }
        Optional<Column> first = SelectKeys.column(scan, scan.table().key().getFirst().column());
        return first.isPresent()
                && Comparisons.unlabelled(value) instanceof Scalar.ColumnValue read
                && read.id() == first.get().id();
    }

    /// Aggregates the first row of a scan.
    private static Plan first(Aggregate aggregate, TableScan scan) {
        Plan one =
                new Limit(
                        scan,
                        Optional.empty(),
                        Optional.of(new Scalar.Constant(new Value.Int(1), DataType.INT8, -1)),
                        List.of());
        return aggregate.withInputs(List.of(one));
    }
}
