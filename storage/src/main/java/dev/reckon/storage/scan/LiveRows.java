package dev.reckon.storage.scan;

/// Turns a bitmap of deleted positions into a list of live rows.
final class LiveRows {
    private LiveRows() {}

    /// Puts the rows of `[0, count)` that are not deleted into `live`, and returns their number.
    ///
    /// @param words the bitmap of a block
    /// @param first the bit of row 0
    static int collect(long[] words, int first, int count, int[] live) {
        int liveCount = 0;
        for (int row = 0; row < count; ) {
            int bit = first + row;
            int inWord = Math.min(64 - (bit & 63), count - row);
            long word = words[bit >>> 6] >>> (bit & 63);
            if (word == 0) {
                for (int index = 0; index < inWord; index++) {
                    live[liveCount++] = row + index;
                }
            } else {
                for (int index = 0; index < inWord; index++) {
                    live[liveCount] = row + index;
                    liveCount += (int) (~(word >>> index) & 1);
                }
            }
            row += inWord;
        }
        return liveCount;
    }
}
