package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// Rows of a memtable or of one segment in the order of a scan, a window at a time. For one thread.
///
/// A window is a list of rows, of which nothing is decoded until it is asked for: by [#batch], or
/// by [#keep] and [#kept], which live on when the next window is loaded.
sealed interface RowSource permits SegmentSource, MemSource {
    /// A window is sparse when fewer than one in so many rows is left.
    int SPARSE = 8;

    /// Says that the scan merges sources, and how; before the first window.
    void mergeBy(KeyOrder order);

    /// Loads the next window, and returns whether there is one. It has at least one row.
    ///
    /// @param rowCountMax how many rows to load at most
    boolean advance(int rowCountMax);

    /// Returns the number of rows of the window.
    int count();

    /// Returns whether conditions left so few rows of the window that it is better to collect more
    /// before they are decoded.
    boolean isSparse();

    /// Returns the codes of the window's rows in the order of the scan, which ascend, unsigned;
    /// only when the scan merges sources.
    long[] codes();

    /// Returns the key of a row of the window; only when the scan merges sources.
    byte[] key(int index);

    /// Returns the rows `[start, end)` of the window as a batch.
    Batch batch(int start, int end);

    /// Notes the rows `[start, end)` of the window, and returns how many were noted before.
    int keep(int start, int end);

    /// Returns whether any row is noted.
    boolean hasKept();

    /// Decodes a column of the rows noted.
    ///
    /// @param index of the column among those of the scan
    ColumnVector kept(int index);

    /// Forgets the rows noted.
    void clearKept();

    /// Returns how many blocks were read so far; none of a memtable.
    default long readBlockCount() {
        return 0;
    }

    /// Returns how many blocks were left out so far.
    default long skippedBlockCount() {
        return 0;
    }

    /// Returns how many blocks some sources have read.
    static long readBlockCount(List<RowSource> sources) {
        return sources.stream().mapToLong(RowSource::readBlockCount).sum();
    }

    /// Returns how many blocks some sources have left out.
    static long skippedBlockCount(List<RowSource> sources) {
        return sources.stream().mapToLong(RowSource::skippedBlockCount).sum();
    }
}
