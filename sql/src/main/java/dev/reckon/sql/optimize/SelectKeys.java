package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.BoundTerm;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.IndexScan;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.ScanIndexes;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes key selections of the conditions in scans: `=`, `IN`, ranges, on the first columns of the
/// primary key or of a secondary index, whichever is expected to read less. What is left becomes
/// bounds for skipping blocks.
final class SelectKeys implements Rule {
    private final Estimates estimates;
    private final ScanIndexes indexes;

    SelectKeys(Estimates estimates, ScanIndexes indexes) {
        this.estimates = estimates;
        this.indexes = indexes;
    }

    @Override
    public Plan apply(Plan plan) {
        Plan below = Plans.withInputs(plan, this::apply);
        return below instanceof TableScan scan ? select(scan) : below;
    }

    private Plan select(TableScan scan) {
        double all = estimates.tableRows(scan);
        if (scan.filter().isEmpty() || !scan.keys().isAll()) {
            return scan.withBounds(scan.bounds(), estimates.rows(scan));
        }
        List<Scalar> conditions = Plans.conjuncts(scan.filter().get());
        Set<Integer> own = Columns.ids(scan);
        List<Scalar> keyColumns =
                scan.table().key().stream()
                        .map(key -> column(scan, key.column()))
                        .flatMap(Optional::stream)
                        .map(Column::value)
                        .toList();
        KeyMatch primary = KeyMatcher.match(keyColumns, conditions, own);
        double primaryRows = Estimates.keyed(all, primary.keys(), scan.table().key().size());
        Plan best =
                primary.keys().isAll()
                        ? scan
                        : scan.withKeys(primary.keys(), rest(conditions, primary));
        double bestCost = primaryRows;
        if (!primary.keys().isPoint(scan.table())) {
            for (Target.IndexTarget index : indexes.of(scan)) {
                Optional<KeyMatch> match = match(index, conditions, own);
                if (match.isEmpty()) {
                    continue;
                }
                double rows = indexRows(all, index, match.get());
                double cost = rows * Estimates.LOOKUP_COST;
                if (cost < bestCost || (all < Estimates.LOOKUP_COST && rows < bestCost)) {
                    bestCost = cost;
                    best = indexScan(scan, index, match.get(), conditions, rows);
                }
            }
        }
        if (best instanceof TableScan chosen) {
            return chosen.withBounds(
                    chosen.filter().map(filter -> bounds(chosen, filter)).orElse(List.of()),
                    estimates.rows(chosen));
        }
        return best;
    }

    private static Optional<Scalar> rest(List<Scalar> conditions, KeyMatch match) {
        List<Scalar> left =
                conditions.stream().filter(each -> !match.used().contains(each)).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(Plans.and(left));
    }

    static Optional<Column> column(TableScan scan, int position) {
        int index = scan.positions().indexOf(position);
        return index < 0 ? Optional.empty() : Optional.of(scan.columns().get(index));
    }

    /// A partial index serves only when its own condition is among the scan's.
    private static Optional<KeyMatch> match(
            Target.IndexTarget index, List<Scalar> conditions, Set<Integer> own) {
        if (index.predicate().isPresent()) {
            Set<String> given = new HashSet<>();
            conditions.forEach(each -> given.add(Fingerprint.of(each)));
            for (Scalar needed : Plans.conjuncts(index.predicate().get())) {
                if (!given.contains(Fingerprint.of(needed))) {
                    return Optional.empty();
                }
            }
        }
        KeyMatch match = KeyMatcher.match(index.values(), conditions, own);
        return match.keys().isAll() ? Optional.empty() : Optional.of(match);
    }

    private static double indexRows(double all, Target.IndexTarget index, KeyMatch match) {
        int equal = match.keys().equal().size();
        if (index.isUnique() && equal == index.uniqueCount()) {
            return Estimates.keyed(all, match.keys(), equal);
        }
        double perEqual = Math.max(1, Math.min(all * 0.005, Math.sqrt(all) * 4));
        double rows = equal > 0 ? perEqual / Math.pow(10, equal - 1.0) : all;
        for (KeySelection.Term term : match.keys().equal()) {
            rows *= term instanceof KeySelection.Term.Any any ? any.values().size() : 1;
        }
        boolean both = match.keys().lower().isPresent() && match.keys().upper().isPresent();
        boolean one = match.keys().lower().isPresent() || match.keys().upper().isPresent();
        rows *= both ? 0.005 : one ? 0.33 : 1;
        return Math.max(1, Math.min(all, rows));
    }

    private static IndexScan indexScan(
            TableScan scan,
            Target.IndexTarget index,
            KeyMatch match,
            List<Scalar> conditions,
            double rows) {
        TableSchema table = scan.table();
        int first = index.values().size() + (index.isUnique() ? 1 : 0);
        var keyPositions = new ArrayList<Integer>();
        for (int i = 0; i < table.key().size(); i++) {
            keyPositions.add(first + i);
        }
        return new IndexScan(
                table,
                index.table(),
                index.name(),
                scan.alias(),
                keyPositions,
                scan.columns(),
                scan.positions(),
                match.keys(),
                rest(conditions, match),
                scan.order(),
                rows);
    }

    /// Finds what the filter says of single columns, for zone maps.
    private static List<BoundTerm> bounds(TableScan scan, Scalar filter) {
        Set<Integer> own = Columns.ids(scan);
        var bounds = new ArrayList<BoundTerm>();
        for (int i = 0; i < scan.columns().size(); i++) {
            Column column = scan.columns().get(i);
            Optional<Scalar> lower = Optional.empty();
            Optional<Scalar> upper = Optional.empty();
            for (Scalar condition : Plans.conjuncts(filter)) {
                var found = KeyMatcher.comparison(condition, column.value(), own);
                if (found.isEmpty() || !found.get().right().type().equals(column.type())) {
                    continue;
                }
                Scalar value = found.get().right();
                switch (found.get().symbol()) {
                    case "=" -> {
                        lower = Optional.of(value);
                        upper = Optional.of(value);
                    }
                    case ">", ">=" -> lower = lower.or(() -> Optional.of(value));
                    case "<", "<=" -> upper = upper.or(() -> Optional.of(value));
                    default -> {}
                }
            }
            if (lower.isPresent() || upper.isPresent()) {
                bounds.add(new BoundTerm(scan.positions().get(i), lower, upper));
            }
        }
        return bounds;
    }

    /// Returns the positions of a table's key columns.
    static List<Integer> keyPositions(TableSchema table) {
        return table.key().stream().map(KeyColumn::column).toList();
    }
}
