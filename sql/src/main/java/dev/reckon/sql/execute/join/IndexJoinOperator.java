package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks the right row of each left row up by its whole primary key, a batch at a time.
public final class IndexJoinOperator implements Operator {
    private final Operator left;
    private final IndexJoinTable right;
    private final JoinKind kind;
    private final List<Expression> keys;
    private final Optional<Predicate> residual;
    private final List<PhysicalType> rightTypes;
    private final Evaluation evaluation;

    /// The left rows without a partner, after the pairs of their batch.
    private Optional<Batch> alone = Optional.empty();

    /// The right table.
    ///
    /// @param positions of the columns that are read
    /// @param filter over these columns
    public record IndexJoinTable(
            TableSnapshot table,
            KeyEncoder encoder,
            List<Integer> positions,
            Optional<Predicate> filter) {}

    /// Takes `left` over.
    ///
    /// @param kind not RIGHT or FULL
    /// @param keys over the left columns, in key order
    /// @param residual over the columns of both
    public IndexJoinOperator(
            Operator left,
            IndexJoinTable right,
            JoinKind kind,
            List<Expression> keys,
            Optional<Predicate> residual,
            List<PhysicalType> rightTypes,
            Evaluation evaluation) {
        this.left = left;
        this.right = right;
        this.kind = kind;
        this.keys = keys;
        this.residual = residual;
        this.rightTypes = rightTypes;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            if (alone.isPresent()) {
                Batch rows = alone.get();
                alone = Optional.empty();
                return Optional.of(PairOutput.leftOnly(rows, rightTypes));
            }
            evaluation.checkCancelled();
            Optional<Batch> batch = left.next();
            if (batch.isEmpty()) {
                return batch;
            }
            Batch output = join(batch.get());
            if (output.selectedCount() > 0) {
                return Optional.of(output);
            }
        }
    }

    private Batch join(Batch rows) {
        int count = rows.selectedCount();
        int[] leftRows = new int[count];
        RowKey[] rowKeys = new RowKey[count];
        int keyCount = encode(rows, rowKeys, leftRows);
        int[] matches = new int[keyCount];
        Batch found =
                keyCount == 0
                        ? new Batch(List.of(), 0)
                        : right.table.find(rowKeys, keyCount, right.positions, matches).compact();
        Batch pairs = pairs(rows, leftRows, found, matches);
        if (kind == JoinKind.INNER) {
            return pairs;
        }
        boolean[] hasPartner = new boolean[rows.rowCount()];
        for (int i = 0; i < pairs.selectedCount(); i++) {
            hasPartner[leftRows[matches[pairs.row(i)]]] = true;
        }
        int[] selected = new int[count];
        int selectedCount = 0;
        for (int i = 0; i < count; i++) {
            if (hasPartner[rows.row(i)] == (kind == JoinKind.SEMI)) {
                selected[selectedCount++] = rows.row(i);
            }
        }
        Batch chosen = rows.select(selected, selectedCount);
        if (kind == JoinKind.LEFT) {
            alone = selectedCount == 0 ? Optional.empty() : Optional.of(chosen);
            return pairs;
        }
        return chosen;
    }

    /// Makes the keys of the rows that have one.
    private int encode(Batch rows, RowKey[] rowKeys, int[] leftRows) {
        List<ColumnVector> vectors = new ArrayList<>(keys.size());
        for (Expression key : keys) {
            vectors.add(key.evaluate(rows, evaluation));
        }
        var keyColumns = new Batch(vectors, rows.rowCount());
        int keyCount = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            boolean hasKey = true;
            for (ColumnVector vector : vectors) {
                hasKey &= !vector.isNull(row);
            }
            if (hasKey) {
                leftRows[keyCount] = row;
                rowKeys[keyCount++] = right.encoder.encodeKeyColumns(keyColumns, row);
            }
        }
        return keyCount;
    }

    /// Returns the pairs that meet the conditions; pair `i` is of the found row `i`.
    private Batch pairs(Batch rows, int[] leftRows, Batch found, int[] matches) {
        if (found.rowCount() == 0) {
            return found;
        }
        Batch partners = found;
        if (right.filter.isPresent()) {
            int[] selected = new int[found.rowCount()];
            partners =
                    found.select(selected, right.filter.get().select(found, evaluation, selected));
        }
        int[] lefts = new int[found.rowCount()];
        for (int pair = 0; pair < lefts.length; pair++) {
            lefts[pair] = leftRows[matches[pair]];
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (ColumnVector column : rows.columns()) {
            columns.add(column.gather(lefts, lefts.length));
        }
        columns.addAll(found.columns());
        Batch pairs =
                new Batch(
                        columns, found.rowCount(), partners.selection(), partners.selectedCount());
        if (residual.isPresent() && pairs.selectedCount() > 0) {
            int[] selected = new int[pairs.rowCount()];
            pairs = pairs.select(selected, residual.get().select(pairs, evaluation, selected));
        }
        return pairs;
    }

    @Override
    public void close() {
        left.close();
    }
}
