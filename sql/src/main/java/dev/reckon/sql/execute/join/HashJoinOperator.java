package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.sql.execute.key.Partitions;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import java.util.ArrayDeque;
import java.util.Optional;

/// A join on equal keys: the right input is hashed, the left probes.
///
/// When the right rows don't fit into memory, both sides go to disk in parts by the hash of the
/// keys, and the parts are joined one after the other.
public final class HashJoinOperator implements Operator {
    /// From this depth on parts must be smaller than what they are parts of.
    private static final int UNDIVIDED_DEPTH = 2;

    private final OperatorFactory leftFactory;
    private final OperatorFactory rightFactory;
    private final HashJoinPlan plan;
    private final Evaluation evaluation;
    private final int depth;
    private final MemoryReservation memory;

    private boolean isBuilt;
    private Optional<Operator> left = Optional.empty();
    private Optional<JoinTable> table = Optional.empty();
    private Optional<HashProbe> probe = Optional.empty();
    private int nextUnmatched;

    /// How many right rows went to disk.
    private long rightRowCount;

    /// Parts on disk still to be joined, and the join of the one at hand.
    private final ArrayDeque<PartPair> parts = new ArrayDeque<>();

    private Optional<Operator> partJoin = Optional.empty();
    private Optional<PartPair> part = Optional.empty();
    private long peakByteCount;
    private long spilledByteCount;
    private boolean isOver;

    private record PartPair(SpilledRows left, SpilledRows right) implements AutoCloseable {
        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    /// @param leftFactory opened after the right side was hashed
    public HashJoinOperator(
            OperatorFactory leftFactory,
            OperatorFactory rightFactory,
            HashJoinPlan plan,
            Evaluation evaluation) {
        this(leftFactory, rightFactory, plan, evaluation, 0);
    }

    private HashJoinOperator(
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
        this.memory = evaluation.memory().open();
    }

    @Override
    public Optional<Batch> next() {
        if (!isBuilt) {
            isBuilt = true;
            build();
        }
        while (!isOver) {
            evaluation.checkCancelled();
            Optional<Batch> batch = table.isPresent() ? nextOfTable() : nextOfParts();
            if (batch.isPresent()) {
                return batch;
            }
        }
        return Optional.empty();
    }

    private void build() {
        var hashed =
                new JoinTable(
                        plan.rightTypes(), plan.keyTypes(), plan.nullsEqual(), plan.keepsRight());
        try (Operator right = rightFactory.open(evaluation)) {
            for (Optional<Batch> batch = right.next(); batch.isPresent(); batch = right.next()) {
                evaluation.checkCancelled();
                Batch rows = batch.get();
                hashed.add(rows, HashJoinPlan.evaluate(plan.rightKeys(), rows, evaluation));
                if (plan.kind() == JoinKind.ANTI_NULL_AWARE && hashed.hasNullKey()) {
                    isOver = true;
                    return;
                }
                if (hashed.isFull() || !memory.tryResize(hashed.byteCount())) {
                    if (depth >= Partitions.DEPTH_MAX) {
                        memory.resize(hashed.byteCount());
                    }
                    partition(hashed, right);
                    return;
                }
            }
        }
        hashed.finish();
        table = Optional.of(hashed);
        if (hashed.rowCount() == 0 && emptyRightMeansNone()) {
            isOver = true;
            return;
        }
        left = Optional.of(leftFactory.open(plan.withRuntimeFilters(hashed, memory, evaluation)));
        if (hashed.rowCount() > 0 || plan.kind() != JoinKind.ANTI_NULL_AWARE) {
            probe = Optional.of(new HashProbe(plan, hashed, evaluation));
        }
    }

    private boolean emptyRightMeansNone() {
        return switch (plan.kind()) {
            case INNER, RIGHT, SEMI -> true;
            case LEFT, FULL, ANTI, ANTI_NULL_AWARE -> false;
        };
    }

    private Optional<Batch> nextOfTable() {
        if (probe.isEmpty()) {
            // NOT IN nothing: every row passes.
            Optional<Batch> rows = left.orElseThrow().next();
            isOver = rows.isEmpty();
            return rows;
        }
        Optional<Batch> pairs = probe.get().next();
        if (pairs.isPresent()) {
            return pairs;
        }
        if (left.isPresent()) {
            Optional<Batch> rows = left.get().next();
            if (rows.isPresent()) {
                probe.get().begin(rows.get());
                return Optional.empty();
            }
            left.get().close();
            left = Optional.empty();
        }
        if (plan.keepsRight()) {
            return unmatchedRight();
        }
        isOver = true;
        return Optional.empty();
    }

