package dev.reckon.sql.plan;

import dev.reckon.storage.error.Cancellation;
import java.util.List;
import java.util.function.UnaryOperator;

/// Rows written out; with one row of no columns, the row of a SELECT without FROM.
///
/// @param rows each as long as `columns`
public record Values(List<Column> columns, List<List<Scalar>> rows) implements Plan {
    public Values {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Values(
                columns, Cancellation.stream(rows).map(row -> Scalar.mapAll(row, change)).toList());
    }

    /// Returns the one row without columns.
    public static Values oneRow() {
        return new Values(List.of(), List.of(List.of()));
    }

    /// Returns whether there are no rows at all.
    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
