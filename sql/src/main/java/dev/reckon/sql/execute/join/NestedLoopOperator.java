package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.table.StoredRows;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A join by testing every pair. The right rows are kept, in memory or on disk, and read once for
/// each left batch.
public final class NestedLoopOperator implements Operator {
    private final Operator left;
    private final OperatorFactory rightFactory;
    private final JoinKind kind;
    private final Optional<Predicate> condition;
    private final List<PhysicalType> leftTypes;
    private final List<PhysicalType> rightTypes;
    private final Evaluation evaluation;
    private final StoredRows right;

    private boolean isRead;
    private RowSet matchedRight = new RowSet(0);

    /// The left batch at hand, which of its selected rows have a partner, and where in its pairs
    /// the search is.
    private Optional<Batch> leftBatch = Optional.empty();

    private RowSet matchedLeft = new RowSet(0);
    private Optional<StoredRows.Reader> rightReader = Optional.empty();
    private Optional<Batch> rightBatch = Optional.empty();
    private int rightBase;
    private int leftIndex;
    private int rightIndex;

    /// The right rows without a partner, at the end.
    private Optional<StoredRows.Reader> unmatched = Optional.empty();

    private int unmatchedBase;

    /// Takes `left` over.
    ///
    /// @param kind for ANTI_NULL_AWARE the condition must hold for pairs that are true or NULL
    public NestedLoopOperator(
            Operator left,
            OperatorFactory rightFactory,
            JoinKind kind,
            Optional<Predicate> condition,
            List<PhysicalType> leftTypes,
            List<PhysicalType> rightTypes,
            Evaluation evaluation) {
        this.left = left;
        this.rightFactory = rightFactory;
        this.kind = kind;
        this.condition = condition;
        this.leftTypes = leftTypes;
        this.rightTypes = rightTypes;
        this.evaluation = evaluation;
        this.right = new StoredRows(rightTypes, evaluation);
    }

    private boolean keepsRight() {
        return kind == JoinKind.RIGHT || kind == JoinKind.FULL;
    }

    @Override
    public Optional<Batch> next() {
        if (!isRead) {
            isRead = true;
            try (Operator source = rightFactory.open(evaluation)) {
                right.addAll(source);
            }
            if (keepsRight()) {
                matchedRight = new RowSet(Math.toIntExact(right.rowCount()));
            }
        }
        while (unmatched.isEmpty()) {
            evaluation.checkCancelled();
            if (leftBatch.isEmpty()) {
                leftBatch = left.next();
                if (leftBatch.isEmpty()) {
                    if (!keepsRight()) {
                        return Optional.empty();
                    }
                    unmatched = Optional.of(right.read());
                    break;
                }
                begin(leftBatch.get());
            }
            Optional<Batch> batch = nextOfLeftBatch(leftBatch.get());
            if (batch.isPresent()) {
                return batch;
            }
        }
        return nextUnmatchedRight();
    }

    private void begin(Batch rows) {
        matchedLeft = new RowSet(rows.selectedCount());
        StoredRows.Reader reader = right.read();
        rightReader = Optional.of(reader);
        rightBatch = reader.next();
        rightBase = 0;
        leftIndex = 0;
        rightIndex = 0;
    }

    /// Returns the next pairs of the left batch or, after its last pair, what has no partner; ends
    /// the batch when it is empty then.
    private Optional<Batch> nextOfLeftBatch(Batch rows) {
        if (rightBatch.isPresent()) {
            Optional<Batch> pairs = pairs(rows, rightBatch.get());
            if (leftIndex == rows.selectedCount()) {
                rightBase += rightBatch.get().rowCount();
                rightBatch = rightReader.orElseThrow().next();
                leftIndex = 0;
                rightIndex = 0;
            }
            return kind.givesPairs() ? pairs : Optional.empty();
        }
        leftBatch = Optional.empty();
        return switch (kind) {
            case INNER, RIGHT -> Optional.empty();
            case LEFT, FULL ->
                    some(withPartner(rows, false))
                            .map(alone -> PairOutput.leftOnly(alone, rightTypes));
            case SEMI -> some(withPartner(rows, true));
            case ANTI, ANTI_NULL_AWARE -> some(withPartner(rows, false));
            case RIGHT_SEMI, RIGHT_ANTI -> throw new IllegalStateException("not a kind of a loop");
        };
    }

    private static Optional<Batch> some(Batch rows) {
        return rows.selectedCount() == 0 ? Optional.empty() : Optional.of(rows);
    }

    private Batch withPartner(Batch rows, boolean wanted) {
        int[] selected = new int[rows.selectedCount()];
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            if (matchedLeft.contains(i) == wanted) {
                selected[count++] = rows.row(i);
            }
        }
        return rows.select(selected, count);
    }

    /// Tests the next pairs, about a batch of them.
    private Optional<Batch> pairs(Batch rows, Batch rightRows) {
        int[] leftIndexes = new int[Batch.ROW_COUNT];
        int[] lefts = new int[Batch.ROW_COUNT];
        int[] rights = new int[Batch.ROW_COUNT];
        int count = 0;
        boolean oneIsEnough = !kind.givesPairs();
        while (leftIndex < rows.selectedCount() && count < Batch.ROW_COUNT) {
            if (rightIndex == rightRows.rowCount()
                    || (oneIsEnough && matchedLeft.contains(leftIndex))) {
                leftIndex++;
                rightIndex = 0;
                continue;
            }
            int length = Math.min(Batch.ROW_COUNT - count, rightRows.rowCount() - rightIndex);
            int row = rows.row(leftIndex);
            for (int i = 0; i < length; i++) {
                leftIndexes[count] = leftIndex;
                lefts[count] = row;
                rights[count++] = rightIndex++;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        Batch pairs = PairOutput.pairs(rows.columns(), lefts, rightRows.columns(), rights, count);
        if (condition.isPresent()) {
            int[] selected = new int[count];
            pairs = pairs.select(selected, condition.get().select(pairs, evaluation, selected));
        }
        for (int i = 0; i < pairs.selectedCount(); i++) {
            int pair = pairs.row(i);
            matchedLeft.add(leftIndexes[pair]);
            if (keepsRight()) {
                matchedRight.add(rightBase + rights[pair]);
            }
        }
        return some(pairs);
    }

    private Optional<Batch> nextUnmatchedRight() {
        while (true) {
            Optional<Batch> batch = unmatched.orElseThrow().next();
            if (batch.isEmpty()) {
                return batch;
            }
            int rowCount = batch.get().rowCount();
            int[] rows = new int[rowCount];
            int count = 0;
            for (int row = 0; row < rowCount; row++) {
                if (!matchedRight.contains(unmatchedBase + row)) {
                    rows[count++] = row;
                }
            }
            unmatchedBase += rowCount;
            if (count > 0) {
                List<ColumnVector> columns = new ArrayList<>(batch.get().columns());
                return Optional.of(PairOutput.rightOnly(leftTypes, columns, rows, count));
            }
        }
    }

    @Override
    public long peakByteCount() {
        return right.peakByteCount();
    }

    @Override
    public long spilledByteCount() {
        return right.spilledByteCount();
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}
