package dev.reckon.sql.optimize;

import dev.reckon.storage.ColumnStatistics;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import java.util.Optional;

/// What a snapshot tells of its tables. Valid while the snapshot is open.
public record SnapshotStatistics(Snapshot snapshot) implements Statistics {
    /// For a table that is only being made.
    private static final long ROW_COUNT_GUESS = 1000;

    @Override
    public long rowCount(long tableId) {
        return snapshot.table(tableId).map(TableSnapshot::size).orElse(ROW_COUNT_GUESS);
    }

    @Override
    public Optional<ColumnStatistics> column(long tableId, int position) {
        return snapshot.table(tableId).map(table -> table.statistics(position));
    }
}
