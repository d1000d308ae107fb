package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A static B-tree of fences, and marks between them: for keys that a model does not fit well
/// enough.
///
/// One key in 128 (a fence) is kept. A [TreeLevels] over the fences and one more comparison with
/// sixteen of them name the block of 128 keys. Each block has 16 bytes of marks: one names a
/// [MarkScale], the other fifteen say, for each cache line but the first, from which mark on a code
/// is taken to be in it or behind it. So comparing the code's mark with fifteen others names the
/// cache line that most often holds the answer; where a mark does not part two lines, the answer
/// may be next to it. 0.19 bytes a key in all, most of which stays in the second-level cache where
/// a tree over every sixteenth key does not, and one line of keys is read instead of two.
///
/// The model is copied to the heap when opened: plain arrays need none of the checks that borrowed
/// memory does, load by load.
///
/// Safe for use by many threads.
final class FenceIndex implements Structure {
    static final int BLOCK_KEYS = 128;
    static final int MARK_BYTES = 16;

    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int NODE = TreeLevels.NODE_KEYS;
    private static final int BLOCK_SHIFT = 7;
    private static final int MARK_SHIFT = 4;

    private static final int PREFIX_BYTES = 8;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Mean error from which on a second line is needed so often that single lookups are faster if
    /// they always read it (measured).
    private static final double DOUBTFUL_ERROR = 2.4;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastLineFirst;
    private final TieFilter ties;

    /// Which fence is sought: without ties the last that is at most the code, so that a code that
    /// is a fence is found in the block that it begins; with ties the last below the code, because
    /// equal keys may be in the block before.
    private final int above;

    /// Whether a single lookup had better read two lines.
    private final boolean doubtful;

    private final TreeLevels levels;

    /// The first key of each block, then the largest code up to a whole node.
    private final long[] fences;

    private final byte[] marks;
    private final LineSearch lineSearch;
    private final BatchStep[] steps;

    FenceIndex(
            boolean anyTies,
            TieFilter ties,
            TreeLevels levels,
            long[] fences,
            byte[] marks,
            IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastLineFirst = keyCount - LINE;
        this.ties = ties;
        this.above = anyTies ? 0 : 1;
        this.doubtful = statistics.errorMean() > DOUBTFUL_ERROR;
        this.levels = levels;
        this.fences = fences;
        this.marks = marks;
        this.lineSearch = new LineSearch(keyCount, ties);
        this.steps = steps();
    }

    /// Reads what [#model] returned.
    static FenceIndex read(MemorySegment model, IndexStatistics statistics) {
        int keyCount = statistics.keyCount();
        int wordCount = model.byteSize() < PREFIX_BYTES ? 0 : model.get(INT, 4);
        if (!TieFilter.isWordCount(wordCount)
                || model.byteSize() != modelBytes(keyCount, wordCount)) {
            throw new CorruptIndexException("fences of %d bytes".formatted(model.byteSize()));
        }
        long[] fences = new long[fenceCount(keyCount)];
        byte[] marks = new byte[blockCount(keyCount) * MARK_BYTES];
        long offset = PREFIX_BYTES;
        MemorySegment.copy(model, KeyScan.KEY, offset, fences, 0, fences.length);
        offset += 8L * fences.length;
        MemorySegment.copy(model, ValueLayout.JAVA_BYTE, offset, marks, 0, marks.length);
        offset += marks.length;
        TreeLevels levels = TreeLevels.read(model.asSlice(offset), fences.length);
        TieFilter ties = TieFilter.read(model, offset + levels.byteCount(), wordCount);
        return new FenceIndex(model.get(INT, 0) != 0, ties, levels, fences, marks, statistics);
    }

    static int blockCount(int keyCount) {
        return (keyCount + BLOCK_KEYS - 1) >>> BLOCK_SHIFT;
    }

    static int fenceCount(int keyCount) {
        return (blockCount(keyCount) + NODE - 1) & -NODE;
    }

    static long modelBytes(int keyCount, int tieWordCount) {
        int fenceCount = fenceCount(keyCount);
        return PREFIX_BYTES
                + 8L * fenceCount
                + (long) blockCount(keyCount) * MARK_BYTES
                + TreeLevels.byteCount(fenceCount)
                + 8L * tieWordCount;
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        int block = block(code);
        return doubtful
                ? lowerBoundNear(keys, block, code)
                : lineSearch.lowerBound(keys, line(block, code), code);
    }

