package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.sql.execute.stream.ProjectOperator;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A hash join whose right rows are on disk, in parts by the hash of the keys: the left rows go to
/// disk, too, and the parts are joined one after the other. For one thread.
final class PartedJoin implements AutoCloseable {
    /// From this depth on parts must be smaller than what they are parts of.
    private static final int UNDIVIDED_DEPTH = 2;

    private final HashJoinPlan plan;
    private final Evaluation evaluation;
    private final int depth;

    /// How many right rows there are.
    private final long rightRowCount;

    /// Parts still to be joined, and the join of the one at hand.
    private final ArrayDeque<PartPair> parts = new ArrayDeque<>();

    private Optional<Operator> partJoin = Optional.empty();
    private Optional<PartPair> part = Optional.empty();
    private long peakByteCount;
    private long spilledByteCount;

    private record PartPair(SpilledRows left, SpilledRows right) implements AutoCloseable {
        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    /// Reads the left rows.
    ///
    /// @param rightParts not empty together; closed by the caller, too
    PartedJoin(
            OperatorFactory leftFactory,
            Partitions rightParts,
            HashJoinPlan plan,
            Evaluation evaluation,
            int depth) {
        this.plan = plan;
        this.evaluation = evaluation;
        this.depth = depth;
        var leftParts =
                new Partitions(evaluation.spillSpace(), plan.leftTypes(), plan.keyTypes(), depth);
        boolean isRead = false;
        try (Operator left = leftFactory.open(evaluation)) {
            for (Optional<Batch> batch = left.next(); batch.isPresent(); batch = left.next()) {
                evaluation.checkCancelled();
                write(batch.get(), leftParts);
            }
            isRead = true;
        } finally {
            if (!isRead) {
                leftParts.close();
            }
        }
        long rowCount = 0;
        for (int index = 0; index < Partitions.COUNT; index++) {
            rowCount += rightParts.part(index).rowCount();
            parts.add(new PartPair(leftParts.part(index), rightParts.part(index)));
        }
        this.rightRowCount = rowCount;
        this.spilledByteCount = rightParts.byteCount() + leftParts.byteCount();
    }

    private void write(Batch rows, Partitions target) {
        var keys = HashJoinPlan.evaluate(plan.leftKeys(), rows, evaluation);
        // Right rows exist, so that a NULL key cannot pass NOT IN; a part may have none.
        Batch wanted = plan.isNotIn() ? HashProbe.withoutNullKeys(rows, keys) : rows;
        target.write(wanted.columns(), keys, wanted);
    }

    /// Returns the next rows; empty at the end.
    Optional<Batch> next() {
        while (true) {
            if (partJoin.isPresent()) {
                Optional<Batch> batch = partJoin.get().next();
                if (batch.isPresent()) {
                    return batch;
                }
                endPart();
            }
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            PartPair next = parts.removeFirst();
            part = Optional.of(next);
            partJoin = Optional.of(joinOf(next));
        }
    }

    /// Rows of one key stay together however often they are divided: when dividing does not help,
    /// the pairs of the part are tested one by one, which needs no memory to speak of.
    private Operator joinOf(PartPair pair) {
        OperatorFactory lefts = _ -> new SpilledRowsOperator(pair.left);
        OperatorFactory rights = _ -> new SpilledRowsOperator(pair.right);
        boolean isDivided = pair.right.rowCount() <= rightRowCount / 2;
        return isDivided || depth < UNDIVIDED_DEPTH
                ? new HashJoinOperator(lefts, rights, plan, evaluation, depth + 1)
                : pairwise(lefts, rights);
    }

    private Operator pairwise(OperatorFactory lefts, OperatorFactory rights) {
        var condition = new KeyEquality(plan);
        if (!plan.marksRight()) {
            var join =
                    new NestedLoopOperator(
                            lefts.open(evaluation),
                            rights,
                            plan.kind(),
                            Optional.of(condition),
                            plan.leftTypes(),
                            plan.rightTypes(),
                            evaluation);
            return plan.kind().givesPairs()
                    ? new ProjectOperator(join, pairColumns(), false, evaluation)
                    : join;
        }
        return new NestedLoopOperator(
                rights.open(evaluation),
                lefts,
                plan.mirroredKind(),
                Optional.of(condition.mirrored()),
                plan.rightTypes(),
                plan.leftTypes(),
                evaluation);
    }

    private List<Expression> pairColumns() {
        var columns = new ArrayList<Expression>();
        for (int position : plan.pairColumns().left()) {
            columns.add((rows, _) -> rows.column(position));
        }
        for (int position : plan.pairColumns().right()) {
            columns.add((rows, _) -> rows.column(plan.leftTypes().size() + position));
        }
        return columns;
    }

    private void endPart() {
        partJoin.ifPresent(join -> {
            peakByteCount = Math.max(peakByteCount, join.peakByteCount());
            spilledByteCount += join.spilledByteCount();
            join.close();
        });
        part.ifPresent(PartPair::close);
        partJoin = Optional.empty();
        part = Optional.empty();
    }

    long peakByteCount() {
        return peakByteCount;
    }

    long spilledByteCount() {
        return spilledByteCount;
    }

    @Override
    public void close() {
        endPart();
        parts.forEach(PartPair::close);
        parts.clear();
    }
}
