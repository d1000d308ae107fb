package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The fastest classical layout: a static B-tree of 16-key nodes over every 16th key, searched with
/// SIMD. For keys on which neither a grid nor fences do as well; half a byte a key.
///
/// Source: S. Slotin, "Static B-Trees" (Algorithms for Modern Hardware, 2022). Nodes of a level are
/// adjacent, child `i` of node `k` is node `17 k + i` of the level below, and the lowest level is
/// the key column itself. An entry is the first key of the child to its right.
///
/// Safe for use by many threads.
final class TreeIndex implements Structure {
    static final int NODE_KEYS = 16;
    static final int FANOUT = NODE_KEYS + 1;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastNodeFirst;
    private final int levelCount;
    private final int[] levels;
    private final long[] tree;
    private final BatchStep[] steps;

    /// @param model the levels of the tree from the lowest up; copied
    TreeIndex(MemorySegment model, IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastNodeFirst = keyCount - NODE_KEYS;
        this.levels = levels(keyCount);
        this.levelCount = levels.length - 1;
        this.tree = new long[levels[levelCount]];
        MemorySegment.copy(model, KeyScan.KEY, 0, tree, 0, tree.length);
        this.steps = steps();
    }

    static TreeIndex build(MemorySegment keys, int keyCount, String reason) {
        int[] levels = levels(keyCount);
        long[] tree = new long[levels[levels.length - 1]];
        long stride = NODE_KEYS;
        for (int level = 0; level < levels.length - 1; level++) {
            for (int entry = levels[level]; entry < levels[level + 1]; entry++) {
                int slot = entry - levels[level];
                long child = (long) (slot / NODE_KEYS) * FANOUT + slot % NODE_KEYS + 1;
                long position = child * stride;
                tree[entry] = position < keyCount ? KeyScan.key(keys, position) : -1L;
            }
            stride *= FANOUT;
        }
        return new TreeIndex(
                MemorySegment.ofArray(tree),
                new IndexStatistics(
                        StructureKind.TREE,
                        reason,
                        levels[1] / NODE_KEYS,
                        NODE_KEYS / 2 + 1,
                        NODE_KEYS / 4.0,
                        NODE_KEYS / 2,
                        IndexFormat.HEADER_BYTES + modelBytes(keyCount),
                        keyCount));
    }

    /// Returns the first entry of each level, from the lowest up, then the number of entries.
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

    static long modelBytes(int keyCount) {
        int[] levels = levels(keyCount);
        return 8L * levels[levels.length - 1];
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        return count(keys, node(code), code);
    }

    /// Returns the node of the key column that holds the lower bound, or ends at it.
    private int node(long code) {
        int node = 0;
        for (int level = levelCount - 1; level >= 0; level--) {
            node = child(levels[level], node, code);
        }
        return node;
    }

    private int child(int levelFirst, int node, long code) {
        return node * FANOUT + KeyScan.countBelowNode(tree, levelFirst + node * NODE_KEYS, code);
    }

    private int count(MemorySegment keys, int node, long code) {
        int first = Math.min(node * NODE_KEYS, lastNodeFirst);
        return first
                + KeyScan.countBelowLine(keys, (long) first << 3, code)
                + KeyScan.countBelowLine(keys, (long) (first + KeyScan.LINE_KEYS) << 3, code);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        BatchStep[] all = new BatchStep[levelCount + 2];
        for (int level = 0; level < levelCount; level++) {
            int levelFirst = levels[level];
            boolean top = level == levelCount - 1;
            all[levelCount - 1 - level] =
                    top
                            ? (_, codes, from, end, nodes) -> begin(codes, from, end, nodes)
                            : (_, codes, from, end, nodes) ->
                                    descend(levelFirst, codes, from, end, nodes);
        }
        all[levelCount] = this::touch;
        all[levelCount + 1] = this::finish;
        return all;
    }

    private long begin(long[] codes, int from, int end, int[] nodes) {
        for (int item = from; item < end; item++) {
            nodes[item] = child(levels[levelCount - 1], 0, codes[item]);
        }
        return 0;
    }

    private long descend(int levelFirst, long[] codes, int from, int end, int[] nodes) {
        for (int item = from; item < end; item++) {
            nodes[item] = child(levelFirst, nodes[item], codes[item]);
        }
        return 0;
    }

    /// Begins to load both lines of each node: loads with nothing behind them, so that many are in
    /// flight at a time.
    private long touch(MemorySegment keys, long[] codes, int from, int end, int[] nodes) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            int first = Math.min(nodes[item] * NODE_KEYS, lastNodeFirst);
            touched += KeyScan.key(keys, first) + KeyScan.key(keys, first + KeyScan.LINE_KEYS);
        }
        return touched;
    }

    private long finish(MemorySegment keys, long[] codes, int from, int end, int[] nodes) {
        for (int item = from; item < end; item++) {
            nodes[item] = count(keys, nodes[item], codes[item]);
        }
        return 0;
    }

    @Override
    public int predict(long code) {
        return Math.min(node(code) * NODE_KEYS + NODE_KEYS / 2, keyCount);
    }

    @Override
    public RowRange window(long code) {
        int first = node(code) * NODE_KEYS;
        return new RowRange(first, Math.min(first + NODE_KEYS, keyCount) + 1);
    }

    @Override
    public IndexStatistics statistics() {
        return statistics;
    }

    @Override
    public LookupTrace trace(MemorySegment keys, long code) {
        return new LookupTrace(predict(code), lowerBound(keys, code), window(code), NODE_KEYS);
    }

    @Override
    public MemorySegment model() {
        byte[] bytes = new byte[Math.toIntExact(8L * tree.length)];
        MemorySegment.copy(tree, 0, MemorySegment.ofArray(bytes), KeyScan.KEY, 0, tree.length);
        return MemorySegment.ofArray(bytes);
    }
}
