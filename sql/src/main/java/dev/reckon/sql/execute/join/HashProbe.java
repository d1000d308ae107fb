package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// Finds the partners of left rows in a finished [JoinTable]. For one thread; several may probe one
/// table.
///
/// A left batch is begun, and gives any number of batches: pairs first, then what had no partner.
final class HashProbe {
    private final HashJoinPlan plan;
    private final JoinTable table;
    private final Evaluation evaluation;
    private final KeyTable.Lookup lookup;

    /// The right rows that found a partner; only where they must be known.
    private final RowSet matchedRight;

    private Batch left = new Batch(List.of(), 0);
    private int[] groups = new int[Batch.ROW_COUNT];

    /// Where in the batch the search is: the index of a selected row, and the next right row for
    /// it.
    private int index;

    private int nextRight;
    private boolean isOver = true;

    /// Which selected rows have a partner; only where it must be known.
    private RowSet matchedLeft = new RowSet(0);

    HashProbe(HashJoinPlan plan, JoinTable table, Evaluation evaluation) {
        this.plan = plan;
        this.table = table;
        this.evaluation = evaluation;
        this.lookup = table.keys().newLookup();
        this.matchedRight = new RowSet(plan.keepsRight() ? table.rowCount() : 0);
    }

    RowSet matchedRight() {
        return matchedRight;
    }

    /// Begins with a batch of left rows.
    void begin(Batch rows) {
        List<ColumnVector> keys = HashJoinPlan.evaluate(plan.leftKeys(), rows, evaluation);
        left = plan.kind() == JoinKind.ANTI_NULL_AWARE ? withoutNullKeys(rows, keys) : rows;
        int count = left.selectedCount();
        if (groups.length < count) {
            groups = new int[count];
        }
        lookup.find(keys, left, groups);
        index = 0;
        nextRight = count == 0 || groups[0] < 0 ? JoinTable.NONE : table.head(groups[0]);
        isOver = false;
        if (needsMatchedLeft()) {
            matchedLeft = new RowSet(count);
        }
    }

    /// Returns the rows in which no key is NULL: no other can pass NOT IN, as there are right rows.
    static Batch withoutNullKeys(Batch rows, List<ColumnVector> keys) {
        int[] selected = new int[rows.selectedCount()];
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            boolean hasKey = true;
            for (ColumnVector key : keys) {
                hasKey &= !key.isNull(row);
            }
            if (hasKey) {
                selected[count++] = row;
            }
        }
        return rows.select(selected, count);
    }

    private boolean needsMatchedLeft() {
        return plan.residual().isPresent()
                && plan.kind() != JoinKind.INNER
                && plan.kind() != JoinKind.RIGHT;
    }

    /// Returns the next rows that come from the batch at hand; empty when it is done with.
    Optional<Batch> next() {
        if (isOver) {
            return Optional.empty();
        }
        return switch (plan.kind()) {
            case SEMI, ANTI, ANTI_NULL_AWARE -> {
                if (plan.residual().isPresent()) {
                    while (index < left.selectedCount()) {
                        pairs();
                    }
                }
                isOver = true;
                yield some(withPartner(plan.kind() == JoinKind.SEMI));
            }
            case INNER, LEFT, RIGHT, FULL -> nextPairs();
        };
    }

    private Optional<Batch> nextPairs() {
        while (index < left.selectedCount()) {
            Optional<Batch> batch = pairs();
            if (batch.isPresent()) {
                return batch;
            }
        }
        isOver = true;
        return plan.keepsLeft()
                ? some(withPartner(false)).map(rows -> PairOutput.leftOnly(rows, plan.rightTypes()))
                : Optional.empty();
    }

    private static Optional<Batch> some(Batch rows) {
        return rows.selectedCount() == 0 ? Optional.empty() : Optional.of(rows);
    }

    /// Returns the left rows that have a partner, or those that have none.
    private Batch withPartner(boolean wanted) {
        int[] selected = new int[left.selectedCount()];
        int count = 0;
        boolean isMarked = needsMatchedLeft();
        for (int i = 0; i < left.selectedCount(); i++) {
            boolean has = isMarked ? matchedLeft.contains(i) : groups[i] >= 0;
            if (has == wanted) {
                selected[count++] = left.row(i);
            }
        }
        return left.select(selected, count);
    }

    /// Finds the next pairs, about a batch of them, and returns those that meet the residual.
    private Optional<Batch> pairs() {
        int[] leftIndexes = new int[Batch.ROW_COUNT];
        int[] leftRows = new int[Batch.ROW_COUNT];
        int[] rightRows = new int[Batch.ROW_COUNT];
        int count = 0;
        boolean oneIsEnough =
                plan.kind() == JoinKind.SEMI
                        || plan.kind() == JoinKind.ANTI
                        || plan.kind() == JoinKind.ANTI_NULL_AWARE;
        int end = left.selectedCount();
        while (index < end && count < Batch.ROW_COUNT) {
            if (nextRight == JoinTable.NONE || (oneIsEnough && matchedLeft.contains(index))) {
                index++;
                nextRight =
                        index == end || groups[index] < 0
                                ? JoinTable.NONE
                                : table.head(groups[index]);
                continue;
            }
            leftIndexes[count] = index;
            leftRows[count] = left.row(index);
            rightRows[count++] = nextRight;
            nextRight = table.next(nextRight);
        }
        if (count == 0) {
            return Optional.empty();
        }
        Batch pairs = PairOutput.pairs(left.columns(), leftRows, table.columns(), rightRows, count);
        if (plan.residual().isPresent()) {
            evaluation.checkCancelled();
            int[] selected = new int[count];
            int kept = plan.residual().get().select(pairs, evaluation, selected);
            pairs = pairs.select(selected, kept);
        }
        if (needsMatchedLeft()) {
            for (int i = 0; i < pairs.selectedCount(); i++) {
                matchedLeft.add(leftIndexes[pairs.row(i)]);
            }
        }
        if (plan.keepsRight()) {
            for (int i = 0; i < pairs.selectedCount(); i++) {
                matchedRight.add(rightRows[pairs.row(i)]);
            }
        }
        return some(pairs);
    }
}
