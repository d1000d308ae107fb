package dev.reckon.sql.optimize;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.function.Names;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.ScanIndexes;
import java.util.List;
import java.util.function.IntSupplier;

/// Applies all rules in the one order in which each finds what the others prepared. For one
/// statement.
///
/// @param statistics the sizes of the tables
/// @param indexes the secondary indexes that may serve
/// @param names the types of the catalog
/// @param evaluation computes constants
/// @param newId gives ids for new columns
public record Optimizer(
        Statistics statistics,
        ScanIndexes indexes,
        Names names,
        Evaluation evaluation,
        IntSupplier newId) {
    /// Returns a plan of physical nodes for the same rows.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException what a function says of constants
    public Plan optimize(Plan plan) {
        var estimates = new Estimates(statistics);
        List<Rule> rules =
                List.of(
                        new UnnestSubqueries(newId, estimates),
                        new CompareDates(names),
                        new PushFilters(),
                        new MergeProjects(),
                        new OrderJoins(estimates),
                        new SelectKeys(estimates, indexes),
                        new Limits(),
                        new ChooseJoins(estimates, names),
                        new PositionAnswers(),
                        new PruneColumns(),
                        new PlaceRuntimeFilters(newId));
        Plan inlined =
                Columns.hasSubquery(plan)
                        ? everywhere(new InlineCommonTables(), plan)
                        : new InlineCommonTables().apply(plan);
        Plan optimized = new FoldConstants(evaluation).apply(inlined);
        boolean hasSubqueries = Columns.hasSubquery(optimized);
        for (Rule rule : rules) {
            estimates.learn(optimized);
            optimized = hasSubqueries ? everywhere(rule, optimized) : rule.apply(optimized);
        }
        return optimized;
    }

    /// Applies a rule to the plans of subqueries, innermost first, and to the plan.
    private static Plan everywhere(Rule rule, Plan plan) {
        return rule.apply(Subqueries.mapAll(plan, subquery -> everywhere(rule, subquery)));
    }
}
