package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import java.util.Arrays;

/// Which rows of a block under construction are NULL. For one thread.
final class NullBits {
    private final long[] words = new long[SegmentFormat.BLOCK_ROWS >>> 6];
    private int count;

    int count() {
        return count;
    }

    boolean isNull(int row) {
        return (words[row >>> 6] & 1L << row) != 0;
    }

    void set(int row) {
        words[row >>> 6] |= 1L << row;
        count++;
    }

    /// Appends what the selected rows of a batch say, from row `row` of the block on.
    void append(ColumnVector vector, Batch batch, int first, int rows, int row) {
        long[] nulls = vector.nulls();
        if (nulls.length == 0) {
            return;
        }
        for (int index = 0; index < rows; index++) {
            if (Nulls.isNull(nulls, batch.row(first + index))) {
                set(row + index);
            }
        }
    }

    /// Puts the bitmap of `rowCount` rows, when it says anything that the number of NULLs does not.
    void write(ByteSink target, int rowCount) {
        if (count == 0 || count == rowCount) {
            return;
        }
        target.align(Long.BYTES);
        int wordCount = (rowCount + 63) >>> 6;
        for (int word = 0; word < wordCount; word++) {
            target.putLong(words[word]);
        }
    }

    void clear() {
        if (count != 0) {
            Arrays.fill(words, 0);
            count = 0;
        }
    }
}
