package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.plan.Plan;

/// Compiles the nodes that change data: Insert, Update, Delete and Merge.
@FunctionalInterface
public interface ModificationCompiler {
    /// Compiles one node with what is below it.
    ///
    /// @param queries compiles the inputs and the scalars
    OperatorFactory compile(Plan plan, QueryCompiler queries);
}
