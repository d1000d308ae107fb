package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Fences, found by a model, and marks between them: for keys that a model does not fit well
/// enough.
///
/// One key in 128 (a fence) is kept, and a [GridModel] of the fences names eight of them, one of
/// which is the last below the code: a model that is off by hundreds of keys is off by a few
/// fences. Each block of 128 keys has 16 bytes of marks: one names a [MarkScale], the other fifteen
/// are the first key of each cache line but the first, on that scale. Comparing the code with the
/// fifteen marks names the one cache line that holds the answer, or a few if marks tie. A lookup
/// touches that line, sixteen bytes of marks, two lines of fences and the grid: 0.2 bytes a key in
/// all, which stays in cache where a tree over every sixteenth key does not.
///
/// The model is copied to the heap when opened: plain arrays need none of the checks that borrowed
/// memory does, load by load.
///
/// Safe for use by many threads.
final class FenceIndex implements Structure {
    static final int BLOCK_KEYS = 128;
    static final int MARK_BYTES = 16;

    /// A grid needs this many keys; fences that are missing are the largest code.
    static final int FENCES_MIN = 16;

    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int BLOCK_SHIFT = 7;
    private static final int MARK_SHIFT = 4;

    /// An answer beside an edge is behind it.
    private static final int BEFORE_EDGE = 0;

    private final IndexStatistics statistics;
    private final int keyCount;
    private final int lastLineFirst;
    private final GridModel locator;
    private final long[] fences;
    private final MemorySegment fenceColumn;
    private final byte[] marks;
    private final BatchStep[] steps;

    FenceIndex(GridModel locator, long[] fences, byte[] marks, IndexStatistics statistics) {
        this.statistics = statistics;
        this.keyCount = statistics.keyCount();
        this.lastLineFirst = keyCount - LINE;
        this.locator = locator;
        this.fences = fences;
        this.fenceColumn = MemorySegment.ofArray(fences);
        this.marks = marks;
        this.steps = steps();
    }

    /// Reads what [#model] returned.
    static FenceIndex read(MemorySegment model, IndexStatistics statistics) {
        int keyCount = statistics.keyCount();
        long fenceBytes = 8L * fenceCount(keyCount);
        long markBytes = (long) blockCount(keyCount) * MARK_BYTES;
        long gridBytes = model.byteSize() - fenceBytes - markBytes;
        if (gridBytes < 0) {
            throw new CorruptIndexException("fences of %d bytes".formatted(model.byteSize()));
        }
        long[] fences = new long[fenceCount(keyCount)];
        byte[] marks = new byte[(int) markBytes];
        MemorySegment.copy(model, KeyScan.KEY, 0, fences, 0, fences.length);
        MemorySegment.copy(model, ValueLayout.JAVA_BYTE, fenceBytes, marks, 0, marks.length);
        GridModel locator = GridModel.read(model.asSlice(fenceBytes + markBytes, gridBytes));
        return new FenceIndex(locator, fences, marks, statistics);
    }

    static int blockCount(int keyCount) {
        return (keyCount + BLOCK_KEYS - 1) >>> BLOCK_SHIFT;
    }

    static int fenceCount(int keyCount) {
        return Math.max(blockCount(keyCount), FENCES_MIN);
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        double place = (double) (code - locator.origin) + locator.lift;
        int block =
                place < locator.least || place > locator.most
                        ? blockOutside(code)
                        : block(locator.start(place), code);
        byte mark = mark(block, code);
        int offset = block << MARK_SHIFT;
        int before = KeyScan.marksBelow(marks, offset, mark);
        int lineFirst = (offset + before) << 3;
        // Whether marks tie is known before the keys arrive, and whether the key is in one line or
        // in two is not, so only the former may decide a branch.
        if (before == KeyScan.marksAtMost(marks, offset, mark)) {
            int first = Math.min(lineFirst, lastLineFirst);
            return first + KeyScan.countBelowLine(keys, (long) first << 3, code);
        }
        return scanOn(keys, lineFirst, code);
    }

    /// Returns the last block whose fence is below the code, or the first block.
    private int block(int start, long code) {
        int below = KeyScan.countBelow(fences, start, code);
        return below > 0 && below < LINE ? start + below - 1 : blockFar(start, below, code);
    }

    private int blockFar(int start, int below, long code) {
        int found =
                below == 0
                        ? KeyScan.gallopDown(fenceColumn, start, code)
                        : KeyScan.gallopUp(fenceColumn, start + LINE, fences.length, code);
        return Math.max(found - 1, 0);
    }

