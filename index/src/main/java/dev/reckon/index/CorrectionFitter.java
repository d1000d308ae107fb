package dev.reckon.index;

import java.util.Arrays;

/// Fits the corrections of a grid: the continuous function, linear between evenly spaced knots,
/// that is nearest in least squares to what the grid's lines leave over.
///
/// The equations are tridiagonal and what is far away hardly matters, so they are solved as the
/// keys come in, some thousand knots at a time, looking [#AHEAD] knots ahead. Memory beside the
/// result is constant. For one thread.
final class CorrectionFitter {
    private static final int CORRECTION_MAX = 127;
    private static final int ROWS = 4096;

    /// After so many knots a change has shrunk to a billionth, and a correction from one end of its
    /// range has reached zero at the steepest fall over [#SPAN_MIN].
    private static final int AHEAD = 24;

    static final int SPAN_MIN = 8;

    /// Holds knots without keys near to their neighbours.
    private static final double STIFFNESS = 1e-3;

    private final int span;
    private final double knotShare;
    private final byte[] corrections;
    private final double[] diagonal = new double[ROWS];
    private final double[] offDiagonal = new double[ROWS];
    private final double[] moment = new double[ROWS];
    private final double[] solution = new double[ROWS];

    /// The knot of the first row.
    private int firstKnot;

    /// How many rows hold the keys before them already.
    private int eliminated = 1;

    /// @param span the distance between two knots, in positions of the lines
    /// @param lineMax the largest position that a line gives
    CorrectionFitter(int span, int lineMax) {
        this.span = span;
        this.knotShare = 1.0 / span;
        this.corrections = new byte[(int) (lineMax * knotShare) + 2];
        Arrays.fill(diagonal, STIFFNESS);
    }

    /// Takes in a key for which the line gives `line`, which hardly ever falls from key to key, and
    /// should have given `residual` more.
    void add(double line, double residual) {
        double steps = line * knotShare;
        int knot = (int) steps;
        int row = knot - firstKnot;
        if (row + 1 >= ROWS) {
            row = makeRoom(knot);
        }
        double right = steps - knot;
        double left = 1 - right;
        diagonal[row] += left * left;
        diagonal[row + 1] += right * right;
        offDiagonal[row] += left * right;
        moment[row] += left * residual;
        moment[row + 1] += right * residual;
    }

    /// Writes out what comes before, so that there are rows for `knot` and the one after it.
    private int makeRoom(int knot) {
        while (knot - firstKnot + 1 >= ROWS) {
            // The last two rows may still get keys.
            solve(ROWS - 2, ROWS - 2 - AHEAD);
        }
        return knot - firstKnot;
    }

    /// Solves the first `size` rows, writes the corrections of `settled` of them, and drops these.
    private void solve(int size, int settled) {
        for (int row = Math.max(eliminated, 1); row < size; row++) {
            double factor = offDiagonal[row - 1] / diagonal[row - 1];
            diagonal[row] -= factor * offDiagonal[row - 1];
            moment[row] -= factor * moment[row - 1];
        }
        solution[size - 1] = moment[size - 1] / diagonal[size - 1];
        for (int row = size - 2; row >= 0; row--) {
            solution[row] = (moment[row] - offDiagonal[row] * solution[row + 1]) / diagonal[row];
        }
        write(settled);
        System.arraycopy(diagonal, settled, diagonal, 0, ROWS - settled);
        System.arraycopy(offDiagonal, settled, offDiagonal, 0, ROWS - settled);
        System.arraycopy(moment, settled, moment, 0, ROWS - settled);
        Arrays.fill(diagonal, ROWS - settled, ROWS, STIFFNESS);
        Arrays.fill(offDiagonal, ROWS - settled, ROWS, 0);
        Arrays.fill(moment, ROWS - settled, ROWS, 0);
        eliminated = size - settled;
        firstKnot += settled;
    }

    /// A correction may not fall by more than the line rises between two knots: then predictions
    /// never fall, which the bound rests on.
    private void write(int settled) {
        for (int row = 0; row < settled; row++) {
            int knot = firstKnot + row;
            int least = knot == 0 ? 0 : corrections[knot - 1] - span;
            int wanted = (int) Math.rint(solution[row]);
            corrections[knot] =
                    (byte) Math.clamp(wanted, Math.max(least, -CORRECTION_MAX), CORRECTION_MAX);
        }
    }

    /// Returns the corrections. The first does not lead below position 0, the last two not above
    /// the largest position of a line.
    byte[] finish() {
        int knots = corrections.length;
        makeRoom(knots - 2);
        solve(knots - firstKnot, knots - firstKnot);
        for (int knot = knots - 1; knot >= 0; knot--) {
            boolean last = knot >= knots - 2;
            int most = last ? 0 : corrections[knot + 1] + span;
            if (!last && corrections[knot] <= most) {
                break;
            }
            corrections[knot] = (byte) Math.min(corrections[knot], most);
        }
        return corrections;
    }
}
