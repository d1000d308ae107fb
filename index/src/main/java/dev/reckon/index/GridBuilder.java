package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// Builds the [GridModel] of a column, slot by slot in key order.
///
/// The keys of a slot are looked at three times while they are in cache: to find where its cells
/// end, to fit, and to measure. Memory beside the model is constant. For one thread.
final class GridBuilder {
    /// How fine a grid is. Each step costs bytes and buys accuracy.
    ///
    /// @param keysPerCell how many keys a cell should have
    /// @param keysPerKnot how many keys there should be between two knots
    record Fineness(int keysPerCell, int keysPerKnot) {
        /// One line.
        static final Fineness LINE = new Fineness(Integer.MAX_VALUE, Integer.MAX_VALUE);

        /// For keys that are nearly on lines: about 0.01 bytes a key.
        static final Fineness COARSE = new Fineness(4096, 256);

        /// For random keys of a smooth density: about 0.045 bytes a key.
        static final Fineness FINE = new Fineness(2048, 28);
    }

    static final int KNOT_BITS_MAX = 10;
    private static final int SLOT_BITS_MAX = 16;

    /// A slot is cut into cells if it holds this many times the keys of a cell.
    private static final int CROWDED = 8;

    /// A cell with a larger mean error is cut into [#CUT_BITS] bits' worth of smaller ones, if it
    /// has [#KEYS_TO_CUT] keys.
    private static final double ERROR_TO_CUT = 4;

    private static final int KEYS_TO_CUT = 512;
    private static final int CUT_BITS = 2;

    /// More bytes than this are better spent on fences.
    private static final double BYTES_A_KEY_MAX = 0.12;

    /// Over so few keys nothing is judged.
    private static final int GRACE_KEYS = 10_000;

    private final MemorySegment keys;
    private final int keyCount;
    private final Fineness fineness;
    private final long firstKey;
    private final long lastKey;
    private final CellFitter fitter = new CellFitter();
    private long[] slots = new long[0];
    private int slotCount;
    private long[] cells = new long[64];
    private int cellCount;
    private byte[] corrections = new byte[256];
    private int correctionCount;
    private Measure measure = new Measure(0, 0, 0);

    /// What was measured so far: immutable, so that a slot that is cut again can go back.
    private record Measure(long errorSum, int errorMeasuredMax, int errorMax) {
        double mean(Measure since, int keyCount) {
            return (double) (errorSum - since.errorSum) / Math.max(keyCount, 1);
        }
    }

