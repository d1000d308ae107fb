package dev.reckon.storage.maintenance;

import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.Committer;
import java.util.List;
import java.util.Optional;

/// Moves what is left of a table's segments back to its memtable after mass deletes, so that a
/// table that has become small lives in memory alone, as one does that was never large. For one
/// thread at a time.
///
/// Few rows are moved, so commits wait meanwhile. Until the next checkpoint the old segments and
/// the log say what the table holds; after it, the manifest does.
final class Shrink {
    /// A table moves when it has no more rows than this part of what becomes a segment: far enough
    /// below for it not to move forth and back.
    private static final int SMALL_PART = 4;

    /// Deleted rows for each live one; below that, too little is gained.
    private static final int DELETED_MIN = 3;

    private final Committer committer;
    private final int rowCountMax;
    private final long byteCountMax;

    /// @param rowCountMax rows of a memtable that can become a segment
    /// @param byteCountMax likewise, bytes
    Shrink(Committer committer, int rowCountMax, long byteCountMax) {
        this.committer = committer;
        this.rowCountMax = rowCountMax / SMALL_PART;
        this.byteCountMax = byteCountMax / SMALL_PART;
    }

    /// Moves the rows of a table if it is due, and returns whether it was.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 when a row cannot be read; nothing
    ///   has changed then
    boolean run(TableState table) {
        if (!isDue(table)) {
            return false;
        }
        boolean[] moved = {false};
        committer.rearrange(state -> {
            Optional<StoreState> next = moved(state, table.schema().id());
            moved[0] = next.isPresent();
            return next.orElse(state);
        });
        return moved[0];
    }

    private boolean isDue(TableState table) {
        if (table.segments().isEmpty()) {
            return false;
        }
        long live = 0;
        long deleted = 0;
        double liveBytes = table.memtable().byteCount();
        for (SegmentState state : table.segments()) {
            live += state.liveRowCount();
            deleted += state.deleted().count();
            Segment segment = state.segment();
            liveBytes += (double) segment.byteCount() * state.liveRowCount() / segment.rowCount();
        }
        return table.memtable().count() + live <= rowCountMax
                && liveBytes <= byteCountMax
                && deleted >= DELETED_MIN * live;
    }

    /// Returns the state with all rows of the table in its memtable; empty when the table is gone,
    /// or has grown meanwhile.
    private Optional<StoreState> moved(StoreState state, long tableId) {
        Optional<TableState> found = state.tables().find(tableId);
        if (found.isEmpty() || !isDue(found.get())) {
            return Optional.empty();
        }
        TableState newest = found.get();
        MemTreeEditor memtable = newest.memtable().edit();
        for (SegmentState segment : newest.segments()) {
            put(segment, memtable);
        }
        TableState next = newest.with(memtable.tree(), List.of());
        return Optional.of(state.with(state.tables().with(next)));
    }

    private static void put(SegmentState state, MemTreeEditor memtable) {
        Segment segment = state.segment();
        DeletedPositions deleted = state.deleted();
        int live = state.liveRowCount();
        for (int rank = 0; rank < live; rank++) {
            int position = deleted.livePosition(rank);
            memtable.put(segment.key(position), segment.row(position));
        }
    }
}
