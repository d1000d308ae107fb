package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.Arrays;
import java.util.List;

/// The rows of one partition in order, and which of them are peers. Immutable.
///
/// @param columns the input's columns, then computed sort keys
/// @param order of the rows within the partition
/// @param groupOf the number of each row's peer group, from 0
/// @param groupStarts the first row of each peer group, then the number of rows
record WindowPartition(
        List<ColumnVector> columns,
        int rowCount,
        RowOrder order,
        int[] groupOf,
        int[] groupStarts) {
    static WindowPartition of(List<ColumnVector> columns, int rowCount, RowOrder order) {
        int[] groupOf = new int[rowCount];
        int[] starts = new int[rowCount + 1];
        int groupCount = 0;
        for (int row = 0; row < rowCount; row++) {
            if (row == 0 || order.compare(columns, row - 1, columns, row) != 0) {
                starts[groupCount++] = row;
            }
            groupOf[row] = groupCount - 1;
        }
        starts[groupCount] = rowCount;
        return new WindowPartition(
                columns, rowCount, order, groupOf, Arrays.copyOf(starts, groupCount + 1));
    }

    int groupCount() {
        return groupStarts.length - 1;
    }

    /// Returns the first row of a row's peer group.
    int peersStart(int row) {
        return groupStarts[groupOf[row]];
    }

    /// Returns the row after the last of a row's peer group.
    int peersEnd(int row) {
        return groupStarts[groupOf[row] + 1];
    }

    Batch rows() {
        return new Batch(columns, rowCount);
    }
}
