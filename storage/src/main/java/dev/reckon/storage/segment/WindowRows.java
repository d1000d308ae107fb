package dev.reckon.storage.segment;

/// The rows of a window of positions, all in one block, that a scan still wants: at first all of
/// them or the live ones, then fewer with each condition. For one thread; used again and again.
public final class WindowRows {
    private static final int[] NO_ROWS = {};

    private int first;
    private int length;
    private int[] rows = NO_ROWS;
    private int count;

    /// Wants all of `length` positions from `newFirst` on.
    public void all(int newFirst, int newLength) {
        first = newFirst;
        length = newLength;
        count = newLength;
        if (rows.length < newLength) {
            rows = new int[newLength];
        }
    }

    /// Returns the window's first position.
    public int first() {
        return first;
    }

    /// Returns how many positions the window has.
    public int length() {
        return length;
    }

    /// Returns the number of rows wanted.
    public int count() {
        return count;
    }

    /// Returns whether all are wanted, so that [#rows] says nothing.
    public boolean isDense() {
        return count == length;
    }

    /// Returns the distances from the window's start of the rows wanted, ascending; as long as the
    /// window. Whoever narrows writes to it, then calls [#keep].
    public int[] rows() {
        return rows;
    }

    /// Wants the first `newCount` of [#rows].
    public void keep(int newCount) {
        count = newCount;
    }

    /// Returns the distance from the window's start of one row wanted.
    public int row(int index) {
        return isDense() ? index : rows[index];
    }

    int block() {
        return first >>> SegmentFormat.BLOCK_SHIFT;
    }

    /// Returns the window's first row in its block.
    int rowInBlock() {
        return first & SegmentFormat.BLOCK_ROWS - 1;
    }

    /// Returns the positions of the rows wanted.
    int[] positions() {
        int[] positions = new int[count];
        for (int index = 0; index < count; index++) {
            positions[index] = first + row(index);
        }
        return positions;
    }
}
