package dev.reckon.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// Compares what systems answered: row by row, numbers to nine digits, as some systems average in
/// floating point.
public final class Answers {
    private static final MathContext PRECISION = new MathContext(9);

    private Answers() {}

    /// Returns the empty string when both are the same, else the first difference.
    public static String difference(List<List<String>> left, List<List<String>> right) {
        for (int row = 0; row < Math.min(left.size(), right.size()); row++) {
            for (int column = 0; column < left.get(row).size(); column++) {
                if (!same(left.get(row).get(column), right.get(row).get(column))) {
                    return left.get(row) + " / " + right.get(row);
                }
            }
        }
        return left.size() == right.size() ? "" : left.size() + " / " + right.size() + " rows";
    }

    private static boolean same(String left, String right) {
        if (left.equals(right)) {
            return true;
        }
        try {
            return new BigDecimal(left, PRECISION).compareTo(new BigDecimal(right, PRECISION)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
