package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// A hash join whose left rows are in parts that probe one table. Where right rows come out by
/// themselves, the part that ends last hands out those that found no partner in any. Safe for use
/// by many threads: the lock guards what the parts have found.
final class ProbedRows implements ParallelRows {
    private final ParallelRows left;
    private final JoinBuild build;
    private final JoinTable table;
    private final HashJoinPlan plan;
    private final Evaluation evaluation;
    private final RowSet matchedRight;
    private int openPartCount;

    /// Takes the left rows and what was built over.
    ///
    /// @param build in memory
    ProbedRows(ParallelRows left, JoinBuild build, HashJoinPlan plan, Evaluation evaluation) {
        this.left = left;
        this.build = build;
        this.table = build.table().orElseThrow();
        this.plan = plan;
        this.evaluation = evaluation;
        this.matchedRight = new RowSet(plan.keepsRight() ? table.rowCount() : 0);
        this.openPartCount = left.partCount();
    }

    @Override
    public int partCount() {
        return left.partCount();
    }

    @Override
    public Operator open(int part) {
        return new ProbeOperator(left.open(part));
    }

    /// Notes that a part has read its left rows; returns the right rows that come out now.
    private synchronized Optional<RightRows> end(HashProbe probe) {
        if (!plan.keepsRight()) {
            return Optional.empty();
        }
        matchedRight.addAll(probe.matchedRight());
        openPartCount--;
        return openPartCount == 0
                ? Optional.of(RightRows.withoutPartner(plan, table, matchedRight))
                : Optional.empty();
    }

    @Override
    public void close() {
        left.close();
        build.close();
    }

    /// Probes the table with the rows of one part. For one thread.
    private final class ProbeOperator implements Operator {
        private final Operator rows;
        private final HashProbe probe = new HashProbe(plan, table, evaluation);
        private boolean isRead;
        private Optional<RightRows> rightRows = Optional.empty();

        ProbeOperator(Operator rows) {
            this.rows = rows;
        }

        @Override
        public Optional<Batch> next() {
            while (!isRead) {
                evaluation.checkCancelled();
                Optional<Batch> pairs = probe.next();
                if (pairs.isPresent()) {
                    return pairs;
                }
                Optional<Batch> batch = rows.next();
                if (batch.isPresent()) {
                    probe.begin(batch.get());
                } else {
                    isRead = true;
                    rightRows = end(probe);
                }
            }
            return rightRows.flatMap(RightRows::next);
        }

        @Override
        public long peakByteCount() {
            return build.memory().peakByteCount();
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
