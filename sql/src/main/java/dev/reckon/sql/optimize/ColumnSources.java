package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.ColumnStatistics;
import dev.reckon.storage.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From which column of which stored table the columns of a plan come, and what is known of its
/// values. Ids are unique in a statement, so that what was learnt stays true while rules change the
/// plan. For one statement.
final class ColumnSources {
    private final Statistics statistics;
    private final Map<Integer, Source> sources = new HashMap<>();
    private final Map<Stored, Optional<ColumnStatistics>> known = new HashMap<>();
    private final Map<Stored, Double> distinctCounts = new HashMap<>();

    ColumnSources(Statistics statistics) {
        this.statistics = statistics;
    }

    private record Stored(long tableId, int position) {}

    /// A column of one use of a table.
    ///
    /// @param use unique for each scan in the statement: the id of its first column
    record Source(TableSchema table, int position, int use) {}

    /// Learns the columns of all scans in a plan, and of what hands them on under other ids.
    void learn(Plan plan) {
        Plans.visit(plan, this::learnScan);
        Plans.visit(plan, this::learnRenamed);
    }

    private void learnScan(Plan plan) {
        if (plan instanceof TableScan scan && !scan.columns().isEmpty()) {
            int use = scan.columns().getFirst().id();
            for (int i = 0; i < scan.columns().size(); i++) {
                Column column = scan.columns().get(i);
                sources.putIfAbsent(
                        column.id(), new Source(scan.table(), scan.positions().get(i), use));
            }
        }
    }

    private void learnRenamed(Plan plan) {
        switch (plan) {
            case Project project -> learn(project.outputs());
            case Aggregate aggregate -> learn(aggregate.keys());
            default -> {}
        }
    }

    private void learn(List<Output> outputs) {
        for (Output output : outputs) {
            source(output.value())
                    .ifPresent(source -> sources.putIfAbsent(output.column().id(), source));
        }
    }

    /// Returns the stored column that a scalar reads; empty when it computes something.
    Optional<Source> source(Scalar scalar) {
        return Comparisons.unlabelled(scalar) instanceof Scalar.ColumnValue column
                ? Optional.ofNullable(sources.get(column.id()))
                : Optional.empty();
    }

    /// Returns what is known of a stored column's values.
    Optional<ColumnStatistics> statistics(Source source) {
        return known.computeIfAbsent(
                new Stored(source.table.id(), source.position),
                stored -> statistics.column(stored.tableId, stored.position));
    }

    /// Returns about how many distinct values a stored column has, 1 at least; empty when nothing
    /// is known.
    Optional<Double> distinctCount(Source source) {
        var stored = new Stored(source.table.id(), source.position);
        Double counted = distinctCounts.get(stored);
        if (counted == null) {
            Optional<ColumnStatistics> values = statistics(source);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            counted = Math.max(1, values.get().distinctCount());
            distinctCounts.put(stored, counted);
        }
        return Optional.of(counted);
    }

    /// Returns about how many distinct values a scalar has; empty when nothing is known.
    Optional<Double> distinctCount(Scalar scalar) {
        return source(scalar).flatMap(this::distinctCount);
    }
}
