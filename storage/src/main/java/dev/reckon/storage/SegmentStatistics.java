package dev.reckon.storage;

import dev.reckon.index.IndexStatistics;

/// What is known of one segment.
///
/// @param rowCount positions, live and deleted
/// @param byteCount size of the file
public record SegmentStatistics(
        long segmentId,
        long rowCount,
        long deletedRowCount,
        long byteCount,
        IndexStatistics index) {}
