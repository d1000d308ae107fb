package dev.reckon.storage.state;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the next state of a table. For one thread.
public final class TableEditor {
    /// Fewer rows than this are put one by one.
    private static final int APPENDED_MIN = 128;

    private final TableState base;
    private final long sequence;
    private MemTreeEditor memtable;
    private final DeletedPositions.@Nullable Editor[] deletions;

    /// The segment that was asked for last: the next row is often in the same.
    private int lastIndex;

    TableEditor(TableState base, long sequence) {
        this.base = base;
        this.sequence = sequence;
        this.memtable = base.memtable().edit();
        this.deletions = new DeletedPositions.@Nullable Editor[base.segments().size()];
    }

    void write(TableWrites writes) {
        if (memtable.count() == 0 && writes.replaced().isEmpty() && writes.deletedCount() == 0) {
            memtable = writes.rows().edit();
            return;
        }
        if (writes.replaced().isEmpty() && writes.deletedCount() == 0 && follows(writes.rows())) {
            memtable.append(writes.rows());
            return;
        }
        MemCursor replaced = MemCursor.atRank(writes.replaced(), 0);
        for (MemCursor row = MemCursor.atRank(writes.rows(), 0); row.isValid(); row.next()) {
            RowKey key = row.key();
            if (replaced.isValid() && replaced.compareKey(key) == 0) {
                byte[] place = replaced.row();
                replaced.next();
                replace(key, row.row(), place);
            } else {
                insert(key, row.row());
            }
        }
    }

    /// Returns whether rows are many, and their keys all greater than those of the memtable.
    private boolean follows(MemTree rows) {
        return rows.count() >= APPENDED_MIN
                && memtable.lastKey().compareTo(rows.firstKey().orElseThrow()) < 0;
    }

    /// Puts a row under a key that the table doesn't have.
    public void insert(RowKey key, byte[] row) {
        if (memtable.put(key, row) != null) {
            throw new IllegalStateException("key inserted twice: " + key);
        }
    }

    /// Puts a row in place of the one that has the key; removes it for [MemTree#DELETED].
    public void replace(RowKey key, byte[] row) {
        replace(key, row, RowPlace.UNKNOWN);
    }

    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    private void replace(RowKey key, byte[] row, byte[] place) {
        boolean wasInSegment = RowPlace.isKnown(place) && markDeleted(key, place);
        if (row != MemTree.DELETED) {
            if (memtable.put(key, row) == null && !wasInSegment) {
                markDeleted(key);
            }
        } else if (!wasInSegment && memtable.remove(key) == null) {
            markDeleted(key);
        }
    }

    /// Marks the position that a row had when it was locked, and returns true; false when the
    /// segment is none of the table's any more.
    private boolean markDeleted(RowKey key, byte[] place) {
        int index = segmentIndex(RowPlace.segmentId(place));
        if (index < 0) {
            return false;
        }
        assert base.livePosition(index, key) == RowPlace.position(place) : "row not in its place";
        if (!deletions(index).add(RowPlace.position(place))) {
            throw new IllegalStateException("key deleted twice: " + key);
        }
        return true;
    }

    private int segmentIndex(long id) {
        List<SegmentState> segments = base.segments();
        if (lastIndex < segments.size() && segments.get(lastIndex).segment().id() == id) {
            return lastIndex;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).segment().id() == id) {
                lastIndex = i;
                return i;
            }
        }
        return -1;
    }

    private void markDeleted(RowKey key) {
        for (int i = deletions.length - 1; i >= 0; i--) {
            int position = base.livePosition(i, key);
            if (position >= 0) {
                deletions(i).add(position);
                return;
            }
        }
        throw new IllegalStateException("key not found: " + key);
    }

    private DeletedPositions.Editor deletions(int segmentIndex) {
        DeletedPositions.Editor editor = deletions[segmentIndex];
        if (editor == null) {
            editor = base.segments().get(segmentIndex).deleted().edit();
            deletions[segmentIndex] = editor;
        }
        return editor;
    }

    TableState build() {
        return new TableState(
                base.schema(), base.layout(), memtable.tree(), buildSegments(), sequence);
    }

    private List<SegmentState> buildSegments() {
        List<SegmentState> segments = new ArrayList<>(base.segments());
        for (int i = 0; i < deletions.length; i++) {
            DeletedPositions.Editor editor = deletions[i];
            if (editor != null) {
                SegmentState old = segments.get(i);
                segments.set(
                        i, new SegmentState(old.segment(), editor.build(), old.lastSequence()));
            }
        }
        return segments;
    }
}
