package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.Update;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// UPDATE compiled. Immutable.
final class UpdateFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final CompiledChange change;
    private final Optional<CompiledMover> mover;
    private final CompiledReturning returning;
    private final Optional<Predicate> recheck;
    private final List<Integer> keyPositions;
    private final boolean mayRepeat;
    private final Modifications modifications;

    UpdateFactory(Update update, QueryCompiler queries, Modifications modifications) {
        List<Column> columns = Inputs.columns(update.target(), update.input());
        this.input = queries.compile(update.input());
        // Rows that break the condition are moved.
        Target asked =
                update.mover().isPresent() && !update.target().firesForRows()
                        ? update.target().withoutPartitionCondition()
                        : update.target();
        this.target = new CompiledTarget(asked, queries);
        this.mover =
                update.mover()
                        .flatMap(each ->
                                update.target()
                                        .partitionCondition()
                                        .map(condition ->
                                                new CompiledMover(
                                                        each, target, condition, queries)));
        this.change = new CompiledChange(update.assignment(), target, columns, mover, queries);
        this.returning = new CompiledReturning(update.returning(), columns, queries);
        this.recheck =
                update.assignment().recheck().map(queries.scalars(columns)::compilePredicate);
        this.keyPositions = Inputs.positions(update.input(), update.key());
        this.mayRepeat = Inputs.mayRepeat(update.input());
        this.modifications = modifications;
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableWriter writer =
                modifications.writer(
                        target, List.of(TriggerOperation.UPDATE), change.positions(), evaluation);
        Optional<TriggeredRows> triggered =
                writer.triggeredRows(TriggerOperation.UPDATE)
                        .filter(each -> each.hasBefore(TriggerOperation.UPDATE));
        Optional<PartitionRouter> router =
                mover.map(each -> each.router(modifications, evaluation));
        var locked =
                new LockedRows(
                        target,
                        keyPositions,
                        recheck,
                        change.changesKeys() ? LockMode.UPDATE : LockMode.NO_KEY_UPDATE,
                        mayRepeat,
                        evaluation);
        return new ModifyOperator(
                input.open(evaluation),
                evaluation,
                new ModifyOperator.Step() {
                    @Override
                    public Optional<Batch> process(Batch rows) {
                        if (triggered.isPresent()) {
                            return update(rows, locked, triggered.get(), evaluation);
                        }
                        return returning.compute(
                                change.apply(locked.lock(rows), writer, router, evaluation),
                                evaluation);
                    }

                    @Override
                    public void begin() {
                        writer.begin();
                    }

                    @Override
                    public void finish() {
                        router.ifPresent(PartitionRouter::finish);
                        writer.followUps().finish();
                    }
                });
    }

    /// Locks and changes rows one by one, for a function may change those that come after.
    private Optional<Batch> update(
            Batch rows, LockedRows locked, TriggeredRows triggered, Evaluation evaluation) {
        var changed = new ArrayList<Batch>();
        for (int i = 0; i < rows.selectedCount(); i++) {
            locked.lockOne(rows, rows.row(i), triggered)
                    .flatMap(row -> change.apply(row, triggered, evaluation))
                    .ifPresent(changed::add);
        }
        return TriggeredRows.concatenate(changed)
                .flatMap(batch -> returning.compute(batch, evaluation));
    }
}
