package dev.reckon.storage.state;

import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;

/// A segment, and which of its rows are live.
///
/// @param lastSequence no row in it was written by a later commit
public record SegmentState(Segment segment, DeletedPositions deleted, long lastSequence) {
    public int liveRowCount() {
        return segment.rowCount() - deleted.count();
    }
}
