package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Fits the corrections of one cell: the continuous piecewise linear function over evenly spaced
/// knots that is nearest, in least squares, to what the cell's line leaves over.
///
/// For one thread.
final class CellFitter {
    /// One cell to fit.
    ///
    /// @param first its first position
    /// @param end its end position
    /// @param edge the smallest code that belongs to it
    /// @param shift the base-2 logarithm of its width in codes
    /// @param knotBits the base-2 logarithm of its number of intervals between knots
    record Cell(int first, int end, long edge, int shift, int knotBits) {}

    private static final int KNOTS_MAX = (1 << GridBuilder.KNOT_BITS_MAX) + 1;
    private static final double FRACTION = 0x1p-53;

    /// Holds knots without keys near to zero.
    private static final double STIFFNESS = 1e-3;

    private static final int UNITS_MAX = 127;

    private final double[] diagonal = new double[KNOTS_MAX];
    private final double[] offDiagonal = new double[KNOTS_MAX];
    private final double[] moment = new double[KNOTS_MAX];

    /// Writes `2^knotBits + 1` corrections and returns the base-2 logarithm of their unit in
    /// positions.
    int fit(MemorySegment keys, Cell cell, byte[] corrections, int correctionFirst) {
        int knots = (1 << cell.knotBits) + 1;
        for (int knot = 0; knot < knots; knot++) {
            diagonal[knot] = STIFFNESS;
            offDiagonal[knot] = 0;
            moment[knot] = 0;
        }
        accumulate(keys, cell);
        solve(knots);
        return quantise(knots, cell, corrections, correctionFirst);
    }

    private void accumulate(MemorySegment keys, Cell cell) {
        double width = (double) cell.end - cell.first;
        int bits = cell.knotBits;
        for (int position = cell.first; position < cell.end; position++) {
            long rest = (KeyScan.key(keys, position) - cell.edge) << -cell.shift;
            double residual = position - cell.first + 0.5 - width * ((rest >>> 11) * FRACTION);
            int knot = (int) (rest >>> 1 >>> ~bits);
            double right = (rest << bits >>> 11) * FRACTION;
            double left = 1 - right;
            diagonal[knot] += left * left;
            diagonal[knot + 1] += right * right;
            offDiagonal[knot] += left * right;
            moment[knot] += left * residual;
            moment[knot + 1] += right * residual;
        }
    }

    /// Solves the tridiagonal system in place; the solution is left in `moment`.
    private void solve(int size) {
        for (int row = 1; row < size; row++) {
            double factor = offDiagonal[row - 1] / diagonal[row - 1];
            diagonal[row] -= factor * offDiagonal[row - 1];
            moment[row] -= factor * moment[row - 1];
        }
        moment[size - 1] /= diagonal[size - 1];
        for (int row = size - 2; row >= 0; row--) {
            moment[row] = (moment[row] - offDiagonal[row] * moment[row + 1]) / diagonal[row];
        }
    }

    /// Rounds the solution to units that fit into a byte each. A correction may not fall by more
    /// than the line rises between two knots: then predictions never fall, which the bound rests
    /// on.
    private int quantise(int size, Cell cell, byte[] corrections, int correctionFirst) {
        double largest = 0;
        for (int knot = 0; knot < size; knot++) {
            largest = Math.max(largest, Math.abs(moment[knot]));
        }
        int unitBits = 0;
        while (unitBits < 24 && Math.rint(largest / (1L << unitBits)) > UNITS_MAX) {
            unitBits++;
        }
        int rise = (cell.end - cell.first) >>> cell.knotBits >>> unitBits;
        int least = -UNITS_MAX;
        for (int knot = 0; knot < size; knot++) {
            int units = (int) Math.rint(moment[knot] / (1L << unitBits));
            units = Math.max(least, Math.min(UNITS_MAX, units));
            corrections[correctionFirst + knot] = (byte) units;
            least = Math.max(-UNITS_MAX, units - rise);
        }
        return unitBits;
    }
}
