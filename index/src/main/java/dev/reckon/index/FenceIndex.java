package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The classical layout, made small: for keys on which models do not pay.
///
/// One key in 128 (a fence) is kept in a static B-tree of 16-key nodes that are searched with SIMD.
/// Each block of 128 keys has 16 bytes of marks: one byte says how far the block's keys are shifted
/// to the right, the other fifteen are the first key of each cache line but the first, less the
/// fence, shifted, at most 255. Comparing the shifted code with the fifteen marks names the one
/// cache line that holds the answer, or a few if marks tie. A lookup touches that line, sixteen
/// bytes of marks and the tree, which is a tenth of what a tree over every sixteenth key takes and
/// stays in cache.
///
/// Safe for use by many threads.
final class FenceIndex implements LearnedIndex {
    static final int BLOCK_KEYS = 128;
    static final int MARK_BYTES = 16;
    static final int MARK_MAX = 255;
    static final int NODE_KEYS = 16;
    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int BLOCK_SHIFT = 7;
    private static final int NODE_SHIFT = 4;
    private static final long NODE_BYTES = NODE_KEYS * 8L;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastLineFirst;
    private final MemorySegment model;
    private final int levelCount;
    private final long[] levelOffsets;
    private final long marksOffset;

    /// @param model the tree's levels from the fences up, each padded to whole nodes with the
    ///   largest key, then the marks
    FenceIndex(MemorySegment model, IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastLineFirst = keyCount - LINE;
        this.model = model;
        this.levelOffsets = levelOffsets(keyCount);
        this.levelCount = levelOffsets.length - 1;
        this.marksOffset = levelOffsets[levelCount];
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
                return java.util.Arrays.copyOf(offsets, level + 1);
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
        int block = block(code);
        long lines = lines(block, code);
        return scan(keys, (block << BLOCK_SHIFT) + ((int) (lines >>> 32) << 3), (int) lines, code);
    }

    /// Returns the last block whose fence is below `code`, or the first block.
    private int block(long code) {
        int entry = 0;
        for (int level = levelCount - 1; level >= 0; level--) {
            long offset = levelOffsets[level] + entry * NODE_BYTES;
            int below =
                    KeyScan.countBelowLine(model, offset, code)
                            + KeyScan.countBelowLine(model, offset + NODE_BYTES / 2, code);
            entry = (entry << NODE_SHIFT) + Math.max(below - 1, 0);
        }
        return entry;
    }

    /// Returns the first line of the block that may hold the answer, times 2^32, plus how many
    /// lines after it may.
    private long lines(int block, long code) {
        long offset = marksOffset + (long) block * MARK_BYTES;
        long fence = model.get(KeyScan.KEY, (long) block << 3);
        ByteVector marks =
                ByteVector.fromMemorySegment(
                        ByteVector.SPECIES_128, model, offset, ByteOrder.LITTLE_ENDIAN);
        int shift = model.get(ValueLayout.JAVA_BYTE, offset);
        byte mark = (byte) mark(code, fence, shift);
        VectorMask<Byte> below = marks.compare(VectorOperators.ULT, mark);
        VectorMask<Byte> upTo = marks.compare(VectorOperators.ULE, mark);
        long first = Long.bitCount(below.toLong() & 0xFFFE);
        return (first << 32) + Long.bitCount(upTo.toLong() & 0xFFFE) - first;
    }

    /// Returns the mark of `key` in a block: never falls as the key grows.
    static int mark(long key, long fence, int shift) {
        long shifted = (key - fence) >>> shift;
        // A code below the first fence of all counts as that fence.
        shifted = Long.compareUnsigned(key, fence) < 0 ? 0 : shifted;
        return Long.compareUnsigned(shifted, MARK_MAX) < 0 ? (int) shifted : MARK_MAX;
    }

    private int scan(MemorySegment keys, int lineFirst, int moreLines, long code) {
        if (keyCount < LINE) {
            return KeyScan.lowerBound(keys, 0, keyCount, code);
        }
        int first = Math.min(lineFirst, lastLineFirst);
        int below = KeyScan.countBelowLine(keys, (long) first << 3, code);
        return moreLines == 0 || below < LINE
                ? first + below
                : scanOn(keys, lineFirst + LINE, moreLines, code);
    }

    private int scanOn(MemorySegment keys, int first, int lineCount, long code) {
        int end = Math.min(first + lineCount * LINE, keyCount);
        return first >= end ? keyCount : KeyScan.lowerBound(keys, first, end, code);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        for (int item = 0; item < count; item++) {
            positions[item] = lowerBound(keys, codes[item]);
        }
    }

    @Override
    public int predict(long code) {
        RowRange window = window(code);
        return Math.min((window.first() + window.end()) >>> 1, keyCount);
    }

    @Override
    public RowRange window(long code) {
        int block = block(code);
        long lines = lines(block, code);
        int first = (block << BLOCK_SHIFT) + ((int) (lines >>> 32) << 3);
        int end = Math.min(first + ((int) lines + 1) * LINE, keyCount);
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

    MemorySegment model() {
        return model;
    }
}
