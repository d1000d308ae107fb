package dev.reckon.bench.index;

import dev.reckon.index.LearnedIndex;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

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

    /// Returns the bytes that it needs beside the column of keys.
    long byteCount();

    /// A structure of the product.
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

    /// The JDK's red-black tree, from key to position.
    record RedBlack(TreeMap<Long, Integer> map, int keyCount) implements Competitor {
        static RedBlack of(long[] keys) {
            TreeMap<Long, Integer> map = new TreeMap<>(Long::compareUnsigned);
            for (int i = keys.length - 1; i >= 0; i--) {
                map.put(keys[i], i);
            }
            return new RedBlack(map, keys.length);
        }

        @Override
        public String name() {
            return "TreeMap";
        }

        @Override
        public int lowerBound(long code) {
            Map.Entry<Long, Integer> entry = map.ceilingEntry(code);
            return entry == null ? keyCount : entry.getValue();
        }

        @Override
        public long byteCount() {
            // A node of 40 bytes, a Long of 16 or 24 and an Integer of 16.
            return map.size() * 72L;
        }
    }
}
