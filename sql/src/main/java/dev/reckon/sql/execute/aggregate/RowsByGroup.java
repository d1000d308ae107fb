package dev.reckon.sql.execute.aggregate;

import dev.reckon.storage.batch.Batch;
import java.util.Arrays;
import java.util.List;

/// The rows of a batch divided by their groups, while those are few: then several aggregates add
/// group after group, each sum in a register, instead of looking for the place of every row's sum
/// and waiting for the last addition to it. For one thread; used again and again.
final class RowsByGroup {
    /// Dividing costs about as much as two aggregates save.
    static final int AGGREGATE_COUNT_MIN = 2;

    private static final int GROUP_COUNT_MAX = 16;

    /// With fewer rows for each group, going from group to group costs more.
    private static final int ROWS_PER_GROUP_MIN = 64;

    private final int[][] rowsOfGroup = new int[GROUP_COUNT_MAX][0];
    private final int[] counts = new int[GROUP_COUNT_MAX];
    private Batch divided = new Batch(List.of(), 0);

    /// Divides the selected rows of a batch, and returns whether that pays; otherwise nothing is
    /// divided.
    ///
    /// @param groups of each selected row, below `groupCount`
    boolean divide(Batch rows, int[] groups, int groupCount) {
        int count = rows.selectedCount();
        if (groupCount > GROUP_COUNT_MAX || count < groupCount * ROWS_PER_GROUP_MIN) {
            return false;
        }
        for (int group = 0; group < groupCount; group++) {
            if (rowsOfGroup[group].length < count) {
                rowsOfGroup[group] = new int[Math.max(count, Batch.ROW_COUNT)];
            }
        }
        Arrays.fill(counts, 0);
        if (rows.isDense()) {
            for (int row = 0; row < count; row++) {
                int group = groups[row];
                rowsOfGroup[group][counts[group]++] = row;
            }
        } else {
            int[] selection = rows.selection();
            for (int index = 0; index < count; index++) {
                int group = groups[index];
                rowsOfGroup[group][counts[group]++] = selection[index];
            }
        }
        divided = rows;
        return true;
    }

    /// Returns how many rows of the batch a group has.
    int count(int group) {
        return counts[group];
    }

    /// Returns the batch with the rows of a group selected, until the next one is divided.
    Batch rows(int group) {
        return counts[group] == divided.selectedCount()
                ? divided
                : divided.select(rowsOfGroup[group], counts[group]);
    }
}
