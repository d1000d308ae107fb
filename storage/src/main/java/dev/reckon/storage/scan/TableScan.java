package dev.reckon.storage.scan;

import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Begins scans of a table.
public final class TableScan {
    private TableScan() {}

    /// Returns the rows in some ranges, in whatever order is fastest: segment by segment, then the
    /// memtable.
    ///
    /// @param ranges disjoint and ascending
    public static RowStream inAnyOrder(
            TableState state, List<KeyRange> ranges, ScanColumns columns) {
        List<RowSource> sources = sources(state, ranges, columns, false, Optional.empty());
        return new ConcatenatedScan(sources);
    }

    /// Returns the rows in some ranges in the order of their keys.
    ///
    /// @param ranges disjoint and ascending, also when the scan goes backward
    public static RowStream inKeyOrder(
            TableState state, List<KeyRange> ranges, ScanColumns columns, boolean backward) {
        int sourceCount = state.segments().size() + (state.memtable().isEmpty() ? 0 : 1);
        Optional<KeyOrder> order =
                sourceCount > 1 ? Optional.of(KeyOrder.of(state, backward)) : Optional.empty();
        List<RowSource> sources = sources(state, ranges, columns, backward, order);
        return order.isPresent()
                ? new MergedScan(sources, order.get(), columns.columns().size())
                : new OrderedScan(sources);
    }

    private static List<RowSource> sources(
            TableState state,
            List<KeyRange> ranges,
            ScanColumns columns,
            boolean backward,
            Optional<KeyOrder> order) {
        var sources = new ArrayList<RowSource>();
        for (SegmentState segment : state.segments()) {
            SegmentSource.of(segment, ranges, columns, backward, order).ifPresent(sources::add);
        }
        MemSource.of(state.memtable(), state.layout(), ranges, columns, backward, order)
                .ifPresent(sources::add);
        return sources;
    }
}
