package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Computes the right input anew for each left row, which it may refer to.
public final class ApplyOperator implements Operator {
    /// Pairs are gathered into full batches by copying, unless the left row would be copied into
    /// more bytes than these.
    private static final long COPIED_BYTE_COUNT_MAX = 1 << 20;

    private final Operator left;
    private final int[] leftColumnIds;
    private final OperatorFactory right;
    private final JoinKind kind;
    private final Optional<Predicate> condition;
    private final List<PhysicalType> leftTypes;
    private final List<PhysicalType> rightTypes;
    private final Evaluation evaluation;

    private Batch rows = new Batch(List.of(), 0);
    private int index = -1;
    private Optional<Operator> rightRows = Optional.empty();
    private boolean hasPartner;
    private boolean atEnd;

    /// Pairs of a long left row, which they share: the next batch.
    private Optional<Batch> held = Optional.empty();

    /// Takes `left` over.
    ///
    /// @param leftColumnIds by which the right side refers to the left row
    /// @param kind not RIGHT or FULL; for ANTI_NULL_AWARE the condition must hold for pairs that
    ///   are true or NULL
    public ApplyOperator(
            Operator left,
            int[] leftColumnIds,
            OperatorFactory right,
            JoinKind kind,
            Optional<Predicate> condition,
            List<PhysicalType> leftTypes,
            List<PhysicalType> rightTypes,
            Evaluation evaluation) {
        this.left = left;
        this.leftColumnIds = leftColumnIds;
        this.right = right;
        this.kind = kind;
        this.condition = condition;
        this.leftTypes = leftTypes;
        this.rightTypes = rightTypes;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        if (held.isPresent()) {
            return takeHeld();
        }
        List<PhysicalType> types = new ArrayList<>(leftTypes);
        if (kind.givesPairs()) {
            types.addAll(rightTypes);
        }
        var output = new RowBuffer(types);
        while (!atEnd && output.rowCount() < Batch.ROW_COUNT && held.isEmpty()) {
            if (rightRows.isEmpty() && !openNextRow()) {
                atEnd = true;
                break;
            }
            Optional<Batch> batch = rightRows.orElseThrow().next();
            if (batch.isPresent()) {
                add(batch.get(), output);
                if (!kind.givesPairs() && hasPartner) {
                    endRow(output);
                }
            } else {
                endRow(output);
            }
        }
        return output.rowCount() == 0
                ? takeHeld()
                : Optional.of(new Batch(output.columns(), output.rowCount()));
    }

    private Optional<Batch> takeHeld() {
        Optional<Batch> taken = held;
        held = Optional.empty();
        return taken;
    }

    private boolean openNextRow() {
        index++;
        if (index >= rows.selectedCount()) {
            Optional<Batch> batch = left.next();
            if (batch.isEmpty()) {
                return false;
            }
            rows = batch.get();
            index = 0;
        }
        evaluation.checkCancelled();
        hasPartner = false;
        rightRows =
                Optional.of(
                        right.open(evaluation.withOuterRow(leftColumnIds, rows, rows.row(index))));
        return true;
    }

    private void add(Batch batch, RowBuffer output) {
        if (!kind.givesPairs() && condition.isEmpty()) {
            hasPartner = true;
            return;
        }
        Batch partners = batch.compact();
        int[] repeated = new int[partners.rowCount()];
        Arrays.fill(repeated, rows.row(index));
        List<ColumnVector> columns = new ArrayList<>(rows.columns().size() + rightTypes.size());
        for (ColumnVector column : rows.columns()) {
            columns.add(column.gather(repeated, repeated.length));
        }
        columns.addAll(partners.columns());
        Batch pairs = new Batch(columns, repeated.length);
        if (condition.isPresent()) {
            int[] selected = new int[repeated.length];
            pairs = pairs.select(selected, condition.get().select(pairs, evaluation, selected));
        }
        hasPartner |= pairs.selectedCount() > 0;
        if (kind.givesPairs() && pairs.selectedCount() > 0) {
            if (widthOfLeft() * pairs.selectedCount() > COPIED_BYTE_COUNT_MAX) {
                held = Optional.of(pairs);
            } else {
                output.append(pairs);
            }
        }
    }

    /// Returns how many bytes of strings the left row has.
    private long widthOfLeft() {
        int row = rows.row(index);
        long width = 0;
        for (ColumnVector column : rows.columns()) {
            if (column instanceof BytesVector bytes) {
                width += bytes.ends()[row] - bytes.starts()[row];
            }
        }
        return width;
    }

    private void endRow(RowBuffer output) {
        rightRows.ifPresent(Operator::close);
        rightRows = Optional.empty();
        Batch row = rows.select(new int[] {rows.row(index)}, 1);
        switch (kind) {
            case INNER -> {}
            case LEFT -> {
                if (!hasPartner) {
                    output.append(PairOutput.leftOnly(row, rightTypes));
                }
            }
            case SEMI -> {
                if (hasPartner) {
                    output.append(row);
                }
            }
            case ANTI, ANTI_NULL_AWARE -> {
                if (!hasPartner) {
                    output.append(row);
                }
            }
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI ->
                    throw new IllegalStateException("apply of kind " + kind);
        }
    }

    @Override
    public void close() {
        left.close();
        rightRows.ifPresent(Operator::close);
        rightRows = Optional.empty();
    }
}
