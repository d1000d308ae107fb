package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// No model at all: the baseline for `SET reckon.learned_index = off`, and the choice for a column
/// so short that it is searched faster than a model is evaluated.
///
/// Safe for use by many threads.
final class BinarySearch implements Structure {
    private final int keyCount;
    private final IndexStatistics statistics;

    private BinarySearch(int keyCount, IndexStatistics statistics) {
        this.keyCount = keyCount;
        this.statistics = statistics;
    }

    /// Returns the search over a column of `keyCount` keys.
    static BinarySearch over(int keyCount) {
        return new BinarySearch(keyCount, statistics(keyCount, "asked for"));
    }

    static BinarySearch read(IndexStatistics statistics) {
        return new BinarySearch(statistics.keyCount(), statistics);
    }

    static IndexStatistics statistics(int keyCount, String reason) {
        int error = keyCount - keyCount / 2;
        return new IndexStatistics(
                StructureKind.BINARY_SEARCH,
                reason,
                0,
                error,
                keyCount / 4.0,
                keyCount / 2,
                IndexFormat.HEADER_BYTES,
                keyCount);
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        // With branches: the processor guesses them and fetches ahead, which on long columns proved
        // to be
        // twice as fast as a search that waits for each key.
        int first = 0;
        int end = keyCount;
        while (first < end) {
            int middle = (first + end) >>> 1;
            if (Long.compareUnsigned(KeyScan.key(keys, middle), code) < 0) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        for (int item = 0; item < count; item++) {
            positions[item] = lowerBound(keys, codes[item]);
        }
    }

    @Override
    public int predict(long code) {
        return keyCount / 2;
    }

    @Override
    public RowRange window(long code) {
        return new RowRange(0, keyCount + 1);
    }

    @Override
    public IndexStatistics statistics() {
        return statistics;
    }

    @Override
    public LookupTrace trace(MemorySegment keys, long code) {
        return new LookupTrace(
                predict(code), lowerBound(keys, code), window(code), KeyScan.comparisons(keyCount));
    }

    @Override
    public MemorySegment model() {
        return MemorySegment.NULL;
    }
}
