package dev.reckon.sql.execute.join;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Which columns of both sides the pairs of a join have: those that somebody reads. Immutable.
///
/// @param left positions among the left columns, ascending
/// @param right positions among the right columns, ascending
public record PairColumns(List<Integer> left, List<Integer> right) {
    public PairColumns {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /// Returns all columns of both sides.
    public static PairColumns all(int leftCount, int rightCount) {
        return new PairColumns(
                IntStream.range(0, leftCount).boxed().toList(),
                IntStream.range(0, rightCount).boxed().toList());
    }

    /// Returns what belongs to the left columns of pairs, of what belongs to the left columns.
    <T> List<T> ofLeft(List<T> columns) {
        return some(left, columns);
    }

    /// Returns what belongs to the right columns of pairs, of what belongs to the right columns.
    <T> List<T> ofRight(List<T> columns) {
        return some(right, columns);
    }

    private static <T> List<T> some(List<Integer> positions, List<T> columns) {
        if (positions.size() == columns.size()) {
            return columns;
        }
        var chosen = new ArrayList<T>(positions.size());
        for (int position : positions) {
            chosen.add(columns.get(position));
        }
        return chosen;
    }
}
