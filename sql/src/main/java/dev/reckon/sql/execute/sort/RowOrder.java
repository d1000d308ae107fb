package dev.reckon.sql.execute.sort;

import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.ColumnVector;
import java.util.List;

/// An order of rows by some of their columns. Immutable; safe for many threads.
///
/// @param keys the most significant first
public record RowOrder(List<Key> keys) {
    public RowOrder {
        keys = List.copyOf(keys);
    }

    /// One key.
    ///
    /// @param column its position in the rows
    public record Key(int column, TypeOrder order, boolean descending, boolean nullsFirst) {
        /// Makes an ascending key with NULLs last.
        public static Key ascending(int column, TypeOrder order) {
            return new Key(column, order, false, false);
        }

        /// Compares two rows by this key alone: negative when the left one comes first.
        int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
            boolean leftNull = left.isNull(leftRow);
            boolean rightNull = right.isNull(rightRow);
            if (leftNull || rightNull) {
                if (leftNull && rightNull) {
                    return 0;
                }
                return leftNull == nullsFirst ? -1 : 1;
            }
            int comparison = order.compare(left, leftRow, right, rightRow);
            return descending ? Integer.compare(0, comparison) : comparison;
        }
    }

    /// Compares two rows: negative when the left one comes first.
    public int compare(
            List<ColumnVector> left, int leftRow, List<ColumnVector> right, int rightRow) {
        for (Key key : keys) {
            int comparison =
                    key.compare(left.get(key.column), leftRow, right.get(key.column), rightRow);
            if (comparison != 0) {
                return comparison;
            }
        }
        return 0;
    }
}
