package dev.reckon.index;

/// How codes become places on a grid: a scale that is even, or finer towards the first key.
///
/// A code's place is its distance from the first key, plus a *lift*, as a double. Cells are named
/// by the upper bits of that double: between two powers of two they are equally wide, and from each
/// power to the next there are as many as before it. So a lift above all distances makes an even
/// scale, and a smaller one makes it logarithmic for distances above the lift: one scale for keys
/// of any size, without a branch and nearly without whole-number arithmetic.
///
/// Immutable.
final class GridScale {
    static final int SHIFT_MIN = 20;

    /// One cell from each power of two to the next.
    static final int SHIFT_MAX = 52;

    static final int LIFT_BITS_MAX = 64;

    private static final double HALF_OF_ALL = 0x1p63;

    final long firstKey;
    final long lastKey;

    /// The base-2 logarithm of the lift, 0 to 64.
    final int liftBits;

    /// How many low bits of a double are the same cell.
    final int shift;

    /// What is taken off a code, so that the rest is a signed number.
    final long origin;

    /// What is added to that number: the sum is the place.
    final double lift;

    /// The place of the first key.
    final double least;

    /// The place of the last key.
    final double most;

    /// The number of the first cell, which counts as 0.
    final int cellBias;

    GridScale(long firstKey, long lastKey, int liftBits, int shift) {
        this.firstKey = firstKey;
        this.lastKey = lastKey;
        this.liftBits = liftBits;
        this.shift = shift;
        this.least = Math.scalb(1.0, liftBits);
        // An even scale over more than half of all codes counts distances from the middle, so that
        // they are signed numbers. On any other scale distances above half are rare: outliers.
        boolean fromMiddle = lastKey - firstKey < 0 && liftBits == LIFT_BITS_MAX;
        this.origin = fromMiddle ? firstKey + Long.MIN_VALUE : firstKey;
        this.lift = fromMiddle ? least + HALF_OF_ALL : least;
        this.most =
                fromMiddle
                        ? (double) (lastKey - origin) + lift
                        : unsigned(lastKey - firstKey) + lift;
        this.cellBias = (int) (Double.doubleToRawLongBits(least) >>> shift);
    }

    /// Returns the base-2 logarithm of the lift that makes the scale even.
    static int evenLiftBits(long firstKey, long lastKey) {
        return Long.SIZE - Long.numberOfLeadingZeros(lastKey - firstKey);
    }

    /// Returns the number of cells from the first key to the last.
    int cellCount() {
        return cell(most) + 1;
    }

    /// Returns the place of any code from the first key to the last.
    double place(long code) {
        return isRare(code) ? unsigned(code - firstKey) + lift : (double) (code - origin) + lift;
    }

    /// Returns whether the distance of a code from the origin is not a signed number: such codes
    /// are meant to be few.
    boolean isRare(long code) {
        double place = (double) (code - origin) + lift;
        return place < least || place > most;
    }

    /// Returns the place of a code, or that of the nearest key if it is outside of the keys.
    double nearestPlace(long code) {
        if (Long.compareUnsigned(code, firstKey) < 0) {
            return least;
        }
        return Long.compareUnsigned(code, lastKey) > 0 ? most : place(code);
    }

    int cell(double place) {
        return (int) (Double.doubleToRawLongBits(place) >>> shift) - cellBias;
    }

    /// Returns the place up to which a cell holds keys: its end or, in the last, the last key's.
    double cellEnd(int cell) {
        double end = cellPlace(cell + 1);
        return end > most && most > cellPlace(cell) ? most : end;
    }

    /// Returns the first place of a cell, or the end of the cell before it.
    double cellPlace(int cell) {
        return Double.longBitsToDouble((long) (cell + cellBias) << shift);
    }

    /// Returns an unsigned number as a double; a larger one is never a smaller double.
    static double unsigned(long value) {
        return value >= 0 ? (double) value : (double) (value >>> 1) * 2 + (value & 1);
    }
}
