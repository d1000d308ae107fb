package dev.reckon.sql.execute.expression;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;

/// Reads vectors of booleans.
final class Booleans {
    private Booleans() {}

    /// Finds the selected rows in which a vector is true.
    ///
    /// @return how many rows were written to `selected`
    static int selectTrue(ColumnVector vector, Batch rows, int[] selected) {
        long[] values = ((LongVector) vector).values();
        long[] nulls = vector.nulls();
        int count = 0;
        int end = rows.selectedCount();
        if (rows.isDense()) {
            if (nulls.length == 0) {
                for (int row = 0; row < end; row++) {
                    selected[count] = row;
                    count += (int) values[row];
                }
                return count;
            }
            for (int row = 0; row < end; row++) {
                selected[count] = row;
                count += (int) values[row] & (int) ~(nulls[row >> 6] >>> (row & 63)) & 1;
            }
            return count;
        }
        int[] selection = rows.selection();
        for (int i = 0; i < end; i++) {
            int row = selection[i];
            selected[count] = row;
            count += values[row] != 0 && !Nulls.isNull(nulls, row) ? 1 : 0;
        }
        return count;
    }

    /// Returns the selected rows that are not among the first `count` of `chosen`, both ascending.
    ///
    /// @param rest set to them
    /// @return how many they are
    static int complement(Batch rows, int[] chosen, int count, int[] rest) {
        int restCount = 0;
        int next = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (next < count && chosen[next] == row) {
                next++;
            } else {
                rest[restCount++] = row;
            }
        }
        return restCount;
    }

    /// Merges ascending rows `more[0, moreCount)` into `chosen[0, count)`, which has room.
    static int merge(int[] chosen, int count, int[] more, int moreCount) {
        int left = count - 1;
        int right = moreCount - 1;
        int target = count + moreCount - 1;
        while (right >= 0) {
            if (left >= 0 && chosen[left] > more[right]) {
                chosen[target--] = chosen[left--];
            } else {
                chosen[target--] = more[right--];
            }
        }
        return count + moreCount;
    }
}
