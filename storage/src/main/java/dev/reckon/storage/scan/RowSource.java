package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;

/// Rows of a memtable or of one segment in the order of a scan, a window at a time. For one thread.
sealed interface RowSource permits SegmentSource, MemSource {
    /// Loads the next window, and returns whether there is one. It has at least one row.
    ///
    /// @param rowCountMax how many rows to load at most
    boolean advance(int rowCountMax);

    /// Returns the number of rows of the window.
    int count();

    /// Returns the window's rows as a batch, in the order of their keys: ascending even in a scan
    /// that goes backward, and its rows are the selected ones.
    Batch batch();

    /// Returns the physical rows of [#batch] in the order of the scan; nobody changes the array.
    int[] rows();

    /// Returns the codes of the rows in the order of the scan, which ascend, unsigned.
    long[] codes();

    /// Returns the key of a row of the window, which is counted in the order of the scan.
    byte[] key(int index);
}
