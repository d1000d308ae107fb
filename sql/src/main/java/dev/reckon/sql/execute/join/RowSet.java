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

    void addAll(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }
}
