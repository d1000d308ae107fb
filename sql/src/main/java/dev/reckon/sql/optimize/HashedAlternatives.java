package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.CommonTable;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/// Finds what an EXISTS deep in an expression, which no join can stand for, can be asked instead:
/// whether a row's keys are among those of all the subquery's rows. Which of the two is faster
/// shows when the plan runs.
record HashedAlternatives(IntSupplier newId, Estimates estimates) {
    /// Gives their alternatives to all EXISTS in a scalar, those inside subqueries excepted.
    Scalar in(Scalar scalar, Plan input) {
        if (!Columns.hasSubquery(scalar)) {
            return scalar;
        }
        return scalar instanceof Scalar.Exists exists
                ? of(exists, input)
                : scalar.map(operand -> in(operand, input));
    }

    /// Returns an EXISTS with its alternative, where it is correlated by equalities alone.
    Scalar of(Scalar.Exists exists, Plan input) {
        Set<Integer> outer = Columns.ids(input);
        var decorrelation = new Decorrelation(outer, newId);
        Plan plan = UnnestSubqueries.rowsOf(exists.plan());
        if (!decorrelation.isCorrelated(plan) || sharesTables(plan)) {
            return exists;
        }
        Optional<Decorrelation.Pulled> pulled = decorrelation.pull(plan);
        if (pulled.isEmpty() || pulled.get().conditions().isEmpty()) {
            return exists;
        }
        Plan rows = pulled.get().plan();
        Set<Integer> inner = Columns.ids(rows);
        for (Scalar condition : pulled.get().conditions()) {
            if (!isEquality(condition, outer, inner)) {
                return exists;
            }
        }
        var hashed =
                new Scalar.QuantifiedSubquery(rows, Plans.and(pulled.get().conditions()), false);
        return new Scalar.Exists(
                exists.plan(), Optional.of(new Scalar.HashedExists(hashed, estimates.rows(rows))));
    }

    /// Returns whether a plan makes what has an id of its own in the whole statement.
    private static boolean sharesTables(Plan plan) {
        boolean[] found = {false};
        Plans.visit(plan, node -> found[0] |= node instanceof CommonTable);
        return found[0];
    }

    private static boolean isEquality(Scalar condition, Set<Integer> outer, Set<Integer> inner) {
        Optional<Comparison> comparison = Comparisons.of(condition);
        if (comparison.isEmpty()
                || !comparison.get().symbol().equals("=")
                || Columns.isVolatile(condition)
                || Columns.hasSubquery(condition)) {
            return false;
        }
        Scalar left = comparison.get().left();
        Scalar right = comparison.get().right();
        return (isOf(left, outer, inner) && isOf(right, inner, outer))
                || (isOf(left, inner, outer) && isOf(right, outer, inner));
    }

    private static boolean isOf(Scalar scalar, Set<Integer> some, Set<Integer> others) {
        return Columns.readsAny(scalar, some) && !Columns.readsAny(scalar, others);
    }
}
