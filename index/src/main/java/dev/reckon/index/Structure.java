package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// What a [LearnedIndex] asks of the structure that it chose; the methods are those of the index.
sealed interface Structure permits BinarySearch, FenceIndex, GridIndex, TreeIndex {
    int lowerBound(MemorySegment keys, long code);

    void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions);

    int predict(long code);

    RowRange window(long code);

    IndexStatistics statistics();

    LookupTrace trace(MemorySegment keys, long code);

    /// Returns the model as it is stored.
    MemorySegment model();
}
