package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorGather;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts rows of several batches into one, in any order: notes which rows, then copies column by
/// column. For one thread; used again and again.
final class RowCollector {
    private final int columnCount;

    /// The batches that rows come from.
    private final List<Batch> batches = new ArrayList<>();

    /// For each row its batch and its physical row there.
    private int[] origins = new int[Batch.ROW_COUNT];

    private int[] rows = new int[Batch.ROW_COUNT];
    private int rowCount;

    RowCollector(int columnCount) {
        this.columnCount = columnCount;
    }

    int rowCount() {
        return rowCount;
    }

    boolean isEmpty() {
        return rowCount == 0;
    }

    /// Adds the rows `[start, end)` of a source's window, counted in the order of the scan.
    void add(RowSource source, int start, int end) {
        int origin = origin(source.batch());
        int[] windowRows = source.rows();
        for (int row = start; row < end; row++) {
            add(origin, windowRows[row]);
        }
    }

    private void add(int origin, int row) {
        if (rowCount == rows.length) {
            rows = Arrays.copyOf(rows, 2 * rowCount);
            origins = Arrays.copyOf(origins, 2 * rowCount);
        }
        origins[rowCount] = origin;
        rows[rowCount++] = row;
    }

    @SuppressWarnings("ReferenceEquality") // The same window, not an equal one.
    private int origin(Batch batch) {
        for (int index = batches.size() - 1; index >= 0; index--) {
            if (batches.get(index) == batch) {
                return index;
            }
        }
        batches.add(batch);
        return batches.size() - 1;
    }

    /// Adds all rows of a batch.
    void add(Batch batch) {
        batches.add(batch);
        for (int index = 0; index < batch.selectedCount(); index++) {
            add(batches.size() - 1, batch.row(index));
        }
    }

    /// Returns the rows added so far as a batch, and forgets them.
    Batch take() {
        var columns = new ArrayList<ColumnVector>(columnCount);
        for (int column = 0; column < columnCount; column++) {
            var parts = new ColumnVector[batches.size()];
            for (int index = 0; index < parts.length; index++) {
                parts[index] = batches.get(index).column(column);
            }
            columns.add(VectorGather.gather(parts, origins, rows, rowCount));
        }
        Batch batch = new Batch(columns, rowCount);
        batches.clear();
        rowCount = 0;
        return batch;
    }
}
