package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The classical layout, made small: for keys on which models do not pay.
///
/// One key in 128 (a fence) is kept in a static B-tree of 16-key nodes that are searched with SIMD.
/// Each block of 128 keys has 16 bytes of marks: one names a [MarkScale], the other fifteen are the
/// first key of each cache line but the first, on that scale. Comparing the code with the fifteen
/// marks names the one cache line that holds the answer, or a few if marks tie. A lookup touches
/// that line, sixteen bytes of marks and the tree: 0.19 bytes a key in all, which stays in cache
/// where a tree over every sixteenth key does not.
///
/// The model is copied to the heap when opened: plain arrays need none of the checks that borrowed
/// memory does, load by load.
///
/// Safe for use by many threads.
final class FenceIndex implements LearnedIndex {
    static final int BLOCK_KEYS = 128;
    static final int MARK_BYTES = 16;
    static final int NODE_KEYS = 16;
    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int BLOCK_SHIFT = 7;
    private static final int NODE_SHIFT = 4;
    private static final long NODE_BYTES = NODE_KEYS * 8L;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastLineFirst;
    private final int levelCount;

    /// Where each level begins in `tree`.
    private final int[] levels;

    private final long[] tree;
    private final byte[] marks;
    private final BatchStep[] steps;

    /// @param model the tree's levels from the fences up, each padded to whole nodes with the
    ///   largest key, then the marks; copied
    FenceIndex(MemorySegment model, IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastLineFirst = keyCount - LINE;
        long[] offsets = levelOffsets(keyCount);
        this.levelCount = offsets.length - 1;
        this.levels = new int[levelCount];
        for (int level = 0; level < levelCount; level++) {
            levels[level] = (int) (offsets[level] >>> 3);
        }
        this.tree = new long[(int) (offsets[levelCount] >>> 3)];
        this.marks = new byte[blockCount(keyCount) * MARK_BYTES];
        MemorySegment.copy(model, KeyScan.KEY, 0, tree, 0, tree.length);
        MemorySegment.copy(
                model, ValueLayout.JAVA_BYTE, offsets[levelCount], marks, 0, marks.length);
        this.steps = steps();
    }

    /// Returns the byte offset of each level of the tree over `keyCount` keys, then that of the
    /// marks.
    static long[] levelOffsets(int keyCount) {
        long[] offsets = new long[9];
        int level = 0;
        int entries = blockCount(keyCount);
        while (true) {
            int nodes = (entries + NODE_KEYS - 1) >>> NODE_SHIFT;
            offsets[level + 1] = offsets[level] + nodes * NODE_BYTES;
            level++;
            if (nodes == 1) {
                return Arrays.copyOf(offsets, level + 1);
            }
            entries = nodes;
        }
    }

    static int blockCount(int keyCount) {
        return (keyCount + BLOCK_KEYS - 1) >>> BLOCK_SHIFT;
    }

    static long modelBytes(int keyCount) {
        long[] offsets = levelOffsets(keyCount);
        return offsets[offsets.length - 1] + (long) blockCount(keyCount) * MARK_BYTES;
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        int entry = 0;
        for (int level = levelCount - 1; level >= 0; level--) {
            entry = child(levels[level], entry, code);
        }
        int lines = lines(entry, code);
        int lineFirst = lines >>> 4 << 3;
        if (keyCount < LINE) {
            return KeyScan.lowerBound(keys, 0, keyCount, code);
        }
        // Whether marks tie is known before the keys arrive, and whether the key is in one line or
        // in
        // two is not, so only the former may decide a branch.
        if ((lines & 15) == 0) {
            int first = Math.min(lineFirst, lastLineFirst);
            return first + KeyScan.countBelowLine(keys, (long) first << 3, code);
        }
        return scanOn(keys, lineFirst, code);
    }

    /// Returns the entry of the level below to go on with: the last below `code` in the node, or
    /// its first.
    private int child(int levelFirst, int node, long code) {
        int below = KeyScan.countBelowNode(tree, levelFirst + (node << NODE_SHIFT), code);
        return (node << NODE_SHIFT) + below - ((below + 15) >>> 4);
    }

    /// Returns the first line that may hold the answer, times 16, plus how many after it may too.
    private int lines(int block, long code) {
        int offset = block << NODE_SHIFT;
        long fence = tree[block];
        // Only a code below the first key of all is below its block's fence; it counts as that
        // fence.
        long clamped = Long.compareUnsigned(code, fence) < 0 ? fence : code;
        byte mark = (byte) MarkScale.mark(clamped, fence, marks[offset] & 0xFF);
        int lanes = KeyScan.markLanes(marks, offset, mark);
        int first = Integer.bitCount(lanes & 0xFFFE);
        int upTo = Integer.bitCount((lanes >>> 16) & 0xFFFE);
        return ((offset + first) << 4) + upTo - first;
    }

