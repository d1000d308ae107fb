package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;

/// One column of a segment. Safe for use by many threads while the segment is open.
///
/// Blocks are checked when they are first touched: every method throws a `DatabaseException` XX001
/// that names the block when it is damaged.
public sealed interface SegmentColumn
        permits CodeColumn, NumberColumn, RealColumn, NumericColumn, StringColumn, ObjectColumn {

    /// Decodes the rows at `[first, first + count)`, which are in one block.
    default ColumnVector read(int first, int count) {
        return read(first, count, ColumnMemory.owned());
    }

    /// Decodes the rows at `[first, first + count)`, which are in one block, into some memory.
    ColumnVector read(int first, int count, ColumnMemory memory);

    /// Decodes the rows at some positions, of which the first `count` are used, in their order.
    ColumnVector gather(int[] positions, int count);

    /// Returns a lower bound of the `OrderCode`s, unsigned, of a block's values that are not NULL;
    /// above [#greatestCode] when all are.
    long leastCode(int block);

    /// Returns an upper bound of the `OrderCode`s of a block's values.
    long greatestCode(int block);

    /// Returns how many rows of a block are NULL.
    int nullCount(int block);

    /// Adds what the column's values are to a sketch, unless the column is the whole key.
    void addTo(DistinctSketch sketch);

    /// Returns whether a row of a block can have a value between two, as `OrderCode`s that are
    /// compared unsigned, both inclusive. NULLs do not count.
    default boolean mayContain(int block, long least, long greatest) {
        long leastCode = leastCode(block);
        long greatestCode = greatestCode(block);
        return Long.compareUnsigned(leastCode, greatest) <= 0
                && Long.compareUnsigned(greatestCode, least) >= 0
                && Long.compareUnsigned(leastCode, greatestCode) <= 0;
    }

    /// Returns the way for one scan to test a condition on the column's rows.
    default ColumnTest test(ColumnCondition condition) {
        return new DecodedTest(this, condition);
    }

    /// Checks every block's bytes.
    void verify();
}
