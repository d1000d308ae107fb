package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.Nulls;
import java.util.Arrays;

/// The NULL bitmap of a column that grows: nothing while no row is NULL. For one thread.
final class NullBuffer {
    private long[] words = Nulls.NONE;

    /// Notes which of `count` rows appended at `end` are NULL.
    void append(long[] source, int count, int end) {
        if (source.length == 0) {
            return;
        }
        for (int row = 0; row < count; row++) {
            if (Nulls.isNull(source, row)) {
                set(end + row);
            }
        }
    }

    /// Notes which of the given rows, appended at `end`, are NULL: those of -1, too.
    void append(long[] source, int[] rows, int count, int end) {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (row < 0 || (source.length != 0 && Nulls.isNull(source, row))) {
                set(end + i);
            }
        }
    }

    private void set(int row) {
        int word = row >> 6;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
        }
        Nulls.set(words, row);
    }

    /// Returns a bitmap of the first `rowCount` rows that later appends don't change.
    long[] words(int rowCount) {
        return words.length == 0 ? Nulls.NONE : Arrays.copyOf(words, (rowCount + 63) >>> 6);
    }

    long byteCount() {
        return (long) words.length * Long.BYTES;
    }
}
