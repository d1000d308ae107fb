package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes out of an OR what all its branches have in common: `(a AND b) OR (a AND c)` is `a AND (b
/// OR c)`, and `a` may be a key or a join condition.
final class CommonConjuncts {
    private CommonConjuncts() {}

    /// Returns conditions that are together the same as the given one.
    static List<Scalar> factored(Scalar condition) {
        if (!(condition instanceof Scalar.Or(List<Scalar> branches))
                || Columns.isVolatile(condition)) {
            return List.of(condition);
        }
        Set<String> shared = new HashSet<>();
        boolean first = true;
        for (Scalar branch : branches) {
            Set<String> own = new HashSet<>();
            Plans.conjuncts(branch).forEach(each -> own.add(Fingerprint.of(each)));
            if (first) {
                shared.addAll(own);
            } else {
                shared.retainAll(own);
            }
            first = false;
        }
        if (shared.isEmpty()) {
            return List.of(condition);
        }
        var factored = new ArrayList<Scalar>();
        Set<String> taken = new HashSet<>();
        for (Scalar each : Plans.conjuncts(branches.getFirst())) {
            String fingerprint = Fingerprint.of(each);
            if (shared.contains(fingerprint) && taken.add(fingerprint)) {
                factored.add(each);
            }
        }
        var rest = new ArrayList<Scalar>();
        for (Scalar branch : branches) {
            List<Scalar> left =
                    Plans.conjuncts(branch).stream()
                            .filter(each -> !shared.contains(Fingerprint.of(each)))
                            .toList();
            if (left.isEmpty()) {
                // This branch demands nothing else, so the others add nothing.
                return factored;
            }
            rest.add(Plans.and(left));
        }
        factored.add(new Scalar.Or(rest));
        return factored;
    }
}
