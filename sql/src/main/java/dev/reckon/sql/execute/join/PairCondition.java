package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What must hold for a pair of rows beside their keys, over the columns that it reads. Immutable;
/// safe for many threads.
///
/// @param predicate over `left`, then `right`
/// @param left positions among the left columns
/// @param right positions among the right columns
public record PairCondition(Predicate predicate, List<Integer> left, List<Integer> right) {
    public PairCondition {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /// Makes the condition of a predicate over all columns of both sides.
    public static PairCondition ofAll(Predicate predicate, int leftCount, int rightCount) {
        return new PairCondition(
                predicate,
                IntStream.range(0, leftCount).boxed().toList(),
                IntStream.range(0, rightCount).boxed().toList());
    }

    /// Finds the pairs for which the condition holds.
    ///
    /// @param selected set to their numbers, ascending
    /// @return how many there are
    int select(
            List<ColumnVector> leftColumns,
            int[] leftRows,
            List<ColumnVector> rightColumns,
            int[] rightRows,
            int count,
            Evaluation evaluation,
            int[] selected) {
        List<ColumnVector> columns = new ArrayList<>(left.size() + right.size());
        for (int column : left) {
            columns.add(leftColumns.get(column).gather(leftRows, count));
        }
        for (int column : right) {
            columns.add(rightColumns.get(column).gather(rightRows, count));
        }
        return predicate.select(new Batch(columns, count), evaluation, selected);
    }

    /// Finds the selected pairs of a batch with all columns of both sides.
    int select(Batch pairs, int leftCount, Evaluation evaluation, int[] selected) {
        List<ColumnVector> columns = new ArrayList<>(left.size() + right.size());
        for (int column : left) {
            columns.add(pairs.column(column));
        }
        for (int column : right) {
            columns.add(pairs.column(leftCount + column));
        }
        Batch narrow =
                new Batch(columns, pairs.rowCount(), pairs.selection(), pairs.selectedCount());
        return predicate.select(narrow, evaluation, selected);
    }
}
