package dev.reckon.sql.execute.join;

/// A set of row numbers, as a bitmap. For one thread.
final class RowSet {
    private final long[] words;

    RowSet(int rowCount) {
        words = new long[(rowCount + 63) >>> 6];
    }

    void add(int row) {
        words[row >> 6] |= 1L << (row & 63);
    }

    boolean contains(int row) {
        return (words[row >> 6] & 1L << (row & 63)) != 0;
    }

    /// Adds the rows of a set of the same size.
    void addAll(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    /// Returns the first row of the set from `row` on; -1 when there is none.
    int next(int row) {
        int index = row >> 6;
        if (index >= words.length) {
            return -1;
        }
        long word = words[index] & -1L << (row & 63);
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }
}
