package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// What an aggregation computes from each row of its input, once: keys, filters, arguments, sort
/// keys. Immutable.
///
/// @param values computed in order; keys and filters come before what depends on them
public record AggregateInput(List<Computed> values) {
    /// A filter column of a value that has none.
    public static final int NO_FILTER = -1;

    /// When fewer than one in so many rows is selected, the others are dropped before kernels
    /// compute them all.
    private static final int SPARSE = 4;

    public AggregateInput {
        values = List.copyOf(values);
    }

    /// One value.
    ///
    /// @param filterColumn the position among the values of the boolean that says for which rows
    ///   this one may be evaluated, or [#NO_FILTER]
    public record Computed(Expression expression, DataType type, int filterColumn) {}

    /// Computes the values of a batch's rows: a batch with them as columns.
    public Batch compute(Batch input, Evaluation evaluation) {
        Batch rows =
                input.selectedCount() * SPARSE < input.rowCount() && !values.isEmpty()
                        ? input.compact()
                        : input;
        List<ColumnVector> columns = new ArrayList<>(values.size());
        for (Computed value : values) {
            Batch evaluated =
                    value.filterColumn == NO_FILTER
                            ? rows
                            : filtered(columns.get(value.filterColumn), rows);
            columns.add(value.expression.evaluate(evaluated, evaluation));
        }
        return new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
    }

    /// Returns the rows in which a filter is true.
    static Batch filtered(ColumnVector filter, Batch rows) {
        long[] values = ((LongVector) filter).values();
        int[] selected = new int[rows.selectedCount()];
        int count = 0;
        for (int i = 0; i < selected.length; i++) {
            int row = rows.row(i);
            if (values[row] != 0 && !filter.isNull(row)) {
                selected[count++] = row;
            }
        }
        return rows.select(selected, count);
    }
}
