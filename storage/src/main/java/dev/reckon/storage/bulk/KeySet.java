package dev.reckon.storage.bulk;

import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.type.RowKey;

/// Keys in ascending order, at places from 0; at least one.
public interface KeySet {
    int count();

    RowKey key(int place);

    /// Returns the place of a key; -1 when it is not here.
    int find(RowKey key);

    default RowKey firstKey() {
        return key(0);
    }

    default RowKey lastKey() {
        return key(count() - 1);
    }

    /// Returns whether a key can be here, by the first and the last.
    default boolean spans(RowKey key) {
        return firstKey().compareTo(key) <= 0 && lastKey().compareTo(key) >= 0;
    }

    /// The keys of a segment, at their positions.
    record OfSegment(Segment segment) implements KeySet {
        @Override
        public int count() {
            return segment.rowCount();
        }

        @Override
        public RowKey key(int place) {
            return segment.key(place);
        }

        @Override
        public int find(RowKey key) {
            return segment.position(key);
        }

        @Override
        public RowKey firstKey() {
            return segment.firstKey();
        }

        @Override
        public RowKey lastKey() {
            return segment.lastKey();
        }
    }
}