    /// Returns the lower bound, which is at `from` or after it: in the next two lines, most often.
    private int scanOn(MemorySegment keys, int from, long code) {
        if (from > keyCount - 2 * LINE) {
            return KeyScan.lowerBound(keys, from, keyCount, code);
        }
        int below =
                KeyScan.countBelowLine(keys, (long) from << 3, code)
                        + KeyScan.countBelowLine(keys, (long) (from + LINE) << 3, code);
        return below < 2 * LINE
                ? from + below
                : KeyScan.gallopUp(keys, from + 2 * LINE, keyCount, code);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        if (keyCount < EdgeSteps.WINDOW) {
            for (int item = 0; item < count; item++) {
                positions[item] = KeyScan.lowerBound(keys, 0, keyCount, codes[item]);
            }
            return;
        }
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        BatchStep[] all = new BatchStep[levelCount + 5];
        for (int level = 0; level < levelCount; level++) {
            int levelFirst = levels[level];
            boolean top = level == levelCount - 1;
            all[levelCount - 1 - level] =
                    top
                            ? (_, codes, from, end, nodes) -> begin(codes, from, end, nodes)
                            : (_, codes, from, end, nodes) ->
                                    descend(levelFirst, codes, from, end, nodes);
        }
        all[levelCount] = (_, codes, from, end, blocks) -> chooseLines(codes, from, end, blocks);
        all[levelCount + 1] = (keys, _, from, end, lines) -> touch(keys, from, end, lines);
        all[levelCount + 2] = this::count;
        all[levelCount + 3] =
                (keys, _, from, end, edges) -> EdgeSteps.touch(keys, keyCount, from, end, edges);
        all[levelCount + 4] =
                (keys, codes, from, end, edges) ->
                        EdgeSteps.settle(keys, keyCount, codes, from, end, edges);
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

    private long chooseLines(long[] codes, int from, int end, int[] blocks) {
        for (int item = from; item < end; item++) {
            blocks[item] = lines(blocks[item], codes[item]);
        }
        return 0;
    }

    /// Begins to load the lines: loads with nothing behind them, so that many are in flight at a
    /// time.
    private static long touch(MemorySegment keys, int from, int end, int[] lines) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += KeyScan.key(keys, lines[item] >>> 4 << 3);
        }
        return touched;
    }

    /// Replaces lines by positions, which are only edges if the answer may be in a later line.
    private long count(MemorySegment keys, long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            int more = lines[item] & 15;
            int first = Math.min(lines[item] >>> 4 << 3, lastLineFirst);
            int below = KeyScan.countBelowLine(keys, (long) first << 3, codes[item]);
            int undecided = below >>> 3 & -more >>> 31;
            lines[item] = (first + below) | undecided << 31;
        }
        return 0;
    }

    @Override
    public int predict(long code) {
        RowRange window = window(code);
        return Math.min((window.first() + window.end()) >>> 1, keyCount);
    }

    @Override
    public RowRange window(long code) {
        int entry = 0;
        for (int level = levelCount - 1; level >= 0; level--) {
            entry = child(levels[level], entry, code);
        }
        int lines = lines(entry, code);
        int first = lines >>> 4 << 3;
        int end = Math.min(first + ((lines & 15) + 1) * LINE, keyCount);
        return new RowRange(Math.min(first, keyCount), end + 1);
    }

    @Override
    public int errorMax() {
        return statistics.errorMax();
    }

    @Override
    public IndexStatistics statistics() {
        return statistics;
    }

    @Override
    public LookupTrace trace(MemorySegment keys, long code) {
        RowRange window = window(code);
        int lines = Math.max((window.rowCount() - 1) / LINE, 1);
        int comparisons = LINE + (lines == 1 ? 0 : KeyScan.comparisons((lines - 1) * LINE));
        return new LookupTrace(predict(code), lowerBound(keys, code), window, comparisons);
    }

    /// Returns the model as it is stored.
    MemorySegment model() {
        byte[] bytes = new byte[Math.toIntExact(modelBytes(keyCount))];
        MemorySegment model = MemorySegment.ofArray(bytes);
        MemorySegment.copy(tree, 0, model, KeyScan.KEY, 0, tree.length);
        MemorySegment.copy(marks, 0, model, ValueLayout.JAVA_BYTE, 8L * tree.length, marks.length);
        return model;
    }
}
