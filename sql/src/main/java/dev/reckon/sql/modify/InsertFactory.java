package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Insert;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// INSERT compiled. Immutable.
final class InsertFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final CompiledReturning returning;
    private final Optional<CompiledConflict> conflict;
    private final Modifications modifications;

    InsertFactory(Insert insert, QueryCompiler queries, Modifications modifications) {
        this.input = queries.compile(insert.input());
        this.target = new CompiledTarget(insert.target(), queries);
        this.returning = new CompiledReturning(insert.returning(), insert.target().row(), queries);
        this.conflict =
                insert.onConflict()
                        .map(action -> new CompiledConflict(action, insert.target(), queries));
        this.modifications = modifications;
    }

    @Override
    public Operator open(Evaluation evaluation) {
        Optional<CompiledConflict> changing =
                conflict.filter(each -> each.action.change().isPresent());
        TableWriter writer =
                modifications.writer(
                        target,
                        changing.isPresent()
                                ? List.of(TriggerOperation.INSERT, TriggerOperation.UPDATE)
                                : List.of(TriggerOperation.INSERT),
                        changing.map(each -> each.positions).orElse(List.of()),
                        evaluation);
        var inserter = new RowsInserter(writer, modifications, evaluation);
        Optional<TriggeredRows> triggered =
                changing.isPresent()
                        ? writer.triggeredRows(TriggerOperation.INSERT, TriggerOperation.UPDATE)
                        : writer.triggeredRows(TriggerOperation.INSERT);
        Optional<ConflictHandler> handler =
                conflict.map(each -> ConflictHandler.ofTable(each, writer, triggered, evaluation));
        boolean isParted =
                target.routing.isPresent()
                        && (conflict.isPresent() || target.target.firesForRows());
        Optional<PartitionedRows> parted =
                isParted
                        ? Optional.of(
                                new PartitionedRows(conflict, target, modifications, evaluation))
                        : Optional.empty();
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
                        if (parted.isPresent()) {
                            Batch complete = complete(rows, target, modifications);
                            return parted.get()
                                    .insert(target.withGenerated(complete, evaluation))
                                    .flatMap(changed -> returning.compute(changed, evaluation));
                        }
                        if (triggered.isPresent()) {
                            return insert(rows, triggered.get(), handler, evaluation);
                        }
                        return insert(rows, inserter, handler, evaluation);
                    }

                    @Override
                    public void finish() {
                        parted.ifPresent(PartitionedRows::finish);
                        inserter.finish();
                    }
                });
    }

    private Optional<Batch> insert(
            Batch input,
            RowsInserter inserter,
            Optional<ConflictHandler> handler,
            Evaluation evaluation) {
        Batch rows = target.withGenerated(complete(input, target, modifications), evaluation);
        if (handler.isPresent()) {
            Batch changed = handler.get().insert(rows);
            return returning.compute(changed, evaluation);
        }
        inserter.insert(rows);
        return returning.compute(rows, evaluation);
    }

    /// Inserts rows one by one, with the triggers of each.
    private Optional<Batch> insert(
            Batch input,
            TriggeredRows triggered,
            Optional<ConflictHandler> handler,
            Evaluation evaluation) {
        Batch rows = complete(input, target, modifications);
        var inserted = new ArrayList<Batch>();
        for (int row = 0; row < rows.rowCount(); row++) {
            Batch one = TriggeredRows.one(rows, row);
            if (handler.isPresent()) {
                triggered
                        .beforeInsert(one)
                        .map(handler.get()::insert)
                        .filter(changed -> changed.rowCount() > 0)
                        .ifPresent(inserted::add);
            } else {
                triggered.insert(one).ifPresent(inserted::add);
            }
        }
        return TriggeredRows.concatenate(inserted)
                .flatMap(batch -> returning.compute(batch, evaluation));
    }

    /// Adds new hidden keys to rows.
    static Batch complete(Batch rows, CompiledTarget target, Modifications modifications) {
        Batch dense = rows.compact();
        if (target.visibleCount == target.allColumns.size()) {
            return dense;
        }
        var columns = new ArrayList<ColumnVector>(dense.columns());
        long[] ids = new long[dense.rowCount()];
        long first = modifications.newRowIds(ids.length);
        for (int i = 0; i < ids.length; i++) {
            ids[i] = first + i;
        }
        columns.add(LongVector.of(ids));
        return new Batch(columns, dense.rowCount());
    }
}
