package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.MemoryReservation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A join of two inputs that are both sorted by their keys, ascending, NULLs last. The right rows
/// of one key are held in memory; rows come out in the order of the left input.
public final class MergeJoinOperator implements Operator {
    private final Operator left;
    private final Operator right;
    private final HashJoinPlan plan;
    private final List<TypeOrder> orders;
    private final Evaluation evaluation;
    private final MemoryReservation memory;

    private boolean isBegun;
    private Optional<Batch> leftBatch = Optional.empty();
    private List<ColumnVector> leftKeys = List.of();
    private int leftIndex;

    /// The right row at hand: the first that is in no group yet.
    private Optional<Batch> rightBatch = Optional.empty();

    private List<ColumnVector> rightKeys = List.of();
    private int rightIndex;

    /// The right rows of one key, their key as vectors of one row, and which have a partner.
    private List<ColumnVector> group = List.of();

    private int groupRowCount;
    private List<ColumnVector> groupKey = List.of();
    private RowSet matchedInGroup = new RowSet(0);

    private RowBuffer output;

    /// Takes the inputs over.
    ///
    /// @param plan what is joined; its kind is not ANTI_NULL_AWARE
    public MergeJoinOperator(
            Operator left, Operator right, HashJoinPlan plan, Evaluation evaluation) {
        this.left = left;
        this.right = right;
        this.plan = plan;
        this.orders = plan.keyTypes().stream().map(TypeOrder::ofAny).toList();
        this.evaluation = evaluation;
        this.memory = evaluation.memory().open();
        this.output = newOutput();
    }

    private RowBuffer newOutput() {
        List<PhysicalType> types = new ArrayList<>(plan.leftTypes());
        if (plan.kind().givesPairs()) {
            types.addAll(plan.rightTypes());
        }
        return new RowBuffer(types);
    }

    @Override
    public Optional<Batch> next() {
        if (!isBegun) {
            isBegun = true;
            nextLeftBatch();
            nextRightBatch();
        }
        while (output.rowCount() < Batch.ROW_COUNT) {
            if (leftBatch.isPresent()) {
                joinRow();
            } else if (!plan.keepsRight() || !dropGroup()) {
                break;
            }
        }
        if (output.rowCount() == 0) {
            return Optional.empty();
        }
        Batch rows = new Batch(output.columns(), output.rowCount());
        output = newOutput();
        return Optional.of(rows);
    }

    private void nextLeftBatch() {
        evaluation.checkCancelled();
        leftBatch = left.next();
        leftIndex = 0;
        leftKeys =
                leftBatch
                        .map(rows -> HashJoinPlan.evaluate(plan.leftKeys(), rows, evaluation))
                        .orElse(List.of());
    }

    private void nextRightBatch() {
        evaluation.checkCancelled();
        rightBatch = right.next();
        rightIndex = 0;
        rightKeys =
                rightBatch
                        .map(rows -> HashJoinPlan.evaluate(plan.rightKeys(), rows, evaluation))
                        .orElse(List.of());
    }

    /// Finds the partners of the left row at hand, and goes on to the next.
    private void joinRow() {
        Batch rows = leftBatch.orElseThrow();
        int row = rows.row(leftIndex);
        boolean hasPartner = false;
        if (hasKey(leftKeys, row)) {
            while (groupKey.isEmpty() || compare(groupKey, 0, leftKeys, row) < 0) {
                if (!dropGroup()) {
                    break;
                }
            }
            if (!groupKey.isEmpty() && compare(groupKey, 0, leftKeys, row) == 0) {
                hasPartner = pair(rows, row);
            }
        }
        if (!hasPartner && plan.keepsLeft()) {
            output.append(PairOutput.leftOnly(rows.select(new int[] {row}, 1), plan.rightTypes()));
        }
        if (!plan.kind().givesPairs() && hasPartner == (plan.kind() == JoinKind.SEMI)) {
            output.append(rows.columns(), new int[] {row}, 1);
        }
        if (++leftIndex == rows.selectedCount()) {
            nextLeftBatch();
        }
    }

