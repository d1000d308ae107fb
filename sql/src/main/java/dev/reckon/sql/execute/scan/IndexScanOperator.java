package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads entries of an index and finds the rows that they name, a batch at a time.
final class IndexScanOperator implements Operator {
    private final Cursor entries;
    private final TableSnapshot table;
    private final KeyEncoder encoder;
    private final List<Integer> positions;
    private final boolean keepsOrder;
    private final Evaluation evaluation;

    /// Takes `entries` over.
    ///
    /// @param entries of the table's key columns alone, in key order
    /// @param keepsOrder whether rows come out in the order of the entries
    IndexScanOperator(
            Cursor entries,
            TableSnapshot table,
            KeyEncoder encoder,
            List<Integer> positions,
            boolean keepsOrder,
            Evaluation evaluation) {
        this.entries = entries;
        this.table = table;
        this.encoder = encoder;
        this.positions = positions;
        this.keepsOrder = keepsOrder;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> batch = entries.next();
            if (batch.isEmpty()) {
                return batch;
            }
            Batch found = find(batch.get());
            if (found.selectedCount() > 0) {
                return Optional.of(found);
            }
        }
    }

    private Batch find(Batch rows) {
        int count = rows.selectedCount();
        RowKey[] keys = new RowKey[count];
        for (int i = 0; i < count; i++) {
            keys[i] = encoder.encodeKeyColumns(rows, rows.row(i));
        }
        int[] matches = new int[count];
        Batch found = table.find(keys, count, positions, matches);
        return keepsOrder ? inOrder(found.compact(), matches, count) : found;
    }

    /// Puts found rows in the order of the keys that they match.
    private static Batch inOrder(Batch found, int[] matches, int keyCount) {
        boolean isSorted = true;
        int[] rowOfKey = new int[keyCount];
        Arrays.fill(rowOfKey, -1);
        for (int row = 0; row < found.rowCount(); row++) {
            rowOfKey[matches[row]] = row;
            isSorted &= row == 0 || matches[row - 1] < matches[row];
        }
        if (isSorted) {
            return found;
        }
        int[] order = new int[found.rowCount()];
        int count = 0;
        for (int key = 0; key < keyCount; key++) {
            if (rowOfKey[key] >= 0) {
                order[count++] = rowOfKey[key];
            }
        }
        return new Batch(
                found.columns().stream().map(column -> column.gather(order, order.length)).toList(),
                order.length);
    }

    @Override
    public void close() {
        entries.close();
    }
}
