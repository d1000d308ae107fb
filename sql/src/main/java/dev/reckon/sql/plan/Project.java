package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// Computes columns from those of the input, of which only the named ones are handed on.
public record Project(Plan input, List<Output> outputs) implements Plan {
    public Project {
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<Column> columns() {
        return outputs.stream().map(Output::column).toList();
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Project(newInputs.get(0), outputs);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Project(input, outputs.stream().map(each -> each.map(change)).toList());
    }
}
