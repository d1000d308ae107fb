package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// Finds the partners of left rows in a [JoinTable]. For one thread; several may probe one table.
///
/// A left batch is begun, and gives any number of batches: pairs first, then what had no partner.
final class HashProbe {
    private static final int[] NO_ROWS = {};

    private final HashJoinPlan plan;
    private final JoinTable table;
    private final Evaluation evaluation;
    private final JoinIndex.Lookup lookup;

    /// The right rows that found a partner; only where they must be known. Without a residual the
    /// first of a chain stands for all where it is only asked whether there is a partner.
    private final RowSet matchedRight;

    private final boolean isNeedingLeft;

    private Batch left = new Batch(List.of(), 0);

    /// The first right row of each selected left row.
    private int[] firsts = NO_ROWS;

    /// Where in the batch the search is: the index of a selected row, and the next right row for
    /// it.
    private int index;

    private int nextRight;
    private boolean isOver = true;

    /// Which selected rows have a partner; only where it must be known.
    private RowSet matchedLeft = new RowSet(0);

    /// Pairs found: the index of the left row, its number, the right row.
    private int[] leftIndexes = NO_ROWS;

    private int[] leftRows = NO_ROWS;
    private int[] rightRows = NO_ROWS;

    HashProbe(HashJoinPlan plan, JoinTable table, Evaluation evaluation) {
        this.plan = plan;
        this.table = table;
        this.evaluation = evaluation;
        this.lookup = table.newLookup();
        this.matchedRight =
                new RowSet(plan.keepsRight() || plan.marksRight() ? table.rowCount() : 0);
        this.isNeedingLeft =
                plan.residual().isPresent()
                        && switch (plan.kind()) {
                            case LEFT, FULL, SEMI, ANTI, ANTI_NULL_AWARE -> true;
                            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> false;
                        };
    }

    /// Returns the right rows that found a partner.
    RowSet matchedRight() {
        return plan.marksRight() && plan.residual().isEmpty()
                ? table.chains(matchedRight)
                : matchedRight;
    }

