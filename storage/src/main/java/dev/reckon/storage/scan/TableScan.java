package dev.reckon.storage.scan;

import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.KeyRange;
import java.util.ArrayList;
import java.util.List;

/// Begins scans of a table.
public final class TableScan {
    private TableScan() {}

    /// Returns the rows in some ranges, in whatever order is fastest: segment by segment, then the
    /// memtable.
    ///
    /// @param ranges disjoint and ascending
    public static RowStream inAnyOrder(
            TableState state, List<KeyRange> ranges, ScanColumns columns) {
        return new ConcatenatedScan(
                sources(state, ranges, columns, false), columns.columns().size());
    }

    /// Returns the rows in some ranges in the order of their keys.
    ///
    /// @param ranges disjoint and ascending, also when the scan goes backward
    /// @param firstRowCount how many rows to load at first; 0 when nothing is known
    public static RowStream inKeyOrder(
            TableState state,
            List<KeyRange> ranges,
            ScanColumns columns,
            boolean backward,
            int firstRowCount) {
        var windowSize =
                new WindowSize(firstRowCount == 0 ? WindowSize.USUAL_FIRST : firstRowCount);
        List<RowSource> sources = sources(state, ranges, columns, backward);
        return switch (sources.size()) {
            case 0 -> new ConcatenatedScan(sources, columns.columns().size());
            case 1 -> new OrderedScan(sources.getFirst(), windowSize);
            default ->
                    new MergedScan(
                            sources,
                            KeyOrder.of(state, backward),
                            columns.columns().size(),
                            windowSize);
        };
    }

    private static List<RowSource> sources(
            TableState state, List<KeyRange> ranges, ScanColumns columns, boolean backward) {
        var sources = new ArrayList<RowSource>();
        for (SegmentState segment : state.segments()) {
            SegmentSource.of(segment, ranges, columns, backward).ifPresent(sources::add);
        }
        MemSource.of(state.memtable(), state.layout(), ranges, columns, backward)
                .ifPresent(sources::add);
        return sources;
    }
}
