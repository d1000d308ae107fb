package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Lines over a grid of the key space, with fitted corrections: for keys that a model fits.
///
/// The key space is cut into cells of equal width, found with one shift; where one slot of that
/// grid holds many keys it is cut again, so the grid is as fine as the keys are dense. A cell has a
/// line from its first position to its last, and a correction in one byte at each of `2^b + 1`
/// evenly spaced knots. A prediction is the line plus the correction interpolated between two
/// knots. The corrections are fitted by least squares to the cell's keys, so they halve the error
/// that knots at exact positions would leave.
///
/// A prediction reads one cell and two adjacent bytes, without a branch that depends on a key. The
/// model is copied to the heap when opened: a twentieth of a byte a key, and plain arrays need none
/// of the checks that borrowed memory does, load by load.
///
/// Sources: the correction layer is after A. Hadian and T. Heinis, "Shift-Table" (EDBT 2021), the
/// grid after A. Crotty, "Hist-Tree" (CIDR 2021).
///
/// Safe for use by many threads.
final class GridIndex implements LearnedIndex {
    private static final int LINE = KeyScan.LINE_KEYS;
    private static final int WINDOW = EdgeSteps.WINDOW;

    private final IndexStatistics statistics;
    private final GridModel model;
    private final int keyCount;
    private final long firstKey;
    private final long lastKey;
    private final int shift;
    private final long[] slots;
    private final long[] cells;
    private final byte[] corrections;
    private final int windowFirstMax;
    private final BatchStep[] steps;

    GridIndex(GridModel model, IndexStatistics statistics) {
        this.statistics = statistics;
        this.model = model;
        this.keyCount = statistics.keyCount();
        this.firstKey = model.firstKey();
        this.lastKey = model.lastKey();
        this.shift = model.shift();
        this.slots = model.slots();
        this.cells = model.cells();
        this.corrections = model.corrections();
        this.windowFirstMax = keyCount - WINDOW;
        this.steps = steps();
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public int predict(long code) {
        if (Long.compareUnsigned(code, firstKey) <= 0) {
            return 0;
        }
        if (Long.compareUnsigned(code, lastKey) > 0) {
            return keyCount;
        }
        return Math.min(Math.max((int) (predictInside(code) >> 1), 0), keyCount);
    }

    /// Returns what [GridModel#predict] does, for a code above the first key and at most the last.
    private long predictInside(long code) {
        long distance = code - firstKey;
        int cell = (int) (distance >>> shift);
        long rest = distance << -shift;
        if (slots.length != 0) {
            long slot = slots[cell];
            long bits = slot >>> 1;
            slot = slots[(int) (slot >>> GridModel.ENTRY_SHIFT) + (int) (rest >>> 1 >>> ~bits)];
            rest <<= bits;
            if ((slot & 1) != 0) {
                return predictDeep(slot, rest);
            }
            cell = (int) (slot >>> GridModel.ENTRY_SHIFT);
        }
        return GridModel.predict(cells, corrections, cell, rest);
    }

    /// Goes on from a slot that is cut more than once: rare, and apart so that the compiler does
    /// not see a loop inside of the loops that predict.
    private long predictDeep(long slot, long rest) {
        while ((slot & 1) != 0) {
            long bits = slot >>> 1;
            slot = slots[(int) (slot >>> GridModel.ENTRY_SHIFT) + (int) (rest >>> 1 >>> ~bits)];
            rest <<= bits;
        }
        return GridModel.predict(cells, corrections, (int) (slot >>> GridModel.ENTRY_SHIFT), rest);
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        if (Long.compareUnsigned(code, firstKey) <= 0) {
            return 0;
        }
        if (Long.compareUnsigned(code, lastKey) > 0) {
            return keyCount;
        }
        int first = windowFirst((int) (predictInside(code) >> 1));
        return KeyScan.searchFrom(keys, first, keyCount, code);
    }

    /// Returns the first position of the two lines nearest to the prediction.
    private int windowFirst(int predicted) {
        return Math.min(Math.max(predicted - LINE / 2, 0) & -LINE, windowFirstMax);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        return new BatchStep[] {
            (_, codes, from, end, lines) -> predictLines(codes, from, end, lines),
            (keys, _, from, end, lines) -> touch(keys, from, end, lines),
            (keys, codes, from, end, lines) -> count(keys, codes, from, end, lines),
            (keys, _, from, end, edges) -> EdgeSteps.touch(keys, keyCount, from, end, edges),
            (keys, codes, from, end, edges) ->
                    EdgeSteps.settle(keys, keyCount, codes, from, end, edges)
        };
    }

    /// Leaves the first position of the line to look at; in the sign bit, whether it may hold ties.
    private long predictLines(long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            long code = codes[item];
            long predicted;
            if (Long.compareUnsigned(code, firstKey) <= 0) {
                predicted = 0;
            } else if (Long.compareUnsigned(code, lastKey) > 0) {
                predicted = (long) keyCount << 1;
            } else {
                predicted = predictInside(code);
            }
            int line = Math.max((int) (predicted >> 1), 0) & -LINE;
            lines[item] = Math.min(line, keyCount - LINE) | ((int) predicted << 31);
        }
        return 0;
    }

    /// Begins to load a line for each item: loads with nothing behind them, so that many are in
    /// flight at a time.
    private static long touch(MemorySegment keys, int from, int end, int[] lines) {
        long touched = 0;
        for (int item = from; item < end; item++) {
            touched += KeyScan.key(keys, lines[item] & Integer.MAX_VALUE);
        }
        return touched;
    }

    /// Replaces each line by the position in it, which is only an edge if all of the line is below
    /// the code, or nothing of it. If its first key equals the code, that is the answer, unless
    /// there are ties.
    private static long count(MemorySegment keys, long[] codes, int from, int end, int[] lines) {
        for (int item = from; item < end; item++) {
            int first = lines[item] & Integer.MAX_VALUE;
            // The bit that says that the answer is not before the line: its first key is at most
            // the code or, with ties, below it.
            int decidingBit = LINE & ~(lines[item] >> 31);
            int lanes = (int) KeyScan.lineLanes(keys, (long) first << 3, codes[item]);
            int undecided = (lanes >>> 7) | (~lanes >>> decidingBit);
            lines[item] = (first + Integer.bitCount(lanes & 0xFF)) | undecided << 31;
        }
        return 0;
    }

    @Override
    public RowRange window(long code) {
        int predicted = predict(code);
        return new RowRange(
                Math.max(predicted - errorMax(), 0),
                (int) Math.min((long) predicted + errorMax(), keyCount) + 1);
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
        int predicted = predict(code);
        int actual = lowerBound(keys, code);
        int first = windowFirst(predicted);
        int outside = Math.max(first - actual, actual - (first + WINDOW) + 1);
        int comparisons = WINDOW + (outside <= 0 ? 0 : KeyScan.gallopComparisons(outside));
        return new LookupTrace(predicted, actual, window(code), comparisons);
    }

    /// Returns the model as it is stored.
    MemorySegment model() {
        return model.bytes();
    }
}
