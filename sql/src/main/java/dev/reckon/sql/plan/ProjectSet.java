package dev.reckon.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Set-returning functions in a select list: for each row of the input as many rows as the longest
/// call gives, shorter ones filled up with NULLs. The columns are those of the input, then one for
/// each call.
public record ProjectSet(Plan input, List<SetCall> calls) implements Plan {
    public ProjectSet {
        calls = List.copyOf(calls);
    }

    @Override
    public List<Column> columns() {
        var all = new ArrayList<Column>(input.columns());
        calls.forEach(call -> all.add(call.output()));
        return all;
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new ProjectSet(newInputs.get(0), calls);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new ProjectSet(input, calls.stream().map(each -> each.map(change)).toList());
    }
}