    /// Returns the next right rows without a partner.
    private Optional<Batch> unmatchedRight() {
        JoinTable rows = table.orElseThrow();
        RowSet matched = probe.orElseThrow().matchedRight();
        int[] unmatched = new int[Batch.ROW_COUNT];
        int count = 0;
        while (nextUnmatched < rows.rowCount() && count < Batch.ROW_COUNT) {
            if (!matched.contains(nextUnmatched)) {
                unmatched[count++] = nextUnmatched;
            }
            nextUnmatched++;
        }
        if (count == 0) {
            isOver = true;
            return Optional.empty();
        }
        return Optional.of(
                PairOutput.rightOnly(plan.leftTypes(), rows.columns(), unmatched, count));
    }

    /// Writes both sides to disk, in parts: what was hashed, the rest of the right side, and the
    /// whole left side.
    private void partition(JoinTable hashed, Operator right) {
        var rightParts =
                new Partitions(evaluation.spillSpace(), plan.rightTypes(), plan.keyTypes(), depth);
        var leftParts =
                new Partitions(evaluation.spillSpace(), plan.leftTypes(), plan.keyTypes(), depth);
        for (int part = 0; part < Partitions.COUNT; part++) {
            parts.add(new PartPair(leftParts.part(part), rightParts.part(part)));
        }
        hashed.finish();
        write(rightParts, new Batch(hashed.columns(), hashed.rowCount()), true);
        memory.tryResize(0);
        for (Optional<Batch> batch = right.next(); batch.isPresent(); batch = right.next()) {
            evaluation.checkCancelled();
            if (plan.kind() == JoinKind.ANTI_NULL_AWARE && hasNullKey(batch.get())) {
                isOver = true;
                return;
            }
            write(rightParts, batch.get(), true);
        }
        right.close();
        try (Operator leftInput = leftFactory.open(evaluation)) {
            for (Optional<Batch> batch = leftInput.next();
                    batch.isPresent();
                    batch = leftInput.next()) {
                evaluation.checkCancelled();
                Batch rows = batch.get();
                // Right rows exist, so that a NULL key cannot pass; a part may have none.
                if (plan.kind() == JoinKind.ANTI_NULL_AWARE) {
                    rows = withKeys(rows);
                }
                write(leftParts, rows, false);
            }
        }
        for (PartPair pair : parts) {
            rightRowCount += pair.right.rowCount();
        }
        spilledByteCount = rightParts.byteCount() + leftParts.byteCount();
    }

    private Batch withKeys(Batch rows) {
        return HashProbe.withoutNullKeys(
                rows, HashJoinPlan.evaluate(plan.leftKeys(), rows, evaluation));
    }

    private boolean hasNullKey(Batch rows) {
        return HashJoinPlan.evaluate(plan.rightKeys(), rows, evaluation).stream()
                .anyMatch(key -> {
                    for (int i = 0; i < rows.selectedCount(); i++) {
                        if (key.isNull(rows.row(i))) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private void write(Partitions target, Batch rows, boolean isRight) {
        target.write(
                rows.columns(),
                HashJoinPlan.evaluate(
                        isRight ? plan.rightKeys() : plan.leftKeys(), rows, evaluation),
                rows);
    }

    private Optional<Batch> nextOfParts() {
        if (partJoin.isPresent()) {
            Optional<Batch> batch = partJoin.get().next();
            if (batch.isPresent()) {
                return batch;
            }
            endPart();
        }
        if (parts.isEmpty()) {
            isOver = true;
            return Optional.empty();
        }
        PartPair next = parts.removeFirst();
        part = Optional.of(next);
        partJoin = Optional.of(joinOf(next));
        return Optional.empty();
    }

    /// Rows of one key stay together however often they are divided: when dividing does not help,
    /// the pairs of the part are tested one by one, which needs no memory to speak of.
    private Operator joinOf(PartPair pair) {
        OperatorFactory lefts = _ -> new SpilledRowsOperator(pair.left);
        OperatorFactory rights = _ -> new SpilledRowsOperator(pair.right);
        boolean isDivided = pair.right.rowCount() <= rightRowCount / 2;
        if (isDivided || depth < UNDIVIDED_DEPTH) {
            return new HashJoinOperator(lefts, rights, plan, evaluation, depth + 1);
        }
        return new NestedLoopOperator(
                lefts.open(evaluation),
                rights,
                plan.kind(),
                Optional.of(new KeyEquality(plan)),
                plan.leftTypes(),
                plan.rightTypes(),
                evaluation);
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

    @Override
    public long peakByteCount() {
        return Math.max(peakByteCount, memory.peakByteCount());
    }

    @Override
    public long spilledByteCount() {
        return spilledByteCount;
    }

    @Override
    public void close() {
        left.ifPresent(Operator::close);
        left = Optional.empty();
        endPart();
        parts.forEach(PartPair::close);
        parts.clear();
        table = Optional.empty();
        memory.close();
    }
}
