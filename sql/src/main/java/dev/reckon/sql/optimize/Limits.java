package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.schema.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sorts less: not at all when a scan gives the rows in the order asked for, and only the first
/// rows when a limit follows. An offset into a whole table in key order is found by position.
final class Limits implements Rule {
    @Override
    public Plan apply(Plan plan) {
        Plan inside = Plans.withInputs(plan, this::apply);
        return switch (inside) {
            case Sort(Plan input, List<SortKey> keys) -> ordered(input, keys).orElse(inside);
            case Limit limit -> limit(limit);
            default -> inside;
        };
    }

    private static Plan limit(Limit limit) {
        if (limit.input() instanceof Sort(Plan input, List<SortKey> keys)
                && limit.limit().isPresent()
                && limit.ties().isEmpty()) {
            return new TopN(input, keys, limit.offset(), limit.limit().get());
        }
        if (limit.offset().isPresent() && limit.ties().isEmpty()) {
            Optional<Plan> skipped = skip(limit.input(), limit.offset().get());
            if (skipped.isPresent()) {
                return limit.limit().isEmpty()
                        ? skipped.get()
                        : new Limit(skipped.get(), Optional.empty(), limit.limit(), List.of());
            }
        }
        return limit;
    }

    /// Leaves the first rows out inside the scan.
    private static Optional<Plan> skip(Plan plan, Scalar offset) {
        return switch (plan) {
            case Project(Plan input, List<Output> outputs) ->
                    skip(input, offset).map(each -> new Project(each, outputs));
            case TableScan scan
                    when scan.keys().isAll()
                            && scan.filter().isEmpty()
                            && scan.skip().isEmpty()
                            && scan.order() != ScanOrder.ANY ->
                    Optional.of(scan.withSkip(offset));
            default -> Optional.empty();
        };
    }

    /// Returns the plan with its scan reading in the order of the keys; empty when it can't.
    static Optional<Plan> ordered(Plan plan, List<SortKey> keys) {
        return switch (plan) {
            case Filter(Plan input, Scalar condition) ->
                    ordered(input, keys).map(each -> new Filter(each, condition));
            case Project(Plan input, List<Output> outputs) ->
                    ordered(input, substituted(keys, outputs))
                            .map(each -> new Project(each, outputs));
            case LockRows lock ->
                    ordered(lock.input(), keys)
                            .map(each -> new LockRows(each, lock.locks(), lock.recheck()));
            case TableScan scan -> orderedScan(scan, keys);
            default -> Optional.empty();
        };
    }

    private static List<SortKey> substituted(List<SortKey> keys, List<Output> outputs) {
        var values = Columns.values(outputs);
        return keys.stream().map(key -> key.with(Columns.substitute(key.value(), values))).toList();
    }

    private static Optional<Plan> orderedScan(TableScan scan, List<SortKey> keys) {
        List<KeyColumn> stored = scan.table().key();
        // Columns that equal one value order nothing.
        int fixed = 0;
        while (fixed < scan.keys().equal().size()
                && scan.keys().equal().get(fixed) instanceof KeySelection.Term.One) {
            fixed++;
        }
        if (fixed < scan.keys().equal().size()) {
            fixed = 0;
        }
        var wanted = new ArrayList<SortKey>(keys);
        for (int i = 0; i < fixed; i++) {
            Optional<Column> column = SelectKeys.column(scan, stored.get(i).column());
            wanted.removeIf(key -> column.isPresent() && reads(key.value(), column.get()));
        }
        boolean backward = false;
        for (int i = 0; i < wanted.size(); i++) {
            int index = fixed + i;
            if (index >= stored.size()) {
                // The key is unique: what follows orders nothing.
                break;
            }
            KeyColumn storedKey = stored.get(index);
            Optional<Column> column = SelectKeys.column(scan, storedKey.column());
            if (column.isEmpty() || !reads(wanted.get(i).value(), column.get())) {
                return Optional.empty();
            }
            boolean reversed = wanted.get(i).descending() != storedKey.descending();
            if (i > 0 && reversed != backward) {
                return Optional.empty();
            }
            backward = reversed;
        }
        if (wanted.isEmpty()) {
            return Optional.of(scan);
        }
        ScanOrder order = backward ? ScanOrder.BACKWARD : ScanOrder.FORWARD;
        boolean free = scan.order() == ScanOrder.ANY || scan.order() == order;
        return free ? Optional.of(scan.withOrder(order)) : Optional.empty();
    }

    private static boolean reads(Scalar scalar, Column column) {
        return Comparisons.unlabelled(scalar) instanceof Scalar.ColumnValue read
                && read.id() == column.id();
    }
}
