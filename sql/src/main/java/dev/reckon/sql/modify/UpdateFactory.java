package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Update;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// UPDATE compiled. Immutable.
final class UpdateFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final CompiledChange change;
    private final CompiledReturning returning;
    private final Optional<Predicate> recheck;
    private final List<Integer> keyPositions;
    private final boolean mayRepeat;
    private final Modifications modifications;

    UpdateFactory(Update update, QueryCompiler queries, Modifications modifications) {
        List<Column> columns = Inputs.columns(update.target(), update.input());
        this.input = queries.compile(update.input());
        this.target = new CompiledTarget(update.target(), queries);
        this.change = new CompiledChange(update.assignment(), target, columns, queries);
        this.returning = new CompiledReturning(update.returning(), columns, queries);
        this.recheck =
                update.assignment().recheck().map(queries.scalars(columns)::compilePredicate);
        this.keyPositions = Inputs.positions(update.input(), update.key());
        this.mayRepeat = Inputs.mayRepeat(update.input());
        this.modifications = modifications;
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableWriter writer = modifications.writer(target, evaluation);
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
                        return returning.compute(
                                change.apply(locked.lock(rows), writer, evaluation), evaluation);
                    }

                    @Override
                    public void finish() {
                        writer.references().finish();
                    }
                });
    }
}
