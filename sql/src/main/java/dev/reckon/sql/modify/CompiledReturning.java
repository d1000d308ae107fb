package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Returning;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// RETURNING compiled. Immutable; safe for many threads.
final class CompiledReturning {
    private final Optional<List<Expression>> outputs;

    /// @param columns the columns of the rows that it reads
    CompiledReturning(Optional<Returning> returning, List<Column> columns, QueryCompiler queries) {
        this.outputs =
                returning.map(each ->
                        queries.scalars(columns)
                                .compileAll(each.outputs().stream().map(Output::value).toList()));
    }

    /// Computes it for the selected rows; without RETURNING they have no columns.
    Optional<Batch> compute(Batch rows, Evaluation evaluation) {
        if (rows.selectedCount() == 0) {
            return Optional.empty();
        }
        if (outputs.isEmpty()) {
            return Optional.of(new Batch(List.of(), rows.selectedCount()));
        }
        List<ColumnVector> columns =
                outputs.get().stream().map(each -> each.evaluate(rows, evaluation)).toList();
        return Optional.of(
                new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount()));
    }
}
