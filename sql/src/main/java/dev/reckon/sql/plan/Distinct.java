package dev.reckon.sql.plan;

import java.util.List;

/// One row of those that are equal in the given columns, NULLs being equal.
///
/// @param on columns of the input; all of them for plain DISTINCT
/// @param sorted whether equal rows follow each other in the input, so that the first of them is
///   the one to keep
public record Distinct(Plan input, List<Column> on, boolean sorted) implements Plan {
    public Distinct {
        on = List.copyOf(on);
    }

    @Override
    public List<Column> columns() {
        return input.columns();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Distinct(newInputs.get(0), on, sorted);
    }
}
