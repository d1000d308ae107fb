package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Plan;

/// Makes an equivalent plan of a plan; the plan itself where it doesn't apply. Stateless.
@FunctionalInterface
interface Rule {
    Plan apply(Plan plan);
}