    /// Returns the block for a code that is outside of the fences, or rare.
    private int blockOutside(long code) {
        if (Long.compareUnsigned(code, locator.scale.firstKey) < 0) {
            return 0;
        }
        return Long.compareUnsigned(code, locator.scale.lastKey) > 0
                ? fences.length - 1
                : block(locator.start(locator.scale.place(code)), code);
    }

    /// Returns the first line that may hold the answer, times 16, plus how many after it may too.
    private int lines(int block, long code) {
        int offset = block << MARK_SHIFT;
        byte mark = mark(block, code);
        int before = KeyScan.marksBelow(marks, offset, mark);
        int upTo = KeyScan.marksAtMost(marks, offset, mark);
        return ((offset + before) << MARK_SHIFT) + upTo - before;
    }

    private byte mark(int block, long code) {
        long fence = fences[block];
        // Only a code below the first key of all is below its block's fence; it counts as that
        // fence.
        long clamped = Long.compareUnsigned(code, fence) < 0 ? fence : code;
        return (byte) MarkScale.mark(clamped, fence, marks[block << MARK_SHIFT] & 0xFF);
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
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        return new BatchStep[] {
            (_, codes, from, end, starts) -> locate(codes, from, end, starts),
            (_, _, from, end, starts) -> touchFences(from, end, starts),
            (_, codes, from, end, blocks) -> chooseBlocks(codes, from, end, blocks),
            (_, _, from, end, blocks) -> touchMarks(from, end, blocks),
            (_, codes, from, end, blocks) -> chooseLines(codes, from, end, blocks),
            (keys, _, from, end, lines) -> touch(keys, from, end, lines),
            (keys, codes, from, end, lines) -> count(keys, codes, from, end, lines),
            (keys, _, from, end, edges) ->
                    EdgeSteps.touch(keys, keyCount, BEFORE_EDGE, from, end, edges),
            (keys, codes, from, end, edges) ->
                    EdgeSteps.settle(keys, keyCount, BEFORE_EDGE, codes, from, end, edges)
        };
    }

    /// Leaves the first fence to compare.
    private long locate(long[] codes, int from, int end, int[] starts) {
        for (int item = from; item < end; item++) {
            long code = codes[item];
            double place = (double) (code - locator.origin) + locator.lift;
            starts[item] =
                    place < locator.least || place > locator.most
                            ? startOutside(code)
                            : locator.start(place);
        }
        return 0;
    }

    private int startOutside(long code) {
        return Math.max(blockOutside(code) - LINE + 1, 0);
    }

    /// Begins to load fences and, a step later, marks: they are in the second or the third level of
    /// the cache, and with nothing behind them many such loads are in flight at a time.
    private long touchFences(int from, int end, int[] starts) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += fences[starts[item]] + fences[starts[item] + LINE - 1];
        }
        return touched;
    }

    private long chooseBlocks(long[] codes, int from, int end, int[] starts) {
        for (int item = from; item < end; item++) {
            starts[item] = block(starts[item], codes[item]);
        }
        return 0;
    }

    private long touchMarks(int from, int end, int[] blocks) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += marks[blocks[item] << MARK_SHIFT];
        }
        return touched;
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
            touched += KeyScan.key(keys, lines[item] >>> MARK_SHIFT << 3);
        }
        return touched;
    }

    /// Replaces lines by positions, which are only edges if the answer may be in a later line.
    private long count(MemorySegment keys, long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            int more = lines[item] & 15;
            int first = Math.min(lines[item] >>> MARK_SHIFT << 3, lastLineFirst);
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
        boolean covered =
                Long.compareUnsigned(code, locator.scale.firstKey) >= 0
                        && Long.compareUnsigned(code, locator.scale.lastKey) <= 0;
        int block =
                covered
                        ? block(locator.start(locator.scale.place(code)), code)
                        : blockOutside(code);
        int lines = lines(block, code);
        int first = lines >>> MARK_SHIFT << 3;
        int end = Math.min(first + ((lines & 15) + 1) * LINE, keyCount);
        return new RowRange(Math.min(first, keyCount), end + 1);
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

    @Override
    public MemorySegment model() {
        MemorySegment grid = locator.bytes();
        long marksOffset = 8L * fences.length;
        long gridOffset = marksOffset + marks.length;
        MemorySegment model =
                MemorySegment.ofArray(new byte[Math.toIntExact(gridOffset + grid.byteSize())]);
        MemorySegment.copy(fences, 0, model, KeyScan.KEY, 0, fences.length);
        MemorySegment.copy(marks, 0, model, ValueLayout.JAVA_BYTE, marksOffset, marks.length);
        MemorySegment.copy(grid, 0, model, gridOffset, grid.byteSize());
        return model;
    }
}
