package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.plan.Plan;

/// Compiles the plans of subqueries, for the scalars that contain them.
@FunctionalInterface
public interface PlanCompiler {
    OperatorFactory compile(Plan plan);

    /// Compiles a plan; gives the same for a plan that is equal to one before when it doesn't
    /// matter whether it runs once or twice.
    default OperatorFactory compileShared(Plan plan) {
        return compile(plan);
    }

    /// Returns whether a plan gives the same rows each time that it runs in an execution with the
    /// same outer values.
    default boolean isRepeatable(Plan plan) {
        return false;
    }
}
