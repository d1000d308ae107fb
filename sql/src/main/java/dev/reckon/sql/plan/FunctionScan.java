package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// Calls set-returning functions side by side; shorter ones are filled up with NULLs. The columns
/// are those of the calls in order, then the ordinality.
///
/// @param ordinality whether the last column counts the rows from 1
public record FunctionScan(List<Column> columns, List<TableCall> calls, boolean ordinality)
        implements Plan {
    public FunctionScan {
        columns = List.copyOf(columns);
        calls = List.copyOf(calls);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new FunctionScan(
                columns, calls.stream().map(each -> each.map(change)).toList(), ordinality);
    }
}
