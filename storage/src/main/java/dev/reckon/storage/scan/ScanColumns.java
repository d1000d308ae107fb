package dev.reckon.storage.scan;

import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.row.OrderCode;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Which columns a scan decodes, and which rows it leaves out.
///
/// @param columns positions in the table
/// @param zones what rows must meet to be wanted, by which blocks are skipped
/// @param conditions what rows must meet to be handed out, in the order in which to test
/// @param lent what of a batch may be overwritten by the next
public record ScanColumns(
        List<Integer> columns, List<Zone> zones, List<ColumnCondition> conditions, Lending lent) {
    public ScanColumns {
        columns = List.copyOf(columns);
        zones = List.copyOf(zones);
        conditions = List.copyOf(conditions);
    }

    /// Makes a choice without conditions.
    public ScanColumns(List<Integer> columns, List<Zone> zones) {
        this(columns, zones, List.of(), Lending.NOTHING);
    }

    /// A range of a column's values, as order codes that compare unsigned, both inclusive.
    public record Zone(int column, long leastCode, long greatestCode) {
        /// Makes the zone of a range of values; empty when the type has no order codes, or an end
        /// is of another type: then nothing can be skipped.
        ///
        /// @param lower `Value.Null` when there is no lower end
        /// @param upper `Value.Null` when there is no upper end
        public static Optional<Zone> of(TableSchema schema, int column, Value lower, Value upper) {
            return OrderCode.of(schema.column(column).type())
                    .filter(order -> lower.isNull() || order.fits(lower))
                    .filter(order -> upper.isNull() || order.fits(upper))
                    .map(order ->
                            new Zone(
                                    column,
                                    lower.isNull() ? 0 : order.of(lower),
                                    upper.isNull() ? -1L : order.of(upper)));
        }
    }
}
