package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorGather;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts rows of several sources into one batch: notes which rows, then decodes and copies column by
/// column. For one thread; used again and again.
final class RowCollector {
    private final List<RowSource> sources;
    private final int columnCount;

    /// For each row the number of its source, and its place among the rows that the source keeps.
    private int[] origins = new int[256];

    private int[] rows = new int[256];
    private int rowCount;

    RowCollector(List<RowSource> sources, int columnCount) {
        this.sources = sources;
        this.columnCount = columnCount;
    }

    int rowCount() {
        return rowCount;
    }

    boolean isEmpty() {
        return rowCount == 0;
    }

    /// Adds the rows `[start, end)` of a source's window.
    ///
    /// @param origin the number of the source
    void add(int origin, int start, int end) {
        int count = end - start;
        if (rowCount + count > rows.length) {
            int capacity = 2 * (rowCount + count);
            rows = Arrays.copyOf(rows, capacity);
            origins = Arrays.copyOf(origins, capacity);
        }
        int first = sources.get(origin).keep(start, end);
        for (int index = 0; index < count; index++) {
            origins[rowCount + index] = origin;
            rows[rowCount + index] = first + index;
        }
        rowCount += count;
    }

    /// Returns the rows added so far as a batch, and forgets them.
    Batch take() {
        var columns = new ArrayList<ColumnVector>(columnCount);
        var contributing = new ArrayList<RowSource>();
        int[] numbers = new int[sources.size()];
        for (int origin = 0; origin < numbers.length; origin++) {
            numbers[origin] = contributing.size();
            if (sources.get(origin).hasKept()) {
                contributing.add(sources.get(origin));
            }
        }
        for (int row = 0; row < rowCount; row++) {
            origins[row] = numbers[origins[row]];
        }
        for (int column = 0; column < columnCount; column++) {
            columns.add(column(contributing, column));
        }
        Batch batch = new Batch(columns, rowCount);
        contributing.forEach(RowSource::clearKept);
        rowCount = 0;
        return batch;
    }

    private ColumnVector column(List<RowSource> contributing, int column) {
        if (contributing.size() == 1) {
            return contributing.getFirst().kept(column);
        }
        var parts = new ColumnVector[contributing.size()];
        for (int index = 0; index < parts.length; index++) {
            parts[index] = contributing.get(index).kept(column);
        }
        return VectorGather.gather(parts, origins, rows, rowCount);
    }
}
