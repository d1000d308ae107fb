package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;
import java.util.Optional;

/// Hands out rows of long vectors as batches of the usual size, in a given order. For one thread.
public final class BatchSlices {
    private final List<ColumnVector> columns;
    private final int[] order;
    private final int end;
    private int position;

    /// Slices rows `order[start, end)`.
    public BatchSlices(List<ColumnVector> columns, int[] order, int start, int end) {
        this.columns = columns;
        this.order = order;
        this.position = start;
        this.end = end;
    }

    /// Slices all `rowCount` rows, in order.
    public static BatchSlices of(List<ColumnVector> columns, int rowCount) {
        return new BatchSlices(columns, new int[0], 0, rowCount);
    }

    /// Returns the next rows; empty at the end.
    public Optional<Batch> next() {
        if (position == end) {
            return Optional.empty();
        }
        int count = Math.min(Batch.ROW_COUNT, end - position);
        if (order.length == 0 && position == 0 && count == end) {
            position = end;
            return Optional.of(new Batch(columns, count));
        }
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = order.length == 0 ? position + i : order[position + i];
        }
        position += count;
        return Optional.of(new Batch(RowBuffer.gather(columns, rows, count), count));
    }
}