    GridBuilder(MemorySegment keys, int keyCount, Fineness fineness) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.fineness = fineness;
        this.firstKey = KeyScan.key(keys, 0);
        this.lastKey = KeyScan.key(keys, keyCount - 1);
    }

    /// Builds the grid, or gives up as soon as the keys so far have a mean error above
    /// `errorMeanMax`, or need more bytes than fences would.
    Optional<GridIndex> build(String reason, double errorMeanMax) {
        int shift = shift(fineness.keysPerCell);
        boolean nested = crowded(shift);
        if (nested) {
            shift = Math.min(63, shift + 3);
        }
        int rootCount = (int) ((lastKey - firstKey) >>> shift) + 1;
        if (nested) {
            slots = new long[2 * rootCount];
            slotCount = rootCount;
        }
        int position = 0;
        for (int slot = 0; slot < rootCount; slot++) {
            long edge = firstKey + ((long) slot << shift);
            int end = end(position, edge, 1L << shift);
            if (nested) {
                long entry =
                        inner(
                                position,
                                end,
                                edge,
                                shift,
                                bits(end - position, fineness.keysPerCell));
                slots[slot] = entry;
            } else {
                addCell(position, end, edge, shift, fineness.keysPerKnot);
            }
            position = end;
            long bytes = 8L * slotCount + 16L * cellCount + correctionCount;
            if (measure.errorSum > errorMeanMax * Math.max(position, GRACE_KEYS)
                    || (errorMeanMax < Double.POSITIVE_INFINITY
                            && bytes
                                    > BYTES_A_KEY_MAX * Math.max(position, GRACE_KEYS)
                                            + 8.0 * rootCount)) {
                return Optional.empty();
            }
        }
        return Optional.of(index(reason, shift));
    }

    private GridIndex index(String reason, int shift) {
        GridModel model =
                new GridModel(
                        firstKey,
                        lastKey,
                        shift,
                        Arrays.copyOf(slots, slotCount),
                        Arrays.copyOf(cells, 2 * cellCount),
                        Arrays.copyOf(corrections, correctionCount));
        boolean line = fineness.equals(Fineness.LINE);
        IndexStatistics statistics =
                new IndexStatistics(
                        line ? StructureKind.LINE : StructureKind.GRID,
                        reason,
                        correctionCount - cellCount,
                        // Rounding may go one position against the order of the keys.
                        measure.errorMax + 1,
                        (double) measure.errorSum / keyCount,
                        measure.errorMeasuredMax,
                        IndexFormat.HEADER_BYTES + model.byteCount(),
                        keyCount);
        return new GridIndex(model, statistics);
    }

    /// Returns the smallest shift, 1 to 63, that leaves at most one cell for `keysPerCell` keys.
    private int shift(int keysPerCell) {
        long span = lastKey - firstKey;
        int cellsMax = Math.max(2, keyCount / keysPerCell);
        int shift = 1;
        while (shift < 63 && (span >>> shift) >= cellsMax) {
            shift++;
        }
        return shift;
    }

    /// Returns whether some slot of the grid would hold far more keys than a cell should.
    private boolean crowded(int shift) {
        long limit = (long) fineness.keysPerCell * CROWDED;
        for (long position = limit; position < keyCount; position += limit / 2) {
            long before = KeyScan.key(keys, position - limit) - firstKey;
            long after = KeyScan.key(keys, position) - firstKey;
            if (before >>> shift == after >>> shift) {
                return true;
            }
        }
        return false;
    }

    /// Returns the end of the keys below `edge + width`, which may be past the largest code.
    private int end(int from, long edge, long width) {
        long limit = edge + width;
        boolean pastAll =
                Long.compareUnsigned(limit, edge) < 0 || Long.compareUnsigned(limit, lastKey) > 0;
        return pastAll ? keyCount : KeyScan.gallopUp(keys, from, keyCount, limit);
    }

    /// Returns the base-2 logarithm of `count / each`, rounded to the nearest, at least 0.
    private static int bits(int count, int each) {
        long ratio = count * 181L / (each * 128L);
        return ratio <= 1 ? 0 : 63 - Long.numberOfLeadingZeros(ratio);
    }

    /// Fills a slot below the root and returns its entry: one cell, or slots again where it holds
    /// too many keys for one, or keys that one does not fit.
    private long slot(int first, int end, long edge, int shift) {
        int count = end - first;
        if (count >= (long) CROWDED * fineness.keysPerCell && shift > 1) {
            return inner(first, end, edge, shift, bits(count, fineness.keysPerCell));
        }
        int cell = cellCount;
        int correction = correctionCount;
        Measure before = measure;
        addCell(first, end, edge, shift, fineness.keysPerKnot);
        if (count < KEYS_TO_CUT || shift <= 2 || measure.mean(before, count) <= ERROR_TO_CUT) {
            return (long) cell << GridModel.ENTRY_SHIFT;
        }
        cellCount = cell;
        correctionCount = correction;
        measure = before;
        return inner(first, end, edge, shift, CUT_BITS);
    }

    /// Cuts a slot into slots and returns its entry. All slots of the root are cut, if only into
    /// one, so that lookups take two steps nearly always and the processor can guess so.
    private long inner(int first, int end, long edge, int shift, int idealBits) {
        int bits = Math.min(idealBits, Math.min(shift - 1, SLOT_BITS_MAX));
        int firstSlot = slotCount;
        slotCount += 1 << bits;
        if (slots.length < slotCount) {
            slots = Arrays.copyOf(slots, 2 * slotCount);
        }
        int childShift = shift - bits;
        int position = first;
        for (int child = 0; child < 1 << bits; child++) {
            long childEdge = edge + ((long) child << childShift);
            boolean last = child == (1 << bits) - 1;
            int childEnd = last ? end : Math.min(end, end(position, childEdge, 1L << childShift));
            // First the call, which may move the array.
            long entry = slot(position, childEnd, childEdge, childShift);
            slots[firstSlot + child] = entry;
            position = childEnd;
        }
        return (long) firstSlot << GridModel.ENTRY_SHIFT | bits << 1 | 1;
    }

    private void addCell(int first, int end, long edge, int cellShift, int keysPerKnot) {
        int bits = Math.min(bits(end - first, keysPerKnot), Math.min(cellShift, KNOT_BITS_MAX));
        int knots = (1 << bits) + 1;
        if (cells.length < 2 * (cellCount + 1)) {
            cells = Arrays.copyOf(cells, 2 * cells.length);
        }
        if (corrections.length < correctionCount + knots) {
            corrections = Arrays.copyOf(corrections, 2 * corrections.length + knots);
        }
        CellFitter.Cell cell = new CellFitter.Cell(first, end, edge, cellShift, bits);
        int unitBits = fitter.fit(keys, cell, corrections, correctionCount);
        cells[2 * cellCount] = (long) (end - first) << 32 | first;
        cells[2 * cellCount + 1] = (long) correctionCount << 32 | (long) unitBits << 6 | bits;
        measure(first, end, edge, cellShift);
        cellCount++;
        correctionCount += knots;
    }

    /// Notes how far each key's prediction is from its position. A prediction never falls as the
    /// code grows inside of a cell, so for the codes between two keys, whose answer is the second
    /// key, the worst is next to a key or at an end of the cell: measuring there bounds the error
    /// of all codes.
    private void measure(int first, int end, long edge, int cellShift) {
        long errorSum = measure.errorSum;
        int measuredMax = measure.errorMeasuredMax;
        long tied = 0;
        int errorMax = Math.max(measure.errorMax, Math.abs(predict(0) - first));
        errorMax = Math.max(errorMax, Math.abs(predict(-1L << -cellShift) - end));
        int lower = first;
        long previous = 0;
        for (int position = first; position < end; position++) {
            long key = KeyScan.key(keys, position);
            boolean tie = position > first && key == previous;
            tied |= tie ? 1 : 0;
            lower = tie ? lower : position;
            previous = key;
            int predicted = predict((key - edge) << -cellShift);
            int error = Math.abs(predicted - lower);
            errorSum += error;
            measuredMax = Math.max(measuredMax, error);
            errorMax = Math.max(errorMax, position + 1 - predicted);
        }
        cells[2 * cellCount + 1] |= tied << GridModel.TIE_BIT;
        measure = new Measure(errorSum, measuredMax, Math.max(errorMax, measuredMax));
    }

    private int predict(long rest) {
        int predicted = (int) (GridModel.predict(cells, corrections, cellCount, rest) >> 1);
        return Math.min(Math.max(predicted, 0), keyCount);
    }
}
