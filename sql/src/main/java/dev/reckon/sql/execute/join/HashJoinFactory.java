package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.OnePart;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import java.util.Optional;

/// A compiled hash join with its inputs. Immutable; safe for many threads.
public record HashJoinFactory(OperatorFactory left, OperatorFactory right, HashJoinPlan plan)
        implements OperatorFactory {
    @Override
    public Operator open(Evaluation evaluation) {
        return new HashJoinOperator(left, right, plan, evaluation);
    }

    /// Hashes the right rows once, and lets the parts of the left side probe them; a left side that
    /// can't be divided is one part, and so is a join whose right rows don't fit into memory.
    @Override
    public Optional<ParallelRows> openParallel(Evaluation evaluation) {
        var build = new JoinBuild(plan, evaluation, 0);
        boolean isTaken = false;
        try {
            build.read(right);
            ParallelRows rows = divided(build, evaluation);
            isTaken = true;
            return Optional.of(rows);
        } finally {
            if (!isTaken) {
                build.close();
            }
        }
    }

    private ParallelRows divided(JoinBuild build, Evaluation evaluation) {
        if (build.table().isEmpty() || build.table().get().rowCount() == 0) {
            return new OnePart(
                    _ -> new HashJoinOperator(left, build, plan, evaluation), evaluation);
        }
        JoinTable table = build.table().get();
        Evaluation filtering = plan.withRuntimeFilters(table, build.memory(), evaluation);
        if (plan.marksRight()) {
            RowSet matched = RightRows.mark(left, filtering, plan, table);
            return new MarkedRows(build, plan, table, matched);
        }
        ParallelRows parts =
                left.openParallel(filtering).orElseGet(() -> new OnePart(left, filtering));
        return new ProbedRows(parts, build, plan, evaluation);
    }

    /// The right rows of a join that gives no others, in ranges.
    private record MarkedRows(JoinBuild build, HashJoinPlan plan, JoinTable table, RowSet matched)
            implements ParallelRows {
        private static final int RANGE_ROW_COUNT = 1 << 15;

        @Override
        public int partCount() {
            return (table.rowCount() - 1) / RANGE_ROW_COUNT + 1;
        }

        @Override
        public Operator open(int part) {
            int start = part * RANGE_ROW_COUNT;
            int end = Math.min(table.rowCount(), start + RANGE_ROW_COUNT);
            return new RightRowsOperator(
                    RightRows.of(plan, table, matched, start, end), build.memory().peakByteCount());
        }

        @Override
        public void close() {
            build.close();
        }
    }
}
