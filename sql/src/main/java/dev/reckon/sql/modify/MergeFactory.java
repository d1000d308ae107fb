package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.MergeBranch;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// MERGE compiled: each row of the input is acted on by itself. Immutable.
final class MergeFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final CompiledTarget target;
    private final List<Integer> keyPositions;
    private final List<Branch> branches = new ArrayList<>();
    private final Modifications modifications;

    /// What the branches do, in the order in which statement triggers fire before.
    private final List<TriggerOperation> operations;

    private record Branch(boolean matched, Optional<Predicate> condition, Action action) {
        boolean does(TriggerOperation operation) {
            return switch (action) {
                case Action.Nothing _ -> false;
                case Action.Change _ -> operation == TriggerOperation.UPDATE;
                case Action.Remove _ -> operation == TriggerOperation.DELETE;
                case Action.Add _ -> operation == TriggerOperation.INSERT;
            };
        }
    }

    private sealed interface Action {
        record Nothing() implements Action {}

        record Change(CompiledChange change) implements Action {}

        record Remove() implements Action {}

        record Add(List<Expression> values) implements Action {}
    }

    MergeFactory(Merge merge, QueryCompiler queries, Modifications modifications) {
        this.input = queries.compile(merge.input());
        this.target = new CompiledTarget(merge.target(), queries);
        this.keyPositions = Inputs.positions(merge.input(), merge.key());
        this.modifications = modifications;
        List<Column> matchedColumns = Inputs.columns(merge.target(), merge.input());
        for (MergeBranch branch : merge.branches()) {
            List<Column> columns = branch.matched() ? matchedColumns : merge.input().columns();
            Action action =
                    switch (branch.action()) {
                        case MergeBranch.Action.Nothing _ -> new Action.Nothing();
                        case MergeBranch.Action.Remove _ -> new Action.Remove();
                        case MergeBranch.Action.Change(RowChange change) ->
                                new Action.Change(
                                        new CompiledChange(change, target, columns, queries));
                        case MergeBranch.Action.Add(List<Scalar> values) ->
                                new Action.Add(queries.scalars(columns).compileAll(values));
                    };
            branches.add(
                    new Branch(
                            branch.matched(),
                            branch.condition().map(queries.scalars(columns)::compilePredicate),
                            action));
        }
        this.operations =
                Stream.of(TriggerOperation.INSERT, TriggerOperation.UPDATE, TriggerOperation.DELETE)
                        .filter(operation ->
                                branches.stream().anyMatch(each -> each.does(operation)))
                        .toList();
    }

    @Override
    public Operator open(Evaluation evaluation) {
        TableWriter writer = modifications.writer(target, operations, changedColumns(), evaluation);
        Optional<TriggeredRows> triggered =
                writer.triggeredRows(operations.toArray(TriggerOperation[]::new));
        Set<RowKey> changed = new HashSet<>();
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
                        int count = 0;
                        for (int i = 0; i < rows.selectedCount(); i++) {
                            int[] selection = {rows.row(i)};
                            var one =
                                    new Batch(
                                            rows.columns().stream()
                                                    .map(column -> column.gather(selection, 1))
                                                    .toList(),
                                            1);
                            count += merge(one, writer, triggered, changed, evaluation) ? 1 : 0;
                        }
                        return Optional.of(new Batch(List.of(), count));
                    }

                    @Override
                    public void finish() {
                        writer.followUps().finish();
                    }
                });
    }

    /// Returns the columns that any branch gives values.
    private List<Integer> changedColumns() {
        var positions = new ArrayList<Integer>();
        for (Branch branch : branches) {
            if (branch.action instanceof Action.Change(CompiledChange change)) {
                positions.addAll(change.positions());
            }
        }
        return positions;
    }

    private boolean merge(
            Batch row,
            TableWriter writer,
            Optional<TriggeredRows> triggered,
            Set<RowKey> changed,
            Evaluation evaluation) {
        boolean matched = !row.column(keyPositions.getFirst()).isNull(0);
        if (!matched) {
            return act(row, false, writer, triggered, evaluation);
        }
        var key =
                target.keys.encodeKeyColumns(
                        new Batch(keyPositions.stream().map(row::column).toList(), 1), 0);
        if (changed.contains(key)) {
            throw new DatabaseException(
                            SqlState.CARDINALITY_VIOLATION,
                            "MERGE command cannot affect row a second time")
                    .withHint(
                            "Ensure that not more than one source row matches any one target row.");
        }
        var locked =
                new LockedRows(
                                target,
                                keyPositions,
                                Optional.empty(),
                                LockMode.UPDATE,
                                false,
                                evaluation)
                        .lock(row);
        if (locked.rowCount() == 0) {
            return false;
        }
        boolean acted = act(locked, true, writer, triggered, evaluation);
        if (acted) {
            changed.add(key);
        }
        return acted;
    }

    private boolean act(
            Batch row,
            boolean matched,
            TableWriter writer,
            Optional<TriggeredRows> triggered,
            Evaluation evaluation) {
        for (Branch branch : branches) {
            if (branch.matched != matched
                    || (branch.condition.isPresent()
                            && branch.condition.get().select(row, evaluation, new int[1]) == 0)) {
                continue;
            }
            switch (branch.action) {
                case Action.Nothing _ -> {
                    return false;
                }
                case Action.Change(CompiledChange change) -> {
                    if (triggered.isPresent()) {
                        return change.apply(row, triggered.get(), evaluation).isPresent();
                    }
                    change.apply(row, writer, evaluation);
                }
                case Action.Remove _ -> {
                    var removed = new Batch(row.columns().subList(0, target.allColumns.size()), 1);
                    if (triggered.isPresent()) {
                        return triggered.get().delete(removed);
                    }
                    writer.delete(removed, writer.entries(removed), 0);
                }
                case Action.Add(List<Expression> values) -> {
                    List<ColumnVector> columns =
                            values.stream().map(each -> each.evaluate(row, evaluation)).toList();
                    Batch added =
                            InsertFactory.complete(new Batch(columns, 1), target, modifications);
                    if (triggered.isPresent()) {
                        return triggered.get().insert(added).isPresent();
                    }
                    insert(target.withGenerated(added, evaluation), writer, evaluation);
                }
            }
            return true;
        }
        return false;
    }

    private void insert(Batch row, TableWriter writer, Evaluation evaluation) {
        Optional<CompiledTarget.Broken> broken = target.firstBroken(row, evaluation);
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        writer.insert(row, writer.entries(row), 0);
    }
}
