package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// RETURNING: what is computed from each changed row.
///
/// @param outputs over [Target#row], which is the row after the change (before it, for DELETE), and
///   for UPDATE and DELETE the columns of the input
public record Returning(List<Output> outputs) {
    public Returning {
        outputs = List.copyOf(outputs);
    }

    public List<Column> columns() {
        return outputs.stream().map(Output::column).toList();
    }

    /// Returns this with each scalar changed.
    public Returning map(UnaryOperator<Scalar> change) {
        return new Returning(outputs.stream().map(output -> output.map(change)).toList());
    }
}
