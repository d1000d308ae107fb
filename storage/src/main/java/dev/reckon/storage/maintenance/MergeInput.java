package dev.reckon.storage.maintenance;

import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.type.RowKey;
import java.util.Optional;

/// The live rows of a segment that is merged, from the first to the last; ordered by the key of the
/// row that comes next. For one thread.
final class MergeInput implements Comparable<MergeInput> {
    private static final RowKey NO_KEY = new RowKey(new byte[0]);

    private final Segment segment;
    private final DeletedPositions deleted;
    private int position;
    private RowKey key = NO_KEY;

    MergeInput(SegmentState state) {
        this.segment = state.segment();
        this.deleted = state.deleted();
        goTo(0);
    }

    boolean hasRow() {
        return position < segment.rowCount();
    }

    /// Returns about how many bytes of file a row takes.
    long bytesPerRow() {
        return segment.byteCount() / segment.rowCount();
    }

    RowKey key() {
        return key;
    }

    /// Goes to the first live row at or after a position.
    private void goTo(int start) {
        position = start;
        while (position < segment.rowCount() && deleted.contains(position)) {
            position++;
        }
        key = hasRow() ? segment.key(position) : NO_KEY;
    }

    /// Goes to the next live row.
    void next() {
        goTo(position + 1);
    }

    /// Copies rows that are less than `limit`, at least one and at most `countMax`, and returns how
    /// many.
    int copyTo(SegmentWriter writer, Optional<RowKey> limit, int countMax) {
        int end = end(limit);
        int copied = 0;
        while (position < end && copied < countMax) {
            int liveEnd = Math.min(end, deleted.next(position));
            int count = Math.min(liveEnd - position, countMax - copied);
            writer.add(segment, position, position + count);
            copied += count;
            goTo(position + count);
        }
        return copied;
    }

    private int end(Optional<RowKey> limit) {
        if (limit.isEmpty()) {
            return segment.rowCount();
        }
        // Mostly the next row is beyond the limit already, or near.
        int step = 1;
        int low = position;
        while (low + step < segment.rowCount()
                && segment.key(low + step).compareTo(limit.get()) < 0) {
            low += step;
            step *= 2;
        }
        int high = Math.min(low + step, segment.rowCount());
        while (low + 1 < high) {
            int middle = (low + high) >>> 1;
            if (segment.key(middle).compareTo(limit.get()) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + 1;
    }

    @Override
    public int compareTo(MergeInput other) {
        return key.compareTo(other.key);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
