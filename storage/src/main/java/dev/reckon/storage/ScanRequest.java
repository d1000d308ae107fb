package dev.reckon.storage;

import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.Value;
import java.util.List;

/// What to read of a table.
///
/// @param columns the columns wanted, in the order of the batches' columns; may be empty when only
///   the number of rows is asked for
/// @param ranges disjoint ranges of keys in ascending order
/// @param bounds what is known of the values: blocks that cannot hold such a row are skipped, but
///   rows that do not meet the bounds may still be handed out
/// @param conditions what every row handed out meets, in the order in which to test
/// @param firstRowCount in a scan in key order, how many rows the first batch should have, because
///   no more may be wanted; 0 when nothing is known
/// @param lent what of a batch is valid only until the next one is asked for
public record ScanRequest(
        List<Integer> columns,
        List<KeyRange> ranges,
        ScanOrder order,
        List<ColumnBound> bounds,
        List<ColumnCondition> conditions,
        int firstRowCount,
        Lending lent) {
    public ScanRequest {
        columns = List.copyOf(columns);
        ranges = List.copyOf(ranges);
        bounds = List.copyOf(bounds);
        conditions = List.copyOf(conditions);
        if (firstRowCount < 0) {
            throw new IllegalArgumentException(firstRowCount + " rows at first");
        }
    }

    /// Makes a request without conditions.
    public ScanRequest(
            List<Integer> columns,
            List<KeyRange> ranges,
            ScanOrder order,
            List<ColumnBound> bounds) {
        this(columns, ranges, order, bounds, List.of(), 0, Lending.NOTHING);
    }

    /// Returns this for other ranges.
    public ScanRequest within(List<KeyRange> newRanges) {
        return new ScanRequest(columns, newRanges, order, bounds, conditions, firstRowCount, lent);
    }

    /// Returns this with other conditions.
    public ScanRequest meeting(List<ColumnCondition> newConditions) {
        return new ScanRequest(columns, ranges, order, bounds, newConditions, firstRowCount, lent);
    }

    /// Returns this for somebody who may want no more than some rows, at least one.
    public ScanRequest startingWith(int rowCount) {
        return new ScanRequest(columns, ranges, order, bounds, conditions, rowCount, lent);
    }

    /// Returns this for somebody who needs no batch, or no numbers of it, after asking for the
    /// next.
    public ScanRequest lending(Lending more) {
        return new ScanRequest(columns, ranges, order, bounds, conditions, firstRowCount, more);
    }

    /// Makes a request for all rows, in any order.
    public static ScanRequest all(List<Integer> columns) {
        return new ScanRequest(columns, List.of(KeyRange.ALL), ScanOrder.ANY, List.of());
    }

    /// A necessary condition: the column is not NULL and between two values, both inclusive.
    ///
    /// @param column position in the table
    /// @param lower `Value.Null` when there is no lower end
    /// @param upper `Value.Null` when there is no upper end
    public record ColumnBound(int column, Value lower, Value upper) {}
}
