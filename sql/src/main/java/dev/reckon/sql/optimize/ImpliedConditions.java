package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what an OR over both sides of a join says of one side alone: `(a.x = 1 AND b.y = 2) OR
/// (a.x = 3 AND b.y = 4)` lets only rows of `a` pass with `x = 1 OR x = 3`.
final class ImpliedConditions {
    private ImpliedConditions() {}

    /// Returns a condition on the columns of one side that holds wherever `condition` does; empty
    /// when a branch says nothing of that side.
    ///
    /// @param other the columns of the other side
    static Optional<Scalar> of(Scalar condition, Set<Integer> own, Set<Integer> other) {
        if (!(condition instanceof Scalar.Or(List<Scalar> branches))
                || Columns.isVolatile(condition)
                || Columns.hasSubquery(condition)) {
            return Optional.empty();
        }
        var implied = new ArrayList<Scalar>();
        for (Scalar branch : branches) {
            List<Scalar> alone =
                    Plans.conjuncts(branch).stream()
                            .filter(each -> Columns.readsAny(each, own))
                            .filter(each -> !Columns.readsAny(each, other))
                            .toList();
            if (alone.isEmpty()) {
                return Optional.empty();
            }
            implied.add(Plans.and(alone));
        }
        return Optional.of(new Scalar.Or(implied));
    }
}
