package dev.reckon.storage.segment;

/// Finds encoded numbers in an interval: the inner loop of filters. For one thread.
///
/// Numbers of any width are decoded first, as that costs a fraction of the rest. Then one loop, a
/// few vector instructions for eight numbers, tells which are in the interval, and another packs
/// their rows, without a branch, which would cost ten times as much where half of them are.
final class NumberSelection {
    /// When fewer than one in so many rows is asked about, only these are decoded.
    private static final int SPARSE = 4;

    private long[] numbers = {};

    /// Puts the wanted rows whose number is at most `span` above `least`, both without sign and
    /// wrapping around, first among the window's rows, and returns how many there are.
    ///
    /// @param packed the numbers of the window's block
    int select(PackedNumbers packed, long least, long span, WindowRows window) {
        if (numbers.length < window.length()) {
            numbers = new long[window.length()];
        }
        int count = window.count();
        int[] rows = window.rows();
        if (window.isDense()) {
            packed.decode(0, window.rowInBlock(), count, numbers);
            int hits = test(numbers, count, least, span);
            return hits == 0 || hits == count ? hits : pack(numbers, count, rows);
        }
        if (count * SPARSE < window.length()) {
            packed.gather(0, window.first(), rows, 0, count, numbers);
            int hits = test(numbers, count, least, span);
            return hits == 0 || hits == count ? hits : packThose(numbers, count, rows);
        }
        packed.decode(0, window.rowInBlock(), window.length(), numbers);
        int hits = test(numbers, window.length(), least, span);
        return hits == 0 ? 0 : packAmong(numbers, count, rows);
    }

    /// Replaces each number by 1 when its distance from `least` is at most `span`, both without
    /// sign, which is when nothing is borrowed in their subtraction; by 0 otherwise. Returns the
    /// number of ones.
    private static int test(long[] numbers, int count, long least, long span) {
        long hits = 0;
        for (int index = 0; index < count; index++) {
            long distance = numbers[index] - least;
            long borrow = (~span & distance) | ((~span | distance) & (span - distance));
            long hit = borrow >>> 63 ^ 1;
            numbers[index] = hit;
            hits += hit;
        }
        return (int) hits;
    }

    /// Lists the rows, of all, that have a one.
    private static int pack(long[] ones, int count, int[] rows) {
        int kept = 0;
        for (int row = 0; row < count; row++) {
            rows[kept] = row;
            kept += (int) ones[row];
        }
        return kept;
    }

    /// Keeps the rows of a list that have a one at their place in the list.
    private static int packThose(long[] ones, int count, int[] rows) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            rows[kept] = rows[index];
            kept += (int) ones[index];
        }
        return kept;
    }

    /// Keeps the rows of a list that have a one at their place in the window.
    private static int packAmong(long[] ones, int count, int[] rows) {
        int kept = 0;
        for (int index = 0; index < count; index++) {
            int row = rows[index];
            rows[kept] = row;
            kept += (int) ones[row];
        }
        return kept;
    }
}
