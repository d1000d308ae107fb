package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.OnePart;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// A compiled hash join with its inputs. Immutable; safe for many threads.
public record HashJoinFactory(OperatorFactory left, OperatorFactory right, HashJoinPlan plan)
        implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
        return new HashJoinOperator(left, right, plan, evaluation);
    }

    /// Hashes the right rows once, and lets the parts of the left side probe them; a left side that
    /// can't be divided is one part. Not when right rows come out by themselves, and not when the
    /// right rows don't fit into memory.
    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        switch (plan.kind()) {
            case RIGHT, FULL, ANTI_NULL_AWARE -> {
                return Optional.empty();
            }
            case INNER, LEFT, SEMI, ANTI -> {}
        }
        MemoryReservation memory = evaluation.memory().open();
        boolean isTaken = false;
        try {
            Optional<JoinTable> table = build(memory, evaluation);
            if (table.isEmpty()) {
                return Optional.empty();
            }
            Evaluation filtering = plan.withRuntimeFilters(table.get(), memory, evaluation);
            ParallelRows parts =
                    left.openParallel(filtering).orElseGet(() -> new OnePart(left, filtering));
            isTaken = true;
            return Optional.of(new ProbedRows(parts, table.get(), memory, plan, evaluation));
        } finally {
            if (!isTaken) {
                memory.close();
            }
        }
    }

    /// Returns the hashed right rows; empty when they don't fit into memory.
    private Optional<JoinTable> build(MemoryReservation memory, Evaluation evaluation) {
        var table = new JoinTable(plan.rightTypes(), plan.keyTypes(), plan.nullsEqual(), false);
        try (Operator rows = right.open(evaluation)) {
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                evaluation.checkCancelled();
                table.add(
                        batch.get(),
                        HashJoinPlan.evaluate(plan.rightKeys(), batch.get(), evaluation));
                if (table.isFull() || !memory.tryResize(table.byteCount())) {
                    return Optional.empty();
                }
            }
        }
        table.finish();
        return Optional.of(table);
    }

    private record ProbedRows(
            ParallelRows left,
            JoinTable table,
            MemoryReservation memory,
            HashJoinPlan plan,
            Evaluation evaluation)
            implements ParallelRows {
        @Override
        public int partCount() {
            return left.partCount();
        }

        @Override
        public Operator open(int part) {
            return new ProbeOperator(
                    left.open(part), new HashProbe(plan, table, evaluation), evaluation);
        }

        @Override
        public void close() {
            left.close();
            memory.close();
        }
    }

    /// Probes a shared table with some of the left rows.
    private record ProbeOperator(Operator left, HashProbe probe, Evaluation evaluation)
            implements Operator {
        @Override
        public Optional<Batch> next() {
            while (true) {
                evaluation.checkCancelled();
                Optional<Batch> pairs = probe.next();
                if (pairs.isPresent()) {
                    return pairs;
                }
                Optional<Batch> rows = left.next();
                if (rows.isEmpty()) {
                    return rows;
                }
                probe.begin(rows.get());
            }
        }

        @Override
        public void close() {
            left.close();
        }
    }
}
