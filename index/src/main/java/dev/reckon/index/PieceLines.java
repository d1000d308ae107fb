package dev.reckon.index;

import java.util.Arrays;

/// Collects the lines of a grid that may start anywhere, in order. For one thread.
final class PieceLines {
    /// Cells that name the line to begin with are made smaller until no more lines than a lookup
    /// compares at once start in one, or there are so many for each line.
    private static final int ROOTS_PER_LINE_MAX = 2;

    private final GridScale scale;
    private final int lineMax;
    private long[] starts = new long[64];
    private long[] slopes = new long[64];
    private int count;

    /// @param lineMax the largest position that a line may give
    PieceLines(GridScale scale, int lineMax) {
        this.scale = scale;
        this.lineMax = lineMax;
    }

    int count() {
        return count;
    }

    /// Adds a line from a place and a position to others.
    void add(double start, double end, int first, int last) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            slopes = Arrays.copyOf(slopes, 2 * count);
        }
        int from = Math.min(first, lineMax);
        float slope = slope(Math.min(last, lineMax) - from, end - start);
        starts[count] = Double.doubleToRawLongBits(start);
        slopes[count++] = (long) Float.floatToRawIntBits(slope) << 32 | from;
    }

    /// Returns the steepest slope that does not lead above `rise` before `width`.
    private static float slope(int rise, double width) {
        float slope = (float) (rise / width);
        while (slope * width > rise) {
            slope = Math.nextDown(slope);
        }
        return slope;
    }

    GridModel model(int span, TieFilter ties, byte[] corrections) {
        GridScale fine = scale;
        int[] roots = roots(fine);
        while (crowded(roots) && fine.shift > GridScale.SHIFT_MIN) {
            GridScale finer =
                    new GridScale(fine.firstKey, fine.lastKey, fine.liftBits, fine.shift - 1);
            if (finer.cellCount() > ROOTS_PER_LINE_MAX * count + 16) {
                break;
            }
            fine = finer;
            roots = roots(fine);
        }
        long[] padded = Arrays.copyOf(starts, count + GridModel.PADDING);
        Arrays.fill(padded, count, padded.length, Long.MAX_VALUE);
        return new GridModel(
                fine, span, ties, roots, padded, Arrays.copyOf(slopes, count), corrections);
    }

    private int[] roots(GridScale fine) {
        int[] roots = new int[fine.cellCount()];
        int line = 0;
        for (int cell = 0; cell < roots.length; cell++) {
            long place = Double.doubleToRawLongBits(fine.cellPlace(cell));
            while (line + 1 < count && starts[line + 1] <= place) {
                line++;
            }
            roots[cell] = line;
        }
        return roots;
    }

    private boolean crowded(int[] roots) {
        for (int cell = 0; cell < roots.length; cell++) {
            int next = cell + 1 < roots.length ? roots[cell + 1] : count - 1;
            if (next - roots[cell] >= KeyScan.LINE_KEYS) {
                return true;
            }
        }
        return false;
    }
}
