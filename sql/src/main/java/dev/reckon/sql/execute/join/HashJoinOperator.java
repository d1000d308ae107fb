package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.storage.batch.Batch;
import java.util.Optional;

/// A join on equal keys: the right input is hashed, the left probes.
///
/// When the right rows don't fit into memory, both sides go to disk in parts by the hash of the
/// keys, and the parts are joined one after the other; see [PartedJoin].
public final class HashJoinOperator implements Operator {
    private final OperatorFactory leftFactory;
    private final OperatorFactory rightFactory;
    private final HashJoinPlan plan;
    private final Evaluation evaluation;
    private final int depth;
    private final JoinBuild build;

    private boolean isRead;
    private boolean isBegun;
    private boolean isOver;
    private Optional<Operator> left = Optional.empty();
    private Optional<HashProbe> probe = Optional.empty();

    /// The right rows that come out by themselves, at the end.
    private Optional<RightRows> rightRows = Optional.empty();

    private Optional<PartedJoin> parted = Optional.empty();

    /// @param leftFactory opened after the right side was hashed
    public HashJoinOperator(
            OperatorFactory leftFactory,
            OperatorFactory rightFactory,
            HashJoinPlan plan,
            Evaluation evaluation) {
        this(leftFactory, rightFactory, plan, evaluation, 0);
    }

    HashJoinOperator(
            OperatorFactory leftFactory,
            OperatorFactory rightFactory,
            HashJoinPlan plan,
            Evaluation evaluation,
            int depth) {
        this.leftFactory = leftFactory;
        this.rightFactory = rightFactory;
        this.plan = plan;
        this.evaluation = evaluation;
        this.depth = depth;
        this.build = new JoinBuild(plan, evaluation, depth);
    }

    /// Makes a join whose right side was read, and takes that over.
    HashJoinOperator(
            OperatorFactory leftFactory,
            JoinBuild build,
            HashJoinPlan plan,
            Evaluation evaluation) {
        this.leftFactory = leftFactory;
        this.rightFactory =
                _ -> {
                    throw new IllegalStateException("read before");
                };
        this.plan = plan;
        this.evaluation = evaluation;
        this.depth = 0;
        this.build = build;
        this.isRead = true;
    }

    @Override
    public Optional<Batch> next() {
        if (!isBegun) {
            isBegun = true;
            if (!isRead) {
                build.read(rightFactory);
            }
            begin();
        }
        while (!isOver) {
            evaluation.checkCancelled();
            Optional<Batch> batch = parted.isPresent() ? parted.get().next() : nextOfTable();
            isOver |= batch.isEmpty();
            if (batch.isPresent()) {
                return batch;
            }
        }
        return Optional.empty();
    }

    private void begin() {
        if (build.hasNullKey()) {
            isOver = true;
            return;
        }
        if (build.table().isEmpty()) {
            parted =
                    Optional.of(
                            new PartedJoin(leftFactory, build.parts(), plan, evaluation, depth));
            return;
        }
        JoinTable table = build.table().get();
        if (table.rowCount() == 0 && plan.needsRight()) {
            isOver = true;
            return;
        }
        Evaluation filtering = plan.withRuntimeFilters(table, build.memory(), evaluation);
        if (plan.marksRight()) {
            rightRows = Optional.of(RightRows.marked(leftFactory, filtering, plan, table));
            return;
        }
        left = Optional.of(leftFactory.open(filtering));
        if (table.rowCount() > 0 || !plan.isNotIn()) {
            probe = Optional.of(new HashProbe(plan, table, evaluation));
        }
    }

    /// Returns the next rows; empty at the end.
    private Optional<Batch> nextOfTable() {
        while (left.isPresent()) {
            evaluation.checkCancelled();
            Optional<Batch> found = probe.flatMap(HashProbe::next);
            if (found.isPresent()) {
                return found;
            }
            Optional<Batch> rows = left.get().next();
            if (probe.isEmpty() && rows.isPresent()) {
                // NOT IN nothing: every row passes.
                return rows;
            }
            rows.ifPresent(batch -> probe.orElseThrow().begin(batch));
            if (rows.isEmpty()) {
                left.get().close();
                left = Optional.empty();
                rightRows =
                        plan.keepsRight()
                                ? Optional.of(
                                        RightRows.withoutPartner(
                                                plan,
                                                build.table().orElseThrow(),
                                                probe.orElseThrow().matchedRight()))
                                : Optional.empty();
            }
        }
        return rightRows.flatMap(RightRows::next);
    }

    @Override
    public long peakByteCount() {
        return Math.max(
                build.memory().peakByteCount(), parted.map(PartedJoin::peakByteCount).orElse(0L));
    }

    @Override
    public long spilledByteCount() {
        return parted.map(PartedJoin::spilledByteCount).orElse(0L);
    }

    @Override
    public void close() {
        left.ifPresent(Operator::close);
        left = Optional.empty();
        parted.ifPresent(PartedJoin::close);
        build.close();
    }
}
