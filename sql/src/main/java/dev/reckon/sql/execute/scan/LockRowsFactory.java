package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.Layout;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.RowLock;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compiled SELECT … FOR UPDATE and its relatives. Immutable; safe for many threads.
public final class LockRowsFactory implements OperatorFactory {
    private final OperatorFactory input;
    private final Optional<Predicate> recheck;
    private final List<Lock> locks = new ArrayList<>();

    /// One table whose rows are locked.
    ///
    /// @param keyColumns where the key is in the input's rows
    record Lock(
            TableSchema table,
            KeyEncoder encoder,
            RowLayout layout,
            List<Integer> keyColumns,
            LockMode mode,
            WaitPolicy policy) {}

    /// @param recheck what a row that has changed must still meet, over the input's columns: the
    ///   input itself doesn't test what it selected by keys of an index
    public LockRowsFactory(LockRows plan, OperatorFactory input, Optional<Predicate> recheck) {
        this.input = input;
        this.recheck = recheck;
        Layout columns = Layout.of(plan.input().columns());
        for (RowLock lock : plan.locks()) {
            locks.add(
                    new Lock(
                            lock.table(),
                            new KeyEncoder(lock.table()),
                            new RowLayout(lock.table()),
                            columns.positions(lock.key()),
                            lock.mode(),
                            lock.policy()));
        }
    }

    @Override
    public Operator open(Evaluation evaluation) {
        return new LockRowsOperator(input, locks, recheck, evaluation);
    }
}
