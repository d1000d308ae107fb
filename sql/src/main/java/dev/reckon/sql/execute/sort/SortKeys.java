package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;

/// How the rows of an operator are sorted: by some of their columns, and by computed values that
/// are carried along behind them. Immutable.
///
/// @param order over the input's columns, then `computed`
/// @param types of the input's columns, then of `computed`
/// @param columnCount how many columns the input has
public record SortKeys(
        RowOrder order, List<PhysicalType> types, List<Expression> computed, int columnCount) {
    public SortKeys {
        types = List.copyOf(types);
        computed = List.copyOf(computed);
    }

    /// Returns the columns of a batch and the computed keys.
    public List<ColumnVector> extend(Batch rows, Evaluation evaluation) {
        if (computed.isEmpty()) {
            return rows.columns();
        }
        List<ColumnVector> vectors = new ArrayList<>(types.size());
        vectors.addAll(rows.columns());
        for (Expression key : computed) {
            vectors.add(key.evaluate(rows, evaluation));
        }
        return vectors;
    }

    /// Returns a batch without the computed keys.
    public Batch strip(Batch rows) {
        return computed.isEmpty()
                ? rows
                : new Batch(
                        rows.columns().subList(0, columnCount),
                        rows.rowCount(),
                        rows.selection(),
                        rows.selectedCount());
    }
}
