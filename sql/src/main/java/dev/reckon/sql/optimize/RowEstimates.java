package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.IndexScan;
import dev.reckon.sql.plan.KeyCount;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.TableScan;

/// What the optimizer expects of a plan, for EXPLAIN.
public final class RowEstimates {
    private final Estimates estimates;

    public RowEstimates(Statistics statistics) {
        this.estimates = new Estimates(statistics);
    }

    /// Returns about how many rows a node gives.
    public double rows(Plan plan) {
        estimates.learn(plan);
        return estimates.rows(plan);
    }

    /// Returns the rows that a node and all below it work on, with lookups counted as the optimizer
    /// counts them.
    public double cost(Plan plan) {
        estimates.learn(plan);
        double below = plan.inputs().stream().mapToDouble(this::cost).sum();
        double own =
                switch (plan) {
                    case TableScan scan ->
                            Estimates.keyed(
                                    estimates.tableRows(scan),
                                    scan.keys(),
                                    scan.table().key().size());
                    case IndexScan scan -> estimates.rows(scan) * Estimates.LOOKUP_COST;
                    case KeyCount _ -> 1;
                    default -> estimates.rows(plan);
                };
        return (below + own) * COST_PER_ROW;
    }

    /// Brings the figures near those that people know from PostgreSQL.
    private static final double COST_PER_ROW = 0.01;
}
