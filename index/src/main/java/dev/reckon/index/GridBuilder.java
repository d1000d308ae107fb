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

    /// Mean error in positions from which on a slot is cut finer, and how often that is tried.
    private static final double ERROR_TO_CUT = 3;

    private static final int CUTS_MAX = 3;

    private final MemorySegment keys;
    private final int keyCount;
    private final Fineness fineness;
    private final long firstKey;
    private final long lastKey;
    private final CellFitter fitter = new CellFitter();
    private long[] cells = new long[64];
    private int cellCount;
    private byte[] corrections = new byte[256];
    private int correctionCount;
    private Measure measure = new Measure(0, 0, 0, false);

    /// What was measured so far: immutable, so that a slot that is cut again can go back.
    private record Measure(long errorSum, int errorMeasuredMax, int errorMax, boolean tied) {
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
    /// `errorMeanMax`.
    Optional<GridIndex> build(String reason, double errorMeanMax) {
        int shift = shift(fineness.keysPerCell);
        boolean nested = crowded(shift);
        if (nested) {
            shift = Math.min(63, shift + 3);
        }
        int slotCount = (int) ((lastKey - firstKey) >>> shift) + 1;
        long[] slots = new long[nested ? slotCount : 0];
        int position = 0;
        for (int slot = 0; slot < slotCount; slot++) {
            long edge = firstKey + ((long) slot << shift);
            int end = end(position, edge, 1L << shift);
            if (nested) {
                slots[slot] = addCells(position, end, edge, shift);
            } else {
                addCell(position, end, edge, shift, fineness.keysPerKnot);
            }
            position = end;
            if (measure.errorSum > errorMeanMax * Math.max(position, 10_000)) {
                return Optional.empty();
            }
        }
        return Optional.of(index(reason, shift, slots));
    }

    private GridIndex index(String reason, int shift, long[] slots) {
        GridModel model =
                new GridModel(
                        firstKey,
                        lastKey,
                        shift,
                        measure.tied,
                        slots,
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

    /// Adds the cells of a slot, cut finer while that helps, and returns the slot's entry.
    private long addCells(int first, int end, long edge, int shift) {
        int keysPerKnot = fineness.keysPerKnot;
        int bits =
                Math.min(bits(end - first, fineness.keysPerCell), Math.min(shift, SLOT_BITS_MAX));
        int firstCell = cellCount;
        int firstCorrection = correctionCount;
        Measure before = measure;
        addCells(first, end, edge, shift, bits, keysPerKnot);
        for (int cut = 0; cut < CUTS_MAX; cut++) {
            double mean = measure.mean(before, end - first);
            int finer = Math.min(bits + 2, Math.min(shift, SLOT_BITS_MAX));
            if (mean <= ERROR_TO_CUT || finer == bits) {
                break;
            }
            cellCount = firstCell;
            correctionCount = firstCorrection;
            measure = before;
            bits = finer;
            addCells(first, end, edge, shift, bits, keysPerKnot);
        }
        return (long) firstCell << 6 | bits;
    }

    private void addCells(int first, int end, long edge, int shift, int bits, int keysPerKnot) {
        int cellShift = shift - bits;
        int position = first;
        for (int cell = 0; cell < 1 << bits; cell++) {
            long cellEdge = edge + ((long) cell << cellShift);
            boolean last = cell == (1 << bits) - 1;
            int cellEnd = last ? end : Math.min(end, end(position, cellEdge, 1L << cellShift));
            addCell(position, cellEnd, cellEdge, cellShift, keysPerKnot);
            position = cellEnd;
        }
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
        boolean tied = measure.tied;
        int errorMax = Math.max(measure.errorMax, Math.abs(predict(0) - first));
        errorMax = Math.max(errorMax, Math.abs(predict(-1L << -cellShift) - end));
        int lower = first;
        long previous = 0;
        for (int position = first; position < end; position++) {
            long key = KeyScan.key(keys, position);
            boolean tie = position > first && key == previous;
            tied |= tie;
            lower = tie ? lower : position;
            previous = key;
            int predicted = predict((key - edge) << -cellShift);
            int error = Math.abs(predicted - lower);
            errorSum += error;
            measuredMax = Math.max(measuredMax, error);
            errorMax = Math.max(errorMax, position + 1 - predicted);
        }
        measure = new Measure(errorSum, measuredMax, Math.max(errorMax, measuredMax), tied);
    }

    private int predict(long rest) {
        int predicted = GridModel.predict(cells, corrections, cellCount, rest);
        return Math.min(Math.max(predicted, 0), keyCount);
    }
}
