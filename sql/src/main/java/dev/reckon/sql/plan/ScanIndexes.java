package dev.reckon.sql.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The secondary indexes that could serve each scan of a statement, over the scan's own columns.
/// For one thread.
public final class ScanIndexes {
    private final Map<Integer, List<Target.IndexTarget>> byColumn = new HashMap<>();

    /// Adds the indexes of a scan.
    public void add(List<Column> columns, List<Target.IndexTarget> indexes) {
        columns.forEach(column -> byColumn.put(column.id(), indexes));
    }

    /// Returns the indexes of a scan, some of whose columns may have been pruned.
    public List<Target.IndexTarget> of(TableScan scan) {
        return scan.columns().isEmpty()
                ? List.of()
                : byColumn.getOrDefault(scan.columns().getFirst().id(), List.of());
    }
}
