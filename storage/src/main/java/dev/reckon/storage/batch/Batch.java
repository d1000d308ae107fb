package dev.reckon.storage.batch;

import java.util.List;

/// Columns of equal length, and which of their rows count.
///
/// Immutable. A filter narrows the selection and leaves the columns alone; kernels compute vectors
/// over all rows of the batch, and those that can fail (division, overflow, casts) look at the
/// selected rows only.
///
/// @param columns vectors of `rowCount` rows each
/// @param rowCount the physical number of rows
/// @param selection the selected rows, ascending, of which the first `selectedCount` are used;
///   empty when every row is selected
/// @param selectedCount the number of rows that count
public record Batch(List<ColumnVector> columns, int rowCount, int[] selection, int selectedCount) {
    /// The usual number of rows in a batch: small enough for the vectors to stay in the cache.
    public static final int ROW_COUNT = 2048;

    private static final int[] ALL = {};

    /// Makes a batch in which every row counts.
    public Batch(List<ColumnVector> columns, int rowCount) {
        this(columns, rowCount, ALL, rowCount);
    }

    /// Returns this batch with fewer rows selected.
    public Batch select(int[] rows, int count) {
        return new Batch(columns, rowCount, rows, count);
    }

    /// Returns whether every row is selected, so that [#selection] must not be read.
    public boolean isDense() {
        return selectedCount == rowCount;
    }

    /// Returns the physical row of the selected row `index`, from 0.
    public int row(int index) {
        return isDense() ? index : selection[index];
    }

    public ColumnVector column(int index) {
        return columns.get(index);
    }

    /// Returns the selected rows alone, with every row selected.
    public Batch compact() {
        if (isDense()) {
            return this;
        }
        List<ColumnVector> gathered =
                columns.stream().map(column -> column.gather(selection, selectedCount)).toList();
        return new Batch(gathered, selectedCount);
    }
}
