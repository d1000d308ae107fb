package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.memtable.TreeDifference;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.Committer;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Moves the rows of a memtable to a new segment, while commits go on. For one thread at a time.
final class Flush {
    private final FileSystem files;
    private final Committer committer;
    private final LongSupplier segmentIds;
    private final WriteCounts counts;

    Flush(FileSystem files, Committer committer, LongSupplier segmentIds, WriteCounts counts) {
        this.counts = counts;
        this.files = files;
        this.committer = committer;
        this.segmentIds = segmentIds;
    }

    /// Moves the rows that a table's memtable has now.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; nothing has changed then
    void run(TableState table) {
        if (table.memtable().isEmpty()) {
            return;
        }
        Segment segment =
                NewSegments.write(
                        files,
                        segmentIds.getAsLong(),
                        table.schema(),
                        table.layout(),
                        table.memtable());
        counts.flushed().add(segment);
        boolean[] installed = {false};
        try {
            committer.rearrange(state -> {
                Optional<StoreState> next = install(state, table, segment);
                installed[0] = next.isPresent();
                return next.orElse(state);
            });
        } finally {
            if (!installed[0]) {
                NewSegments.discard(files, List.of(segment));
            }
        }
    }

    /// Returns the state with the segment in it: rows that are still the same leave the memtable,
    /// rows that were changed or removed since are marked deleted in the segment. Empty when the
    /// segment is of no use any more.
    private static Optional<StoreState> install(
            StoreState state, TableState flushed, Segment segment) {
        Optional<TableState> found = state.tables().find(flushed.schema().id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableState newest = found.get();
        MemTreeEditor rest = MemTree.EMPTY.edit();
        DeletedPositions.Editor deleted = DeletedPositions.NONE.edit();
        TreeDifference difference = new TreeDifference(flushed.memtable(), newest.memtable());
        while (difference.next()) {
            RowKey key = new RowKey(difference.key());
            if (difference.before() != null) {
                deleted.add(segment.position(key));
            }
            byte[] row = difference.after();
            if (row != null) {
                rest.put(key, row);
            }
        }
        DeletedPositions positions = deleted.build();
        if (positions.count() == segment.rowCount()) {
            return Optional.empty();
        }
        List<SegmentState> segments = new ArrayList<>(newest.segments());
        segments.add(new SegmentState(segment, positions, flushed.changedSequence()));
        TableState next = newest.with(rest.tree(), segments);
        return Optional.of(state.with(state.tables().with(next)));
    }
}
