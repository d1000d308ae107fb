package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
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
    private final RowsInserter inserter;
    private final Optional<TriggeredRows> triggered;

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
        TableWriter writer =
                modifications.writer(
                        this.target, List.of(TriggerOperation.INSERT), List.of(), evaluation);
        this.inserter = new RowsInserter(writer, modifications, evaluation);
        this.triggered = writer.triggeredRows(TriggerOperation.INSERT);
        writer.begin();
    }

    /// Inserts the rows of a batch; some of them at [#finish].
    public void load(Batch input) {
        if (triggered.isPresent()) {
            inserter.insertEach(complete(input), new long[input.rowCount()], triggered.get());
            return;
        }
        inserter.insert(complete(input));
    }

    /// Inserts the rows of a batch; some of them at [#finish].
    ///
    /// @param tags a number above 0 for each row, ascending over all batches: after an error,
    ///   [#failedTag] is that of the row that it was about, as far as that is known
    public void load(Batch input, long[] tags) {
        inserter.begin(tags[0]);
        if (triggered.isPresent()) {
            inserter.insertEach(complete(input), tags, triggered.get());
            return;
        }
        inserter.insert(complete(input), tags);
    }

    /// Computes all columns of the target.
    private Batch complete(Batch input) {
        evaluation.checkCancelled();
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
        return rows;
    }

    /// Returns the tag of the row that the last error was about; 0 when it was about no row.
    public long failedTag() {
        return inserter.failedTag();
    }

    /// Inserts what is left, makes the checks of the end of the statement, and returns how many
    /// rows were inserted.
    public long finish() {
        return inserter.finish();
    }
}
