package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A query inside a scalar, and how often it must run.
///
/// @param outerColumns the ids of the columns of the rows that the scalar reads
/// @param decidingColumns the ids of the outer columns that alone decide the query's rows; empty
///   when other things do, too
record Subquery(
        OperatorFactory factory,
        Frequency frequency,
        int[] outerColumns,
        List<Integer> decidingColumns) {
    Subquery {
        decidingColumns = List.copyOf(decidingColumns);
    }

    /// When a subquery's rows may be different.
    enum Frequency {
        /// Never in an execution.
        EXECUTION,
        /// With the scope around the scalar.
        BATCH,
        /// With each row.
        ROW
    }

    /// Runs the query as often as it must, and returns a vector of the results.
    ///
    /// @param key identifies the scalar, for results that are kept for the execution
    /// @param compute makes a vector of one row, of the physical type, from the query's rows
    ColumnVector evaluate(
            Object key,
            Batch rows,
            Evaluation evaluation,
            PhysicalType physical,
            Function<Operator, ColumnVector> compute) {
        if (rows.selectedCount() == 0) {
            return ConstantVectors.of(physical, Value.Null.NULL, rows.rowCount());
        }
        return switch (frequency) {
            case EXECUTION ->
                    repeat(
                            evaluation.once(
                                    key, ColumnVector.class, () -> run(evaluation, compute)),
                            rows);
            case BATCH -> repeat(remembered(key, evaluation, compute), rows);
            case ROW -> {
                var builder = new VectorBuilder(physical, rows.rowCount());
                for (int i = 0; i < rows.selectedCount(); i++) {
                    int row = rows.row(i);
                    while (builder.rowCount() < row) {
                        builder.appendNull();
                    }
                    Evaluation inner = evaluation.withOuterRow(outerColumns, rows, row);
                    builder.append(remembered(key, inner, compute), 0);
                }
                while (builder.rowCount() < rows.rowCount()) {
                    builder.appendNull();
                }
                yield builder.build();
            }
        };
    }

    private ColumnVector remembered(
            Object key, Evaluation evaluation, Function<Operator, ColumnVector> compute) {
        if (decidingColumns.isEmpty() || evaluation.hasRowOfTable()) {
            return run(evaluation, compute);
        }
        List<Value> outerValues = new ArrayList<>(decidingColumns.size());
        for (int column : decidingColumns) {
            // What no outer row has the query doesn't read either.
            evaluation
                    .findOuterValue(column, 1)
                    .ifPresent(value -> outerValues.add(value.value(0)));
        }
        return evaluation
                .once(key, SubqueryMemo.class, () -> new SubqueryMemo(evaluation.memory()))
                .result(outerValues, () -> run(evaluation, compute));
    }

    private static ColumnVector repeat(ColumnVector one, Batch rows) {
        return ConstantVectors.repeat(one, 0, rows.rowCount());
    }

    private <T> T run(Evaluation evaluation, Function<Operator, T> compute) {
        evaluation.checkCancelled();
        try (Operator query = factory.open(evaluation)) {
            return compute.apply(query);
        }
    }
}
