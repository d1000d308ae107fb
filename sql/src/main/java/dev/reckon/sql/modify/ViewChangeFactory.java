package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Update;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// INSERT, UPDATE and DELETE of rows of a view, which its INSTEAD OF triggers carry out, compiled.
/// Immutable.
final class ViewChangeFactory implements OperatorFactory {
    private final TriggerOperation operation;
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final Optional<CompiledChange> change;
    private final CompiledReturning returning;

    /// Where the input has the view's row.
    private final List<Integer> rowPositions;

    private final Modifications modifications;

    private ViewChangeFactory(
            TriggerOperation operation,
            OperatorFactory input,
            CompiledTarget target,
            Optional<CompiledChange> change,
            CompiledReturning returning,
            List<Integer> rowPositions,
            Modifications modifications) {
        this.operation = operation;
        this.input = input;
        this.target = target;
        this.change = change;
        this.returning = returning;
        this.rowPositions = rowPositions;
        this.modifications = modifications;
    }

    static ViewChangeFactory of(Insert insert, QueryCompiler queries, Modifications modifications) {
        return new ViewChangeFactory(
                TriggerOperation.INSERT,
                queries.compile(insert.input()),
                new CompiledTarget(insert.target(), queries),
                Optional.empty(),
                new CompiledReturning(insert.returning(), insert.target().row(), queries),
                List.of(),
                modifications);
    }

    static ViewChangeFactory of(Update update, QueryCompiler queries, Modifications modifications) {
        List<Column> columns = Inputs.columns(update.target(), update.input());
        var target = new CompiledTarget(update.target(), queries);
        return new ViewChangeFactory(
                TriggerOperation.UPDATE,
                queries.compile(update.input()),
                target,
                Optional.of(new CompiledChange(update.assignment(), target, columns, queries)),
                new CompiledReturning(update.returning(), columns, queries),
                Inputs.positions(update.input(), update.key()),
                modifications);
    }

    static ViewChangeFactory of(Delete delete, QueryCompiler queries, Modifications modifications) {
        List<Column> columns = Inputs.columns(delete.target(), delete.input());
        return new ViewChangeFactory(
                TriggerOperation.DELETE,
                queries.compile(delete.input()),
                new CompiledTarget(delete.target(), queries),
                Optional.empty(),
                new CompiledReturning(delete.returning(), columns, queries),
                Inputs.positions(delete.input(), delete.key()),
                modifications);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableWriter writer =
                modifications.writer(
                        target,
                        List.of(operation),
                        change.map(CompiledChange::positions).orElse(List.of()),
                        evaluation);
        return new ModifyOperator(
                input.open(evaluation),
                evaluation,
                new ModifyOperator.Step() {
                    @Override
                    public void begin() {
                        writer.begin();
                    }

                    @Override
                    public Optional<Batch> process(Batch rows) {
                        var done = new ArrayList<Batch>();
                        for (int i = 0; i < rows.selectedCount(); i++) {
                            change(
                                            TriggeredRows.one(rows, rows.row(i)),
                                            writer.triggers(),
                                            evaluation)
                                    .ifPresent(done::add);
                        }
                        return TriggeredRows.concatenate(done)
                                .flatMap(batch -> returning.compute(batch, evaluation));
                    }

                    @Override
                    public void finish() {
                        writer.followUps().finish();
                    }
                });
    }

    /// Has one row of the input acted on.
    ///
    /// @param triggers absent where none fires: then a row counts as done
    /// @return what RETURNING reads; empty when nothing was done
    private Optional<Batch> change(
            Batch row, Optional<TriggerFiring> triggers, Evaluation evaluation) {
        if (operation == TriggerOperation.INSERT) {
            Batch newRow = withHiddenKey(row.columns());
            return triggers.isEmpty()
                    ? Optional.of(newRow)
                    : triggers.get().insteadOf(operation, Optional.empty(), Optional.of(newRow));
        }
        Batch oldRow = withHiddenKey(rowPositions.stream().map(row::column).toList());
        Batch both = beside(oldRow, row);
        Optional<Batch> newRow = change.map(each -> each.changed(both, evaluation));
        Batch seen = newRow.orElse(oldRow);
        Optional<Batch> done =
                triggers.isEmpty()
                        ? Optional.of(seen)
                        : triggers.get().insteadOf(operation, Optional.of(oldRow), newRow);
        return done.map(each -> beside(each, row));
    }

    /// Adds the column that a table without a primary key has at its end.
    private static Batch withHiddenKey(List<ColumnVector> row) {
        var columns = new ArrayList<ColumnVector>(row);
        columns.add(LongVector.of(0L));
        return new Batch(columns, 1);
    }

    private static Batch beside(Batch row, Batch input) {
        var columns = new ArrayList<>(row.columns());
        columns.addAll(input.columns());
        return new Batch(columns, 1);
    }
}
