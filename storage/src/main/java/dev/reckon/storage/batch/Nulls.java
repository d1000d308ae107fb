package dev.reckon.storage.batch;

/// Which rows of a vector are NULL: a bitmap of 64-bit words, bit `row & 63` of word `row >> 6`.
///
/// [#NONE], the empty array, says that no row is NULL, so that kernels can skip the question.
public final class Nulls {
    /// No row is NULL.
    public static final long[] NONE = {};

    private Nulls() {}

    /// Returns a bitmap for `rowCount` rows in which none is NULL yet.
    public static long[] allocate(int rowCount) {
        return new long[(rowCount + 63) >>> 6];
    }

    /// Returns a bitmap in which every one of `rowCount` rows is NULL.
    public static long[] all(int rowCount) {
        long[] words = allocate(rowCount);
        java.util.Arrays.fill(words, -1L);
        return words;
    }

    public static boolean isNull(long[] words, int row) {
        return words.length != 0 && (words[row >> 6] & 1L << (row & 63)) != 0;
    }

    /// Marks a row NULL in a bitmap from [#allocate].
    public static void set(long[] words, int row) {
        words[row >> 6] |= 1L << (row & 63);
    }

    /// Returns the rows that are NULL in either; may be one of the arguments, so nobody changes it.
    public static long[] union(long[] left, long[] right) {
        if (left.length == 0) {
            return right;
        }
        if (right.length == 0) {
            return left;
        }
        long[] words = new long[left.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = left[i] | right[i];
        }
        return words;
    }
}
