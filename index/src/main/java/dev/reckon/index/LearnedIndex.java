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
public final class LearnedIndex {
    private final Structure structure;
    private final int keyCount;

    LearnedIndex(Structure structure) {
        this.structure = structure;
        this.keyCount = structure.statistics().keyCount();
    }

    /// Builds the index that suits these keys best: measured, not guessed; see
    /// [IndexStatistics#reason].
    ///
    /// @param keys the key column, borrowed for the call
    /// @param keyCount the number of keys, 0 or more
    /// @throws IllegalArgumentException if the column is shorter than `keyCount` keys
    public static LearnedIndex build(MemorySegment keys, int keyCount) {
        return new LearnedIndex(IndexBuilder.choose(keys, keyCount));
    }

    /// Returns binary search over a column of `keyCount` keys: no model at all, to compare with.
    public static LearnedIndex binarySearch(int keyCount) {
        return new LearnedIndex(BinarySearch.over(keyCount));
    }

    Structure structure() {
        return structure;
    }

    /// Returns the number of keys.
    public int keyCount() {
        return keyCount;
    }

    /// Returns the first position whose key is at least `code`, or [#keyCount] if there is none.
    public int lowerBound(MemorySegment keys, long code) {
        // Not called through the interface: such a call is a sixth of a lookup, since a processor
        // then has fewer lookups under way, and the compiler merges none into the caller's loop.
        if (structure instanceof GridIndex grid) {
            return grid.lowerBound(keys, code);
        }
        if (structure instanceof FenceIndex fences) {
            return fences.lowerBound(keys, code);
        }
        return structure instanceof TreeIndex tree
                ? tree.lowerBound(keys, code)
                : structure.lowerBound(keys, code);
    }

    /// Returns the first position whose key is above `code`, or [#keyCount] if there is none.
    public int upperBound(MemorySegment keys, long code) {
        return code == -1L ? keyCount : lowerBound(keys, code + 1);
    }

    /// Fills `positions[0 .. count)` with the lower bounds of `codes[0 .. count)`, in any order.
    /// Costs a fraction of as many single lookups, because their cache misses overlap.
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        structure.lowerBounds(keys, codes, count, positions);
    }

    /// Returns the position guessed for `code` from the model alone, between 0 and [#keyCount].
    public int predict(long code) {
        return structure.predict(code);
    }

    /// Returns the positions that are promised to contain the lower bound of `code`, whether or not
    /// the key is present. Ends at most at [#keyCount] + 1, because a lower bound may be
    /// [#keyCount].
    public RowRange window(long code) {
        return structure.window(code);
    }

    /// Returns how far the lower bound can be from [#predict] for any code, in positions.
    public int errorMax() {
        return statistics().errorMax();
    }

    /// Returns what was measured when the index was built.
    public IndexStatistics statistics() {
        return structure.statistics();
    }

    /// Looks up the lower bound of `code` and says how: for `EXPLAIN ANALYZE`. Allocates.
    public LookupTrace trace(MemorySegment keys, long code) {
        return structure.trace(keys, code);
    }
}
