package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The levels of a static B-tree above a sorted column: they name the sixteen neighbours of the
/// column among which a code belongs, by one SIMD comparison for each level.
///
/// Source: S. Slotin, "Static B-Trees" (Algorithms for Modern Hardware, 2022). Nodes of a level are
/// adjacent, child `i` of node `k` is node `17 k + i` of the level below, and below the lowest
/// level are the nodes of the column itself, sixteen neighbours each. An entry is the first key of
/// the child to its right.
///
/// Safe for use by many threads.
final class TreeLevels {
    static final int NODE_KEYS = 16;

    private static final int FANOUT = NODE_KEYS + 1;

    private final int levelCount;

    /// The first entry of each level, from the lowest up, then the number of entries.
    private final int[] levels;

    private final long[] entries;

    private TreeLevels(int[] levels, long[] entries) {
        this.levels = levels;
        this.levelCount = levels.length - 1;
        this.entries = entries;
    }

    /// Builds the levels above a column of `keyCount` keys.
    static TreeLevels over(MemorySegment keys, int keyCount) {
        int[] levels = levels(keyCount);
        long[] entries = new long[levels[levels.length - 1]];
        long stride = NODE_KEYS;
        for (int level = 0; level < levels.length - 1; level++) {
            for (int entry = levels[level]; entry < levels[level + 1]; entry++) {
                int slot = entry - levels[level];
                long child = (long) (slot / NODE_KEYS) * FANOUT + slot % NODE_KEYS + 1;
                long position = child * stride;
                entries[entry] = position < keyCount ? KeyScan.key(keys, position) : -1L;
            }
            stride *= FANOUT;
        }
        return new TreeLevels(levels, entries);
    }

    /// Reads what [#write] wrote; `model` has [#byteCount] bytes.
    static TreeLevels read(MemorySegment model, int keyCount) {
        int[] levels = levels(keyCount);
        long[] entries = new long[levels[levels.length - 1]];
        MemorySegment.copy(model, KeyScan.KEY, 0, entries, 0, entries.length);
        return new TreeLevels(levels, entries);
    }

    private static int[] levels(int keyCount) {
        int[] levels = new int[12];
        int level = 0;
        int children = (keyCount + NODE_KEYS - 1) / NODE_KEYS;
        do {
            int nodes = (children + FANOUT - 1) / FANOUT;
            levels[level + 1] = levels[level] + nodes * NODE_KEYS;
            level++;
            children = nodes;
        } while (children > 1);
        return Arrays.copyOf(levels, level + 1);
    }

    /// Returns how many bytes the levels above `keyCount` keys take.
    static long byteCount(int keyCount) {
        int[] levels = levels(keyCount);
        return 8L * levels[levels.length - 1];
    }

    long byteCount() {
        return 8L * entries.length;
    }

    int lowestNodeCount() {
        return levels[1] / NODE_KEYS;
    }

    void write(MemorySegment target) {
        MemorySegment.copy(entries, 0, target, KeyScan.KEY, 0, entries.length);
    }

    /// Returns the node of the column that holds the lower bound of `code`, or ends at it.
    int node(long code) {
        int node = 0;
        for (int level = levelCount - 1; level >= 0; level--) {
            node = child(levels[level], node, code);
        }
        return node;
    }

    private int child(int levelFirst, int node, long code) {
        return node * FANOUT + KeyScan.countBelowNode(entries, levelFirst + node * NODE_KEYS, code);
    }

    int levelCount() {
        return levelCount;
    }

    /// Goes down one level with each item of a batch, the first time from the root.
    ///
    /// @param step 0 for the highest level, [#levelCount] - 1 for the lowest
    /// @param above what is added to each code: 1 to look for the first key above it
    void descend(int step, long[] codes, int above, int from, int end, int[] nodes) {
        int levelFirst = levels[levelCount - 1 - step];
        if (step == 0) {
            for (int item = from; item < end; item++) {
                nodes[item] = child(levelFirst, 0, raised(codes[item], above));
            }
            return;
        }
        for (int item = from; item < end; item++) {
            nodes[item] = child(levelFirst, nodes[item], raised(codes[item], above));
        }
    }

    /// Returns `code + above`, or the largest code if there is none.
    static long raised(long code, int above) {
        long sum = code + above;
        return sum - (sum == 0 ? above : 0);
    }
}
