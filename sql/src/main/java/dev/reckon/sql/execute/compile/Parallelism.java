package dev.reckon.sql.execute.compile;

import dev.reckon.sql.function.RoutineKernel;
import dev.reckon.sql.function.RoutineSet;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.FunctionScan;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.ProjectSet;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Update;

/// Tells what several threads may compute: what has no effect and does not depend on the order of
/// its rows.
final class Parallelism {
    private Parallelism() {}

    /// Returns whether a plan, with all that is below it, neither changes data nor calls a volatile
    /// function.
    static boolean isSafe(Plan plan) {
        return switch (plan) {
            case Insert _, Update _, Delete _, Merge _, LockRows _ -> false;
            case FunctionScan scan
                    when scan.calls().stream().anyMatch(call -> isOfSession(call.function())) ->
                    false;
            case ProjectSet project
                    when project.calls().stream().anyMatch(call -> isOfSession(call.function())) ->
                    false;
            default -> {
                boolean[] isSafe = {true};
                Plan same =
                        plan.mapScalars(scalar -> {
                            isSafe[0] &= isSafe(scalar);
                            return scalar;
                        });
                yield isSafe[0] && same.inputs().stream().allMatch(Parallelism::isSafe);
            }
        };
    }

    /// The session's thread alone runs the statements of routines.
    private static boolean isOfSession(TableFunction function) {
        return function.implementation() instanceof RoutineSet;
    }

    /// Returns whether a scalar, with its subqueries, calls no volatile function.
    static boolean isSafe(Scalar scalar) {
        boolean isSafe =
                switch (scalar) {
                    case Scalar.Call call ->
                            call.function().volatility() != Volatility.VOLATILE
                                    && !(call.function().kernel() instanceof RoutineKernel);
                    case Scalar.ScalarSubquery subquery -> isSafe(subquery.plan());
                    case Scalar.Exists exists -> isSafe(exists.plan());
                    case Scalar.QuantifiedSubquery quantified -> isSafe(quantified.plan());
                    case Scalar.ArraySubquery subquery -> isSafe(subquery.plan());
                    default -> true;
                };
        return isSafe && scalar.operands().stream().allMatch(Parallelism::isSafe);
    }
}
