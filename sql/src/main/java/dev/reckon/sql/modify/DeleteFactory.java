package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Delete;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// DELETE compiled. Immutable.
final class DeleteFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final CompiledReturning returning;
    private final Optional<Predicate> recheck;
    private final List<Integer> keyPositions;
    private final boolean mayRepeat;
    private final Modifications modifications;

    DeleteFactory(Delete delete, QueryCompiler queries, Modifications modifications) {
        List<Column> columns = Inputs.columns(delete.target(), delete.input());
        this.input = queries.compile(delete.input());
        this.target = new CompiledTarget(delete.target(), queries);
        this.returning = new CompiledReturning(delete.returning(), columns, queries);
        this.recheck = delete.recheck().map(queries.scalars(columns)::compilePredicate);
        this.keyPositions = Inputs.positions(delete.input(), delete.key());
        this.mayRepeat = Inputs.mayRepeat(delete.input());
        this.modifications = modifications;
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableWriter writer =
                modifications.writer(
                        target, List.of(TriggerOperation.DELETE), List.of(), evaluation);
        Optional<TriggeredRows> triggered =
                writer.triggeredRows(TriggerOperation.DELETE)
                        .filter(each -> each.hasBefore(TriggerOperation.DELETE));
        var locked =
                new LockedRows(
                        target, keyPositions, recheck, LockMode.UPDATE, mayRepeat, evaluation);
        return new ModifyOperator(
                input.open(evaluation),
                evaluation,
                new ModifyOperator.Step() {
                    @Override
                    public Optional<Batch> process(Batch rows) {
                        return triggered.isPresent()
                                ? delete(rows, locked, triggered.get(), evaluation)
                                : delete(locked.lock(rows), writer, evaluation);
                    }

                    @Override
                    public void begin() {
                        writer.begin();
                    }

                    @Override
                    public void finish() {
                        writer.followUps().finish();
                    }
                });
    }

    /// Locks and deletes rows one by one, for a function may change those that come after.
    private Optional<Batch> delete(
            Batch rows, LockedRows locked, TriggeredRows triggered, Evaluation evaluation) {
        var deleted = new ArrayList<Batch>();
        for (int i = 0; i < rows.selectedCount(); i++) {
            locked.lockOne(rows, rows.row(i), triggered)
                    .filter(row ->
                            triggered.delete(
                                    new Batch(
                                            row.columns().subList(0, target.allColumns.size()), 1)))
                    .ifPresent(deleted::add);
        }
        return TriggeredRows.concatenate(deleted)
                .flatMap(batch -> returning.compute(batch, evaluation));
    }

    private Optional<Batch> delete(Batch rows, TableWriter writer, Evaluation evaluation) {
        var removed =
                new Batch(rows.columns().subList(0, target.allColumns.size()), rows.rowCount());
        List<CompiledIndex.Entries> entries = writer.entries(removed);
        for (int row = 0; row < rows.rowCount(); row++) {
            writer.delete(removed, entries, row);
        }
        return returning.compute(rows, evaluation);
    }
}
