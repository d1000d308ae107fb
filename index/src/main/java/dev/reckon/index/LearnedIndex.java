package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Predicts where a key is in a sorted column of keys, within a promised error.
///
/// Keys are unsigned 64-bit codes in ascending order, ties allowed, stored as plain little-endian
/// longs; position `i` is at byte `8 * i`. The column need not be aligned, but one that starts at a
/// multiple of 64 bytes touches fewer cache lines. The index keeps no reference to the column: the
/// caller passes the same bytes that the index was built over, and any others give wrong answers.
///
/// No lookup allocates. An index is immutable, owns its model, and is safe for use by many threads.
public sealed interface LearnedIndex permits BinarySearch, FenceIndex, GridIndex, TreeIndex {

    /// Builds the index that suits these keys best: measured, not guessed; see
    /// [IndexStatistics#reason].
    ///
    /// @param keys the key column, borrowed for the call
    /// @param keyCount the number of keys, 0 or more
    /// @throws IllegalArgumentException if the column is shorter than `keyCount` keys
    static LearnedIndex build(MemorySegment keys, int keyCount) {
        return IndexBuilder.build(keys, keyCount);
    }

    /// Returns the number of keys.
    int keyCount();

    /// Returns the first position whose key is at least `code`, or [#keyCount] if there is none.
    int lowerBound(MemorySegment keys, long code);

    /// Returns the first position whose key is above `code`, or [#keyCount] if there is none.
    default int upperBound(MemorySegment keys, long code) {
        return code == -1L ? keyCount() : lowerBound(keys, code + 1);
    }

    /// Fills `positions[0 .. count)` with the lower bounds of `codes[0 .. count)`, in any order.
    /// Costs a fraction of as many single lookups, because their cache misses overlap.
    void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions);

    /// Returns the position guessed for `code` from the model alone, between 0 and [#keyCount].
    int predict(long code);

    /// Returns the positions that are promised to contain the lower bound of `code`, whether or not
    /// the key is present. Ends at most at [#keyCount] + 1, because a lower bound may be
    /// [#keyCount].
    RowRange window(long code);

    /// Returns how far the lower bound can be from [#predict] for any code, in positions.
    int errorMax();

    /// Returns what was measured when the index was built.
    IndexStatistics statistics();

    /// Looks up the lower bound of `code` and says how: for `EXPLAIN ANALYZE`. Allocates.
    LookupTrace trace(MemorySegment keys, long code);
}
