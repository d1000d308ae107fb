package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// Inserts rows that come in batches from outside: COPY FROM. For one statement, and its thread.
public final class RowLoader {
    private final CompiledTarget target;
    private final List<Expression> values;
    private final Optional<Predicate> where;
    private final Modifications modifications;
    private final Evaluation evaluation;
    private final TableWriter writer;
    private long rowCount;
    private int currentRow;

    /// @param input the columns that come in
    /// @param values one for each of the target's columns but a hidden key, over `input`
    /// @param where the rows to take, over the target's row
    public RowLoader(
            Target target,
            List<Column> input,
            List<Scalar> values,
            Optional<Scalar> where,
            Modifications modifications,
            Evaluation evaluation) {
        QueryCompiler queries = QueryCompiler.of(modifications);
        this.target = new CompiledTarget(target, queries);
        this.values = queries.scalars(input).compileAll(values);
        this.where = where.map(queries.scalars(target.row())::compilePredicate);
        this.modifications = modifications;
        this.evaluation = evaluation;
        this.writer = modifications.writer(this.target, evaluation);
    }

    /// Inserts the rows of a batch. After an error, [#currentRow] is the row that it was about, as
    /// far as that is known.
    public void load(Batch input) {
        evaluation.checkCancelled();
        currentRow = 0;
        List<ColumnVector> columns =
                values.stream().map(value -> value.evaluate(input, evaluation)).toList();
        Batch rows = new Batch(columns, input.rowCount());
        rows =
                target.withGenerated(
                        InsertFactory.complete(rows, target, modifications), evaluation);
        if (where.isPresent()) {
            int[] selected = new int[rows.rowCount()];
            int count = where.get().select(rows, evaluation, selected);
            rows = rows.select(selected, count);
        }
        insert(rows);
        rowCount += rows.selectedCount();
    }

    private void insert(Batch rows) {
        Optional<CompiledTarget.Broken> broken = target.firstBroken(rows, evaluation);
        int end = broken.map(CompiledTarget.Broken::index).orElse(rows.selectedCount());
        List<CompiledIndex.Entries> entries = writer.entries(rows);
        for (int i = 0; i < end; i++) {
            currentRow = rows.row(i);
            writer.insert(rows, entries, currentRow);
        }
        if (broken.isPresent()) {
            currentRow = rows.row(end);
            throw broken.get().error();
        }
    }

    /// Returns the row of the batch loaded last that was being inserted.
    public int currentRow() {
        return currentRow;
    }

    /// Makes the checks of the end of the statement, and returns how many rows were inserted.
    public long finish() {
        writer.references().finish();
        return rowCount;
    }
}
