package dev.reckon.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Adds to each row the results of window functions, all over one window. The rows come out sorted
/// by partition and order.
public record Window(
        Plan input, List<Scalar> partitionBy, List<SortKey> orderBy, List<WindowCall> calls)
        implements Plan {
    public Window {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
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
        return new Window(newInputs.get(0), partitionBy, orderBy, calls);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Window(
                input,
                Scalar.mapAll(partitionBy, change),
                orderBy.stream().map(key -> key.with(change.apply(key.value()))).toList(),
                calls.stream().map(each -> each.map(change)).toList());
    }
}
