package dev.reckon.storage.scan;

import dev.reckon.index.LookupTrace;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorGather;
import dev.reckon.storage.segment.KeyLookup;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds rows by their keys: in a transaction's own writes, in the memtable, then in the segments,
/// newest first. Immutable; safe for many threads while the state's segments are open.
public final class TableLookup {
    private final TableState state;
    private final TableWrites writes;
    private final boolean learned;
    private final List<SegmentState> segments;

    /// @param learned whether segments are searched by their models; otherwise by halving
    public TableLookup(TableState state, TableWrites writes, boolean learned) {
        this.state = state;
        this.writes = writes;
        this.learned = learned;
        this.segments = state.segments();
    }

    private KeyLookup lookup(Segment segment) {
        return learned ? segment.learned() : segment.binary();
    }

    /// Finds one row: a batch of one row with the given columns, or of none.
    public Batch find(RowKey key, List<Integer> columns) {
        if (!writes.isEmpty()) {
            byte[] own = writes.rows().find(key);
            if (own != null) {
                return VisibleState.isDeleted(own) ? none(columns) : decode(own, columns);
            }
        }
        byte[] recent = state.memtable().find(key);
        if (recent != null) {
            return decode(recent, columns);
        }
        for (int index = segments.size() - 1; index >= 0; index--) {
            SegmentState candidate = segments.get(index);
            Segment segment = candidate.segment();
            if (!covers(segment, key)) {
                continue;
            }
            int position = lookup(segment).position(key);
            if (position >= 0 && !candidate.deleted().contains(position)) {
                int[] positions = {position};
                return gather(segment, positions, 1, columns);
            }
        }
        return none(columns);
    }

    private static boolean covers(Segment segment, RowKey key) {
        return segment.firstKey().compareTo(key) <= 0 && segment.lastKey().compareTo(key) >= 0;
    }

    private Batch none(List<Integer> columns) {
        return new Batch(state.layout().decode(new byte[0][], 0, columns), 0);
    }

    private Batch decode(byte[] row, List<Integer> columns) {
        return new Batch(state.layout().decode(new byte[][] {row}, 1, columns), 1);
    }

    private static Batch gather(
            Segment segment, int[] positions, int count, List<Integer> columns) {
        var vectors = new ColumnVector[columns.size()];
        for (int index = 0; index < vectors.length; index++) {
            vectors[index] = segment.column(columns.get(index)).gather(positions, count);
        }
        return new Batch(Arrays.asList(vectors), count);
    }

    /// Finds many rows at once.
    ///
    /// @param keys in any order, of which the first `count` are used
    /// @param matches set to the index in `keys` of each row that was found, in the batch's order
    public Batch find(RowKey[] keys, int count, List<Integer> columns, int[] matches) {
        var parts = new ArrayList<Batch>();
        // The keys that are still sought, and the index of each in `keys`.
        RowKey[] sought = new RowKey[count];
        int[] indexes = new int[count];
        int soughtCount = 0;
        byte[][] rows = new byte[count][];
        int found = 0;
        for (int index = 0; index < count; index++) {
            byte[] row = recentRow(keys[index]);
            if (row == null) {
                sought[soughtCount] = keys[index];
                indexes[soughtCount++] = index;
            } else if (!VisibleState.isDeleted(row)) {
                rows[found] = row;
                matches[found++] = index;
            }
        }
        if (found > 0) {
            parts.add(new Batch(state.layout().decode(rows, found, columns), found));
        }
        for (SegmentState segment : segments.reversed()) {
            if (soughtCount == 0) {
                break;
            }
            int before = found;
            int[] positions = new int[soughtCount];
            int[] live = new int[soughtCount];
            lookup(segment.segment()).positions(sought, soughtCount, positions);
            int left = 0;
            for (int item = 0; item < soughtCount; item++) {
                int position = positions[item];
                if (position >= 0 && !segment.deleted().contains(position)) {
                    live[found - before] = position;
                    matches[found++] = indexes[item];
                } else {
                    sought[left] = sought[item];
                    indexes[left++] = indexes[item];
                }
            }
            soughtCount = left;
            if (found > before) {
                parts.add(gather(segment.segment(), live, found - before, columns));
            }
        }
        return join(parts, columns);
    }

    private byte @org.jspecify.annotations.Nullable [] recentRow(RowKey key) {
        byte[] own = writes.isEmpty() ? null : writes.rows().find(key);
        return own != null ? own : state.memtable().find(key);
    }

    private Batch join(List<Batch> parts, List<Integer> columns) {
        if (parts.isEmpty()) {
            return none(columns);
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int rowCount = parts.stream().mapToInt(Batch::rowCount).sum();
        int[] origins = new int[rowCount];
        int[] rows = new int[rowCount];
        int row = 0;
        for (int origin = 0; origin < parts.size(); origin++) {
            for (int index = 0; index < parts.get(origin).rowCount(); index++) {
                origins[row] = origin;
                rows[row++] = index;
            }
        }
        var vectors = new ColumnVector[columns.size()];
        for (int column = 0; column < vectors.length; column++) {
            int index = column;
            ColumnVector[] columnParts =
                    parts.stream().map(part -> part.column(index)).toArray(ColumnVector[]::new);
            vectors[column] = VectorGather.gather(columnParts, origins, rows, rowCount);
        }
        return new Batch(Arrays.asList(vectors), rowCount);
    }

    /// Returns how the lookup of a key goes in each segment that could hold it, newest first.
    public List<LookupTrace> trace(RowKey key) {
        var traces = new ArrayList<LookupTrace>();
        for (SegmentState segment : segments.reversed()) {
            if (covers(segment.segment(), key)) {
                traces.add(lookup(segment.segment()).trace(key));
            }
        }
        return traces;
    }
}