    /// Reads two lines at once, without a branch that waits for the keys: the line that the marks
    /// name and the one behind it, or if the code has the mark of the line, the one before it.
    private int lowerBoundNear(MemorySegment keys, int block, long code) {
        int offset = block << MARK_SHIFT;
        int before = KeyScan.marksBelow(marks, offset, (byte) mark(block, code));
        int first = Math.min((offset + before) << 3, keyCount - EdgeSteps.WINDOW);
        return KeyScan.searchFrom(keys, first, keyCount, code);
    }

    private int block(long code) {
        long raised = TreeLevels.raised(code, above);
        return block(levels.node(raised), raised);
    }

    /// Returns the last block whose fence is below `raised`, or the first block.
    private int block(int node, long raised) {
        int first = node * NODE;
        return Math.max(first + KeyScan.countBelowNode(fences, first, raised) - 1, 0);
    }

    /// Returns the first position of the line that the marks name.
    private int line(int block, long code) {
        int offset = block << MARK_SHIFT;
        int line = KeyScan.marksAtMost(marks, offset, (byte) mark(block, code));
        return Math.min((offset + line) << 3, lastLineFirst);
    }

    private int mark(int block, long code) {
        long fence = fences[block];
        // Only a code below the first key of all is below its block's fence; it counts as that
        // fence.
        long clamped = Long.compareUnsigned(code, fence) < 0 ? fence : code;
        return MarkScale.mark(clamped, fence, marks[block << MARK_SHIFT] & 0xFF);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        int levelCount = levels.levelCount();
        BatchStep[] inLine = lineSearch.steps();
        BatchStep[] all = new BatchStep[levelCount + 3 + inLine.length];
        for (int level = 0; level < levelCount; level++) {
            int step = level;
            all[level] =
                    (_, codes, from, end, nodes) -> {
                        levels.descend(step, codes, above, from, end, nodes);
                        return 0;
                    };
        }
        all[levelCount] = (_, codes, from, end, nodes) -> chooseBlocks(codes, from, end, nodes);
        all[levelCount + 1] = (_, _, from, end, blocks) -> touchMarks(from, end, blocks);
        all[levelCount + 2] =
                (_, codes, from, end, blocks) -> chooseLines(codes, from, end, blocks);
        System.arraycopy(inLine, 0, all, levelCount + 3, inLine.length);
        return all;
    }

    private long chooseBlocks(long[] codes, int from, int end, int[] nodes) {
        for (int item = from; item < end; item++) {
            nodes[item] = block(nodes[item], TreeLevels.raised(codes[item], above));
        }
        return 0;
    }

    /// Begins to load marks: they are in the second or the third level of the cache, and with
    /// nothing behind them many such loads are in flight at a time.
    private long touchMarks(int from, int end, int[] blocks) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += marks[blocks[item] << MARK_SHIFT];
        }
        return touched;
    }

    private long chooseLines(long[] codes, int from, int end, int[] blocks) {
        for (int item = from; item < end; item++) {
            blocks[item] = line(blocks[item], codes[item]);
        }
        return 0;
    }

    @Override
    public int predict(long code) {
        return line(block(code), code) + LINE / 2;
    }

    @Override
    public RowRange window(long code) {
        int predicted = predict(code);
        return new RowRange(
                Math.max(predicted - statistics.errorMax(), 0),
                Math.min(predicted + statistics.errorMax(), keyCount) + 1);
    }

    @Override
    public IndexStatistics statistics() {
        return statistics;
    }

    @Override
    public LookupTrace trace(MemorySegment keys, long code) {
        int predicted = predict(code);
        int actual = lowerBound(keys, code);
        int outside = Math.abs(actual - predicted) - LINE / 2;
        int comparisons = LINE + (outside <= 0 ? 0 : KeyScan.gallopComparisons(outside));
        return new LookupTrace(predicted, actual, window(code), comparisons);
    }

    @Override
    public MemorySegment model() {
        MemorySegment model =
                MemorySegment.ofArray(
                        new byte[Math.toIntExact(modelBytes(keyCount, ties.wordCount()))]);
        model.set(INT, 0, 1 - above);
        model.set(INT, 4, ties.wordCount());
        long offset = PREFIX_BYTES;
        MemorySegment.copy(fences, 0, model, KeyScan.KEY, offset, fences.length);
        offset += 8L * fences.length;
        MemorySegment.copy(marks, 0, model, ValueLayout.JAVA_BYTE, offset, marks.length);
        offset += marks.length;
        levels.write(model.asSlice(offset));
        ties.write(model, offset + levels.byteCount());
        return model;
    }
}
