package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import java.util.Arrays;

/// The codes of one batch's keys, by column, and working memory for looking them up. For one
/// thread.
final class CodeBatch {
    private final long[][] codes;
    private final boolean[][] nulls;
    private final boolean[] hasNulls;
    private final StringMemo[] memos;
    private int count;

    /// Working memory of the stores: one long for each row, or several.
    private long[] words = new long[0];

    CodeBatch(int columnCount) {
        codes = new long[columnCount][0];
        nulls = new boolean[columnCount][0];
        hasNulls = new boolean[columnCount];
        memos = new StringMemo[columnCount];
        Arrays.setAll(memos, _ -> new StringMemo());
    }

    void begin(int rowCount) {
        count = rowCount;
        for (int column = 0; column < codes.length; column++) {
            if (codes[column].length < rowCount) {
                codes[column] = new long[rowCount];
            }
        }
    }

    /// Notes which of the selected rows are NULL.
    void setNulls(int column, ColumnVector vector, Batch rows) {
        long[] source = vector.nulls();
        hasNulls[column] = false;
        if (source.length == 0) {
            return;
        }
        if (nulls[column].length < codes[column].length) {
            nulls[column] = new boolean[codes[column].length];
        }
        boolean[] target = nulls[column];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            boolean isNull = Nulls.isNull(source, rows.row(i));
            target[i] = isNull;
            any |= isNull;
        }
        hasNulls[column] = any;
    }

    /// Returns the number of selected rows.
    int count() {
        return count;
    }

    int columnCount() {
        return codes.length;
    }

    long[] column(int column) {
        return codes[column];
    }

    StringMemo memo(int column) {
        return memos[column];
    }

    /// Returns whether [#nulls] of the column says anything.
    boolean hasNulls(int column) {
        return hasNulls[column];
    }

    boolean[] nulls(int column) {
        return nulls[column];
    }

    /// Returns working memory of at least `wordCount` longs, with anything in it.
    long[] words(int wordCount) {
        if (words.length < wordCount) {
            words = new long[wordCount];
        }
        return words;
    }
}
