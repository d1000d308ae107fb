package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Chooses the [GridScale] for a column: the one whose cells hold the fewest keys, for its bytes.
///
/// Looks at some thousand keys, evenly far apart. For one thread.
final class GridScaleChooser {
    private static final int SAMPLES = 4096;

    /// What a cell's bytes cost, in keys that a lookup's cell may hold instead.
    private static final double CELL_COST = 0.4;

    /// What it costs, in the same measure, if all keys are so far from the first that their place
    /// is not found in the usual way.
    private static final double RARE_COST = 4;

    private final long firstKey;
    private final long lastKey;
    private final int keyCount;
    private final int keysPerCell;
    private final long[] samples;

    GridScaleChooser(MemorySegment keys, int keyCount, int keysPerCell) {
        this.keyCount = keyCount;
        this.keysPerCell = keysPerCell;
        this.firstKey = KeyScan.key(keys, 0);
        this.lastKey = KeyScan.key(keys, keyCount - 1);
        this.samples = new long[Math.min(SAMPLES, keyCount)];
        for (int sample = 0; sample < samples.length; sample++) {
            samples[sample] = KeyScan.key(keys, (long) keyCount * sample / samples.length);
        }
    }

    GridScale choose() {
        int even = GridScale.evenLiftBits(firstKey, lastKey);
        GridScale best = new GridScale(firstKey, lastKey, even, GridScale.SHIFT_MAX);
        if (keyCount / 2 < keysPerCell) {
            return best;
        }
        double bestCost = Double.POSITIVE_INFINITY;
        for (int liftBits = even; liftBits >= 0; liftBits--) {
            int cellsMax = 4 * (keyCount / keysPerCell) + 16;
            GridScale scale = new GridScale(firstKey, lastKey, liftBits, GridScale.SHIFT_MAX);
            while (scale.cellCount() <= cellsMax && scale.shift >= GridScale.SHIFT_MIN) {
                double cost = cost(scale);
                if (cost < bestCost) {
                    bestCost = cost;
                    best = scale;
                }
                scale = new GridScale(firstKey, lastKey, liftBits, scale.shift - 1);
            }
        }
        return best;
    }

    /// Returns how many keys the cell of a random key holds, plus what all cells and rare keys
    /// cost.
    private double cost(GridScale scale) {
        double sum = 0;
        int run = 0;
        int cell = 0;
        int rare = 0;
        for (long sample : samples) {
            int next = scale.cell(scale.place(sample));
            rare += scale.isRare(sample) ? 1 : 0;
            if (next != cell) {
                sum += (double) run * run;
                run = 0;
                cell = next;
            }
            run++;
        }
        sum += (double) run * run;
        double inCell = sum / samples.length * keyCount / samples.length;
        double cells = (double) scale.cellCount() * keysPerCell / keyCount;
        return Math.max(inCell / keysPerCell, 1)
                + cells * CELL_COST
                + RARE_COST * rare / samples.length;
    }
}
