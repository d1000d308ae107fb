package dev.reckon.index;

import java.util.Arrays;

/// Splits a cell that one line does not fit where its keys bend away most, again and again.
///
/// Works on some of the cell's keys, as points of place and position. For one thread.
final class BentCell {
    private final double[] places;
    private final int[] positions;
    private final double deviationMax;
    private int[] starts = new int[8];
    private int count;

    /// How many more cuts are allowed.
    private int cutsLeft;

    /// @param places of the cell's start, of some of its keys in order, and of its end
    /// @param positions the same points' positions
    /// @param deviationMax how far a point may be from the line between the ends of its piece, in
    ///   positions
    BentCell(double[] places, int[] positions, double deviationMax) {
        this.places = places;
        this.positions = positions;
        this.deviationMax = deviationMax;
    }

    /// Returns the points at which pieces start, at most `most` of them, and the last point.
    int[] split(int most) {
        cutsLeft = most - 1;
        split(0, places.length - 1);
        int[] all = Arrays.copyOf(starts, count + 1);
        all[count] = places.length - 1;
        return all;
    }

    private void split(int start, int end) {
        double slope = (positions[end] - positions[start]) / (places[end] - places[start]);
        double deviation = deviationMax;
        int farthest = start;
        for (int point = start + 1; point < end; point++) {
            double line = positions[start] + slope * (places[point] - places[start]);
            double away = Math.abs(positions[point] - line);
            // Pieces have a width: a point at the place of another begins none.
            if (away > deviation && places[point] > places[start] && places[point] < places[end]) {
                deviation = away;
                farthest = point;
            }
        }
        if (farthest == start || cutsLeft <= 0) {
            starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
            starts[count++] = start;
            return;
        }
        cutsLeft--;
        split(start, farthest);
        split(farthest, end);
    }
}
