package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Scalar;
import java.util.List;

/// A key selection, and the conditions that it makes superfluous.
record KeyMatch(KeySelection keys, List<Scalar> used) {}
