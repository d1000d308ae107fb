package dev.reckon.storage.scan;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;

/// Makes the state of a table as a transaction sees it that has written to it: as if its writes had
/// been committed. Costs about as much as the writes in the ranges asked for.
public final class VisibleState {
    private VisibleState() {}

    /// Returns a state that has, in some ranges of keys, what is committed and what is written;
    /// what it has in other ranges is unspecified.
    public static TableState of(TableState committed, TableWrites writes, List<KeyRange> ranges) {
        if (writes.isEmpty()) {
            return committed;
        }
        return new TableState(
                committed.schema(),
                committed.layout(),
                memtable(committed.memtable(), writes, ranges),
                segments(committed, writes.replaced(), ranges),
                committed.changedSequence());
    }

    private static MemTree memtable(MemTree memtable, TableWrites writes, List<KeyRange> ranges) {
        MemTree rows = writes.rows();
        if (memtable.isEmpty() && writes.deletedCount() == 0) {
            return rows;
        }
        // The larger tree is changed by the smaller one.
        if (rows.count() <= memtable.count()) {
            return addWrites(memtable, rows, ranges);
        }
        return addCommitted(rows, memtable, writes.deletedCount() > 0, ranges);
    }

    private static MemTree addWrites(MemTree memtable, MemTree rows, List<KeyRange> ranges) {
        MemTreeEditor editor = memtable.edit();
        for (KeyRange range : ranges) {
            int left = count(rows, range);
            for (MemCursor row = MemCursor.forward(rows, range.lower()); left > 0; row.next()) {
                if (isDeleted(row.row())) {
                    editor.remove(row.key());
                } else {
                    editor.put(row.key(), row.row());
                }
                left--;
            }
        }
        return editor.tree();
    }

    private static MemTree addCommitted(
            MemTree rows, MemTree memtable, boolean anyDeleted, List<KeyRange> ranges) {
        MemTreeEditor editor = rows.edit();
        for (KeyRange range : ranges) {
            int left = count(memtable, range);
            for (MemCursor row = MemCursor.forward(memtable, range.lower()); left > 0; row.next()) {
                if (!rows.contains(row.key())) {
                    editor.put(row.key(), row.row());
                }
                left--;
            }
            left = anyDeleted ? count(rows, range) : 0;
            for (MemCursor row = MemCursor.forward(rows, range.lower()); left > 0; row.next()) {
                if (isDeleted(row.row())) {
                    editor.remove(row.key());
                }
                left--;
            }
        }
        return editor.tree();
    }

    private static int count(MemTree tree, KeyRange range) {
        return TableCounts.rankEnd(tree, range) - tree.rank(range.lower());
    }

    private static List<SegmentState> segments(
            TableState committed, MemTree replaced, List<KeyRange> ranges) {
        List<SegmentState> segments = committed.segments();
        if (segments.isEmpty() || replaced.isEmpty()) {
            return segments;
        }
        var editors = new ArrayList<DeletedPositions.Editor>();
        segments.forEach(segment -> editors.add(segment.deleted().edit()));
        for (KeyRange range : ranges) {
            int left = count(replaced, range);
            for (MemCursor key = MemCursor.forward(replaced, range.lower()); left > 0; key.next()) {
                mark(committed, key.key(), editors);
                left--;
            }
        }
        var marked = new ArrayList<SegmentState>();
        for (int index = 0; index < segments.size(); index++) {
            SegmentState segment = segments.get(index);
            marked.add(
                    new SegmentState(
                            segment.segment(), editors.get(index).build(), segment.lastSequence()));
        }
        return marked;
    }

    private static void mark(
            TableState committed, RowKey key, List<DeletedPositions.Editor> editors) {
        for (int index = editors.size() - 1; index >= 0; index--) {
            int position = committed.livePosition(index, key);
            if (position >= 0) {
                editors.get(index).add(position);
                return;
            }
        }
    }

    /// Returns whether a row of a write set says that its key is deleted.
    @SuppressWarnings("ReferenceEquality") // The mark is told by identity, never by content.
    static boolean isDeleted(byte[] row) {
        return row == MemTree.DELETED;
    }
}
