package dev.reckon.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of several inputs side by side, the first with the first; shorter inputs are filled up
/// with NULLs. The columns are those of the inputs in order, then the row's number.
///
/// @param ordinality the last column, which counts the rows from 1
public record Zip(List<Plan> inputs, Optional<Column> ordinality) implements Plan {
    public Zip {
        inputs = List.copyOf(inputs);
    }

    @Override
    public List<Column> columns() {
        var columns = new ArrayList<Column>();
        inputs.forEach(input -> columns.addAll(input.columns()));
        ordinality.ifPresent(columns::add);
        return columns;
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Zip(newInputs, ordinality);
    }
}
