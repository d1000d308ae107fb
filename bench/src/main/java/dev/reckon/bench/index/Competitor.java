package dev.reckon.bench.index;

import dev.reckon.index.LearnedIndex;
import java.lang.foreign.MemorySegment;

/// A structure that finds lower bounds, by name.
interface Competitor {
    String name();

    int lowerBound(long code);

    /// Fills `positions` with the lower bounds of the first `count` codes.
    default void lowerBounds(long[] codes, int count, int[] positions) {
        for (int item = 0; item < count; item++) {
            positions[item] = lowerBound(codes[item]);
        }
    }

    long byteCount();

    /// The index under test.
    record Learned(String name, LearnedIndex index, MemorySegment keys) implements Competitor {
        @Override
        public int lowerBound(long code) {
            return index.lowerBound(keys, code);
        }

        @Override
        public void lowerBounds(long[] codes, int count, int[] positions) {
            index.lowerBounds(keys, codes, count, positions);
        }

        @Override
        public long byteCount() {
            return index.statistics().byteCount();
        }
    }
}