    private static boolean hasKey(List<ColumnVector> keys, int row) {
        for (ColumnVector key : keys) {
            if (key.isNull(row)) {
                return false;
            }
        }
        return true;
    }

    private int compare(
            List<ColumnVector> first, int firstRow, List<ColumnVector> second, int secondRow) {
        for (int key = 0; key < orders.size(); key++) {
            int comparison =
                    orders.get(key).compare(first.get(key), firstRow, second.get(key), secondRow);
            if (comparison != 0) {
                return comparison;
            }
        }
        return 0;
    }

    /// Pairs a left row with the group, and returns whether a pair meets the residual.
    private boolean pair(Batch rows, int row) {
        boolean hasPartner = false;
        for (int start = 0; start < groupRowCount; start += Batch.ROW_COUNT) {
            int count = Math.min(Batch.ROW_COUNT, groupRowCount - start);
            int[] lefts = new int[count];
            int[] rights = new int[count];
            for (int i = 0; i < count; i++) {
                lefts[i] = row;
                rights[i] = start + i;
            }
            Batch pairs = PairOutput.pairs(rows.columns(), lefts, group, rights, count);
            if (plan.residual().isPresent()) {
                evaluation.checkCancelled();
                int[] selected = new int[count];
                pairs =
                        pairs.select(
                                selected,
                                plan.residual()
                                        .get()
                                        .select(
                                                pairs,
                                                plan.leftTypes().size(),
                                                evaluation,
                                                selected));
            }
            hasPartner |= pairs.selectedCount() > 0;
            for (int i = 0; i < pairs.selectedCount(); i++) {
                matchedInGroup.add(rights[pairs.row(i)]);
            }
            if (plan.kind().givesPairs() && pairs.selectedCount() > 0) {
                output.append(pairs);
            }
        }
        return hasPartner;
    }

    /// Hands out what of the group has no partner, where that comes out, and reads the next group;
    /// returns false when there is none.
    private boolean dropGroup() {
        if (plan.keepsRight()) {
            int[] alone = new int[groupRowCount];
            int count = 0;
            for (int row = 0; row < groupRowCount; row++) {
                if (!matchedInGroup.contains(row)) {
                    alone[count++] = row;
                }
            }
            if (count > 0) {
                output.append(PairOutput.rightOnly(plan.leftTypes(), group, alone, count));
            }
        }
        groupRowCount = 0;
        groupKey = List.of();
        if (rightBatch.isEmpty()) {
            return false;
        }
        readGroup();
        return true;
    }

    /// Reads the right rows with the key of the one at hand; one with a NULL in its key is alone,
    /// and is nobody's partner.
    private void readGroup() {
        var rows = new RowBuffer(plan.rightTypes());
        int firstRow = rightBatch.orElseThrow().row(rightIndex);
        boolean isKey = hasKey(rightKeys, firstRow);
        List<ColumnVector> key = RowBuffer.gather(rightKeys, new int[] {firstRow}, 1);
        do {
            Batch batch = rightBatch.orElseThrow();
            rows.append(batch.columns(), new int[] {batch.row(rightIndex)}, 1);
            if (++rightIndex == batch.selectedCount()) {
                memory.resize(rows.byteCount());
                nextRightBatch();
            }
        } while (isKey && rightBatch.isPresent() && isOfKey(key));
        memory.resize(rows.byteCount());
        group = rows.columns();
        groupRowCount = rows.rowCount();
        matchedInGroup = new RowSet(groupRowCount);
        groupKey = isKey ? key : List.of();
    }

    private boolean isOfKey(List<ColumnVector> key) {
        int row = rightBatch.orElseThrow().row(rightIndex);
        return hasKey(rightKeys, row) && compare(key, 0, rightKeys, row) == 0;
    }

    @Override
    public long peakByteCount() {
        return memory.peakByteCount();
    }

    @Override
    public void close() {
        left.close();
        right.close();
        memory.close();
    }
}
