package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One table at one moment: every key is live in the memtable or at one position of one segment,
/// never in two places. Immutable; safe for many threads.
///
/// @param layout how rows are laid out, made once for the schema
/// @param segments in the order in which they were made; key ranges may overlap
/// @param changedSequence the last commit that changed any row of the table
public record TableState(
        TableSchema schema,
        RowLayout layout,
        MemTree memtable,
        List<SegmentState> segments,
        long changedSequence) {
    public TableState {
        segments = List.copyOf(segments);
    }

    /// Makes the state of a new table.
    public static TableState empty(TableSchema schema, long sequence) {
        return new TableState(schema, new RowLayout(schema), MemTree.EMPTY, List.of(), sequence);
    }

    /// Returns the same rows in other places.
    public TableState with(MemTree newMemtable, List<SegmentState> newSegments) {
        return new TableState(schema, layout, newMemtable, newSegments, changedSequence);
    }

    /// Returns this table with further segments, of none of whose keys it has a live row.
    public TableState withAdded(List<Segment> added, long sequence) {
        if (added.isEmpty()) {
            return this;
        }
        List<SegmentState> all = new ArrayList<>(segments);
        added.forEach(
                segment -> all.add(new SegmentState(segment, DeletedPositions.NONE, sequence)));
        return new TableState(schema, layout, memtable, all, Math.max(changedSequence, sequence));
    }

    /// Returns the exact number of live rows.
    public long rowCount() {
        long count = memtable.count();
        for (SegmentState segment : segments) {
            count += segment.liveRowCount();
        }
        return count;
    }

    /// Returns the live row under a key.
    public Optional<byte[]> find(RowKey key) {
        byte[] recent = memtable.find(key);
        if (recent != null) {
            return Optional.of(recent);
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            int position = livePosition(i, key);
            if (position >= 0) {
                return Optional.of(segments.get(i).segment().row(position));
            }
        }
        return Optional.empty();
    }

    public boolean contains(RowKey key) {
        if (memtable.contains(key)) {
            return true;
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (livePosition(i, key) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Returns the number of a commit that is no earlier than the one that wrote a key's live row.
    public long writtenNoLaterThan(RowKey key) {
        if (!memtable.contains(key)) {
            for (int i = segments.size() - 1; i >= 0; i--) {
                if (livePosition(i, key) >= 0) {
                    return Math.min(segments.get(i).lastSequence(), changedSequence);
                }
            }
        }
        return changedSequence;
    }

    /// Returns the position of a live row in one of the segments, -1 when it is not there.
    ///
    /// @param segmentIndex in [#segments]
    public int livePosition(int segmentIndex, RowKey key) {
        SegmentState state = segments.get(segmentIndex);
        if (key.compareTo(state.segment().lastKey()) > 0
                || key.compareTo(state.segment().firstKey()) < 0) {
            return -1;
        }
        int position = state.segment().position(key);
        return position >= 0 && !state.deleted().contains(position) ? position : -1;
    }
}
