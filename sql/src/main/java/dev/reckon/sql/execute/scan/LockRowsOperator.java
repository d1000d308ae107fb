package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.stream.FilterOperator;
import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Locks the rows that each row was made from. A row that another transaction changed meanwhile is
/// computed again from the newest versions, and dropped when it is no longer one of the result.
final class LockRowsOperator implements Operator {
    private final OperatorFactory inputFactory;
    private final Operator input;
    private final List<LockRowsFactory.Lock> locks;
    private final Optional<Predicate> recheck;
    private final Evaluation evaluation;

    /// Rows that were computed again, and what comes after them.
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();

    LockRowsOperator(
            OperatorFactory input,
            List<LockRowsFactory.Lock> locks,
            Optional<Predicate> recheck,
            Evaluation evaluation) {
        this.inputFactory = input;
        this.input = input.open(evaluation);
        this.locks = locks;
        this.recheck = recheck;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (ready.isEmpty()) {
            evaluation.checkCancelled();
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                return batch;
            }
            lock(batch.get());
        }
        return Optional.of(ready.removeFirst());
    }

    private void lock(Batch rows) {
        int[] unchanged = new int[rows.selectedCount()];
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            List<LockedRow> locked = new ArrayList<>(locks.size());
            boolean isGone = false;
            boolean isChanged = false;
            for (LockRowsFactory.Lock lock : locks) {
                LockedRow outcome = lock(lock, rows, row);
                locked.add(outcome);
                switch (outcome.outcome()) {
                    case UNCHANGED -> {}
                    case CHANGED -> isChanged = true;
                    case GONE, SKIPPED -> isGone = true;
                }
                if (isGone) {
                    break;
                }
            }
            if (isGone) {
                continue;
            }
            if (!isChanged) {
                unchanged[count++] = row;
                continue;
            }
            if (count > 0) {
                ready.add(rows.select(Arrays.copyOf(unchanged, count), count));
                count = 0;
            }
            computeAgain(locked);
        }
        if (count > 0) {
            ready.add(rows.select(unchanged, count));
        }
    }

    private LockedRow lock(LockRowsFactory.Lock lock, Batch rows, int row) {
        List<ColumnVector> key = new ArrayList<>(lock.keyColumns().size());
        for (int column : lock.keyColumns()) {
            key.add(rows.column(column));
        }
        // The outer side of an outer join has no row to lock where it is filled up with NULLs.
        if (key.stream().anyMatch(column -> column.isNull(row))) {
            return new LockedRow(LockedRow.Outcome.UNCHANGED, Optional.empty());
        }
        return evaluation
                .transaction()
                .lock(
                        lock.table().id(),
                        lock.encoder().encodeKeyColumns(new Batch(key, rows.rowCount()), row),
                        lock.mode(),
                        lock.policy());
    }

    /// Runs the query over the newest versions of the locked rows alone.
    private void computeAgain(List<LockedRow> locked) {
        Evaluation inner = evaluation;
        for (int i = 0; i < locks.size(); i++) {
            LockRowsFactory.Lock lock = locks.get(i);
            List<Integer> all = IntStream.range(0, lock.table().columns().size()).boxed().toList();
            byte[][] bytes = locked.get(i).row().stream().toArray(byte[][]::new);
            inner =
                    inner.withRowOfTable(
                            lock.table().id(),
                            new Batch(
                                    lock.layout().decode(bytes, bytes.length, all), bytes.length));
        }
        try (Operator again = openAgain(inner)) {
            for (Optional<Batch> batch = again.next(); batch.isPresent(); batch = again.next()) {
                ready.add(batch.get());
            }
        }
    }

    private Operator openAgain(Evaluation inner) {
        Operator rows = inputFactory.open(inner);
        return recheck.isPresent() ? new FilterOperator(rows, recheck.get(), inner) : rows;
    }

    @Override
    public void close() {
        input.close();
    }
}
