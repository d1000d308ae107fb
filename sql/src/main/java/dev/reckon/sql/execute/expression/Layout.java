package dev.reckon.sql.execute.expression;

import dev.reckon.sql.plan.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where the columns of a plan's node are in its batches. Immutable.
public final class Layout {
    /// The position of a column that is not there.
    public static final int ABSENT = -1;

    private final int[] columnIds;

    private Layout(int[] columnIds) {
        this.columnIds = columnIds;
    }

    /// Makes the layout of batches with these columns, in order.
    public static Layout of(List<Column> columns) {
        return new Layout(columns.stream().mapToInt(Column::id).toArray());
    }

    /// Makes the layout of the columns of one side, then those of another.
    public static Layout of(List<Column> left, List<Column> right) {
        List<Column> all = new ArrayList<>(left);
        all.addAll(right);
        return of(all);
    }

    /// Returns this layout with one column more.
    public Layout with(int columnId) {
        int[] ids = Arrays.copyOf(columnIds, columnIds.length + 1);
        ids[columnIds.length] = columnId;
        return new Layout(ids);
    }

    /// Returns the position of a column, or [#ABSENT]. Of columns with one id, the last counts.
    public int position(int columnId) {
        for (int position = columnIds.length - 1; position >= 0; position--) {
            if (columnIds[position] == columnId) {
                return position;
            }
        }
        return ABSENT;
    }

    /// Returns the positions of some columns, all of which are there.
    public List<Integer> positions(List<Column> columns) {
        return columns.stream()
                .map(column -> {
                    int position = position(column.id());
                    if (position == ABSENT) {
                        throw new IllegalStateException("no column " + column);
                    }
                    return position;
                })
                .toList();
    }

    /// Returns the ids in order; borrowed, nobody changes them.
    public int[] columnIds() {
        return columnIds;
    }
}