    /// Begins with a batch of left rows.
    void begin(Batch rows) {
        List<ColumnVector> keys = HashJoinPlan.evaluate(plan.leftKeys(), rows, evaluation);
        left = plan.isNotIn() ? withoutNullKeys(rows, keys) : rows;
        int count = left.selectedCount();
        if (firsts.length < count) {
            firsts = new int[Math.max(count, Batch.ROW_COUNT)];
        }
        lookup.find(keys, left, firsts);
        index = 0;
        nextRight = count == 0 ? JoinTable.NONE : firsts[0];
        isOver = false;
        if (isNeedingLeft) {
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

    /// Returns the next rows that come from the batch at hand; empty when it is done with.
    Optional<Batch> next() {
        if (isOver) {
            return Optional.empty();
        }
        return switch (plan.kind()) {
            case SEMI, ANTI, ANTI_NULL_AWARE -> {
                testAll();
                yield some(withPartner(plan.kind() == JoinKind.SEMI));
            }
            case RIGHT_SEMI, RIGHT_ANTI -> {
                if (plan.residual().isEmpty()) {
                    markFirsts();
                }
                testAll();
                yield Optional.empty();
            }
            case INNER, LEFT, RIGHT, FULL -> nextPairs();
        };
    }

    /// Tests the residual, where there is one, on the pairs of the whole batch.
    private void testAll() {
        if (plan.residual().isPresent()) {
            while (index < left.selectedCount()) {
                pairs();
            }
        }
        isOver = true;
    }

    private void markFirsts() {
        for (int i = 0; i < left.selectedCount(); i++) {
            if (firsts[i] >= 0) {
                matchedRight.add(firsts[i]);
            }
        }
    }

    private Optional<Batch> nextPairs() {
        while (index < left.selectedCount()) {
            Optional<Batch> batch = pairs();
            if (batch.isPresent()) {
                return batch;
            }
        }
        isOver = true;
        return plan.keepsLeft() ? some(withPartner(false)).map(this::leftOnly) : Optional.empty();
    }

    private Batch leftOnly(Batch rows) {
        PairColumns columns = plan.pairColumns();
        var narrow =
                new Batch(
                        columns.ofLeft(rows.columns()),
                        rows.rowCount(),
                        rows.selection(),
                        rows.selectedCount());
        return PairOutput.leftOnly(narrow, columns.ofRight(plan.rightTypes()));
    }

    private static Optional<Batch> some(Batch rows) {
        return rows.selectedCount() == 0 ? Optional.empty() : Optional.of(rows);
    }

    /// Returns the left rows that have a partner, or those that have none.
    private Batch withPartner(boolean wanted) {
        int[] selected = new int[left.selectedCount()];
        int count = 0;
        for (int i = 0; i < left.selectedCount(); i++) {
            boolean has = isNeedingLeft ? matchedLeft.contains(i) : firsts[i] >= 0;
            if (has == wanted) {
                selected[count++] = left.row(i);
            }
        }
        return left.select(selected, count);
    }

    /// Finds the next pairs, about a batch of them, and returns those that meet the residual; where
    /// pairs don't come out, it is only noted who has a partner.
    private Optional<Batch> pairs() {
        if (leftRows.length == 0) {
            leftIndexes = new int[Batch.ROW_COUNT];
            leftRows = new int[Batch.ROW_COUNT];
            rightRows = new int[Batch.ROW_COUNT];
        }
        int count = table.isUnique() ? uniquePairs() : chainedPairs();
        if (count > 0 && plan.residual().isPresent()) {
            count = meetingResidual(count);
        }
        if (count == 0) {
            return Optional.empty();
        }
        if (isNeedingLeft) {
            for (int i = 0; i < count; i++) {
                matchedLeft.add(leftIndexes[i]);
            }
        }
        if (plan.keepsRight() || plan.marksRight()) {
            for (int i = 0; i < count; i++) {
                matchedRight.add(rightRows[i]);
            }
        }
        return plan.kind().givesPairs()
                ? Optional.of(
                        PairOutput.pairs(
                                plan.pairColumns().ofLeft(left.columns()),
                                leftRows,
                                plan.pairColumns().ofRight(table.columns()),
                                rightRows,
                                count))
                : Optional.empty();
    }

    private int uniquePairs() {
        int count = 0;
        int first = index;
        int end = Math.min(left.selectedCount(), first + Batch.ROW_COUNT);
        for (int i = first; i < end; i++) {
            leftIndexes[count] = i;
            leftRows[count] = left.row(i);
            rightRows[count] = firsts[i];
            count += firsts[i] >>> 31 ^ 1;
        }
        index = end;
        return count;
    }

    private int chainedPairs() {
        // Who has a partner already need not be tested again.
        boolean oneIsEnough = isNeedingLeft && !plan.kind().givesPairs();
        boolean skipsMarked = plan.marksRight();
        int count = 0;
        int end = left.selectedCount();
        int at = index;
        int right = at < end ? nextRight : JoinTable.NONE;
        while (at < end && count < Batch.ROW_COUNT) {
            if (right == JoinTable.NONE || (oneIsEnough && matchedLeft.contains(at))) {
                at++;
                right = at == end ? JoinTable.NONE : firsts[at];
                continue;
            }
            leftIndexes[count] = at;
            leftRows[count] = left.row(at);
            rightRows[count] = right;
            count += skipsMarked && matchedRight.contains(right) ? 0 : 1;
            right = table.next(right);
        }
        index = at;
        nextRight = right;
        return count;
    }

    /// Keeps the pairs that meet the residual.
    private int meetingResidual(int count) {
        evaluation.checkCancelled();
        int[] selected = new int[count];
        int kept =
                plan.residual()
                        .orElseThrow()
                        .select(
                                left.columns(),
                                leftRows,
                                table.columns(),
                                rightRows,
                                count,
                                evaluation,
                                selected);
        for (int i = 0; i < kept; i++) {
            leftIndexes[i] = leftIndexes[selected[i]];
            leftRows[i] = leftRows[selected[i]];
            rightRows[i] = rightRows[selected[i]];
        }
        return kept;
    }
}
