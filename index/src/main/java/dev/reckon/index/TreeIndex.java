package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// The fastest classical layout: a static B-tree of 16-key nodes over every 16th key, searched with
/// SIMD. For keys on which neither a grid nor fences do as well; half a byte a key.
///
/// Safe for use by many threads.
final class TreeIndex implements Structure {
    static final int NODE_KEYS = TreeLevels.NODE_KEYS;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastNodeFirst;
    private final TreeLevels levels;
    private final BatchStep[] steps;

    private TreeIndex(TreeLevels levels, IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastNodeFirst = keyCount - NODE_KEYS;
        this.levels = levels;
        this.steps = steps();
    }

    /// Reads what [#model] returned, of [TreeLevels#byteCount] bytes.
    static TreeIndex read(MemorySegment model, IndexStatistics statistics) {
        return new TreeIndex(TreeLevels.read(model, statistics.keyCount()), statistics);
    }

    static TreeIndex build(MemorySegment keys, int keyCount, String reason) {
        TreeLevels levels = TreeLevels.over(keys, keyCount);
        return new TreeIndex(
                levels,
                new IndexStatistics(
                        StructureKind.TREE,
                        reason,
                        levels.lowestNodeCount(),
                        NODE_KEYS / 2 + 1,
                        NODE_KEYS / 4.0,
                        NODE_KEYS / 2,
                        IndexFormat.HEADER_BYTES + levels.byteCount(),
                        keyCount));
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        return count(keys, levels.node(code), code);
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
        int levelCount = levels.levelCount();
        BatchStep[] all = new BatchStep[levelCount + 2];
        for (int level = 0; level < levelCount; level++) {
            int step = level;
            all[level] =
                    (_, codes, from, end, nodes) -> {
                        levels.descend(step, codes, 0, from, end, nodes);
                        return 0;
                    };
        }
        all[levelCount] = this::touch;
        all[levelCount + 1] = this::finish;
        return all;
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
        return Math.min(levels.node(code) * NODE_KEYS + NODE_KEYS / 2, keyCount);
    }

    @Override
    public RowRange window(long code) {
        int first = levels.node(code) * NODE_KEYS;
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
        MemorySegment model = MemorySegment.ofArray(new byte[Math.toIntExact(levels.byteCount())]);
        levels.write(model);
        return model;
    }
}
