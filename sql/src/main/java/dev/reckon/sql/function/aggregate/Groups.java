package dev.reckon.sql.function.aggregate;

/// Sizes of arrays that have one entry for each group.
final class Groups {
    private Groups() {}

    /// Returns a capacity for `groupCount` groups: the present one if it is enough, else at least
    /// twice as much.
    static int capacity(int capacity, int groupCount) {
        return capacity >= groupCount ? capacity : Math.max(groupCount, capacity * 2);
    }

    /// Returns whether no row was added to a group in whose bitmap bits are set by rows.
    static boolean isUntouched(long[] touched, int group) {
        return (touched[group >> 6] & 1L << (group & 63)) == 0;
    }

    /// Returns the bitmap of groups without rows, as NULLs of the results.
    static long[] untouched(long[] touched, int groupCount) {
        int words = (groupCount + 63) >>> 6;
        long[] nulls = new long[words];
        long any = 0;
        for (int i = 0; i < words; i++) {
            nulls[i] = ~touched[i];
        }
        if ((groupCount & 63) != 0 && words > 0) {
            nulls[words - 1] &= (1L << (groupCount & 63)) - 1;
        }
        for (long word : nulls) {
            any |= word;
        }
        return any == 0 ? dev.reckon.storage.batch.Nulls.NONE : nulls;
    }
}
