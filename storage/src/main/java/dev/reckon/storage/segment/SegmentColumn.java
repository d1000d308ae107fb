package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnVector;

/// One column of a segment. Safe for use by many threads while the segment is open.
///
/// Blocks are checked when they are first touched: every method throws a `DatabaseException` XX001
/// that names the block when it is damaged.
public sealed interface SegmentColumn
        permits CodeColumn, NumberColumn, RealColumn, NumericColumn, StringColumn, ObjectColumn {

    /// Decodes the rows at `[first, first + count)`, which are in one block.
    ColumnVector read(int first, int count);

    /// Decodes the rows at some positions, of which the first `count` are used, in their order.
    ColumnVector gather(int[] positions, int count);

    /// Returns whether a row of a block can have a value between two, as `OrderCode`s that are
    /// compared unsigned, both inclusive. NULLs do not count.
    boolean mayContain(int block, long leastCode, long greatestCode);

    /// Checks every block's bytes.
    void verify();
}
