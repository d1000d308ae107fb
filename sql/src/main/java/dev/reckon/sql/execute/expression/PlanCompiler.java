package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.plan.Plan;

/// Compiles the plans of subqueries, for the scalars that contain them.
@FunctionalInterface
public interface PlanCompiler {
    OperatorFactory compile(Plan plan);
}
