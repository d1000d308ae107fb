package dev.reckon.storage.state;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorGather;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the live rows of many keys are in one state of a table, found together: memory is searched
/// in the order of the keys, and a segment's model is asked for many keys at once, which overlaps
/// their waits for memory. Immutable; for as long as the state's files are in use.
public final class RowPlaces {
    private static final int NOWHERE = -1;
    private static final int IN_MEMORY = -2;

    private final TableState table;
    private final int count;

    /// The rows that are in memory.
    private final byte[] @Nullable [] recent;

    /// In which of the table's segments each row is, or one of the constants.
    private final int[] segments;

    private final int[] positions;

    private RowPlaces(TableState table, int count) {
        this.table = table;
        this.count = count;
        this.recent = new byte[count][];
        this.segments = new int[count];
        this.positions = new int[count];
        Arrays.fill(segments, NOWHERE);
    }

    /// Finds the rows of all keys but some.
    ///
    /// @param order the numbers of the keys to find, so that the keys ascend
    public static RowPlaces find(TableState table, RowKey[] keys, int[] order) {
        var places = new RowPlaces(table, keys.length);
        int[] sought = places.findInMemory(keys, order);
        for (int i = table.segments().size() - 1; i >= 0 && sought.length > 0; i--) {
            sought = places.findInSegment(i, keys, sought);
        }
        return places;
    }

    /// Returns which of the keys are still sought.
    private int[] findInMemory(RowKey[] keys, int[] order) {
        if (table.memtable().isEmpty()) {
            return order;
        }
        int[] sought = new int[order.length];
        int soughtCount = 0;
        for (int key : order) {
            byte[] row = table.memtable().find(keys[key]);
            if (row == null) {
                sought[soughtCount++] = key;
            } else {
                recent[key] = row;
                segments[key] = IN_MEMORY;
            }
        }
        return Arrays.copyOf(sought, soughtCount);
    }

    private int[] findInSegment(int number, RowKey[] keys, int[] sought) {
        Segment segment = table.segments().get(number).segment();
        DeletedPositions deleted = table.segments().get(number).deleted();
        int start = lowerBound(keys, sought, segment.firstKey());
        int end = lowerBound(keys, sought, segment.lastKey());
        if (end < sought.length && keys[sought[end]].equals(segment.lastKey())) {
            end++;
        }
        int candidateCount = end - start;
        if (candidateCount == 0) {
            return sought;
        }
        RowKey[] candidates = new RowKey[candidateCount];
        for (int i = 0; i < candidateCount; i++) {
            candidates[i] = keys[sought[start + i]];
        }
        int[] found = new int[candidateCount];
        segment.learned().positions(candidates, candidateCount, found);
        int[] rest = new int[sought.length];
        System.arraycopy(sought, 0, rest, 0, start);
        int restCount = start;
        for (int i = 0; i < candidateCount; i++) {
            int key = sought[start + i];
            if (found[i] >= 0 && !deleted.contains(found[i])) {
                segments[key] = number;
                positions[key] = found[i];
            } else {
                rest[restCount++] = key;
            }
        }
        System.arraycopy(sought, end, rest, restCount, sought.length - end);
        return Arrays.copyOf(rest, restCount + sought.length - end);
    }

    /// Returns the first place in `sought` of a key that is at least `bound`.
    private static int lowerBound(RowKey[] keys, int[] sought, RowKey bound) {
        int low = 0;
        int high = sought.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[sought[middle]].compareTo(bound) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Returns whether the table has a row under a key.
    public boolean exists(int key) {
        return segments[key] != NOWHERE;
    }

    /// Returns whether two states of a table have the same row under a key, or both none. Rows may
    /// have moved between memory and segments: then they are compared by content.
    public boolean hasSameRow(RowPlaces other, int key) {
        if (!exists(key) || !other.exists(key)) {
            return exists(key) == other.exists(key);
        }
        if (segments[key] >= 0
                && other.segments[key] >= 0
                && segmentId(key) == other.segmentId(key)) {
            return positions[key] == other.positions[key];
        }
        return Arrays.equals(row(key), other.row(key));
    }

    private long segmentId(int key) {
        return table.segments().get(segments[key]).segment().id();
    }

    /// Returns the row of a key that has one.
    private byte[] row(int key) {
        byte[] row = recent[key];
        return row != null
                ? row
                : table.segments().get(segments[key]).segment().row(positions[key]);
    }

    /// Returns where a key's row is, for [TableWrites#replaced].
    public byte[] place(int key) {
        return segments[key] >= 0 ? RowPlace.of(segmentId(key), positions[key]) : RowPlace.UNKNOWN;
    }

    /// Reads rows.
    ///
    /// @param columns the columns wanted, in the order of the batch's columns
    /// @param own rows that count instead of what the table has, null where there is none
    /// @param keys the numbers of those wanted, each of which has a row here or among `own`
    public Batch rows(List<Integer> columns, byte[] @Nullable [] own, int[] keys) {
        int[] origins = new int[keys.length];
        int[] rows = new int[keys.length];
        var parts = new ArrayList<List<ColumnVector>>();
        addInMemory(columns, own, keys, parts, rows);
        for (int number = 0; number < table.segments().size(); number++) {
            addOfSegment(number, columns, own, keys, parts, origins, rows);
        }
        if (parts.isEmpty()) {
            return new Batch(table.layout().decode(new byte[0][], 0, columns), 0);
        }
        if (parts.size() == 1) {
            return new Batch(parts.getFirst(), keys.length);
        }
        var vectors = new ArrayList<ColumnVector>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            int number = column;
            ColumnVector[] pieces =
                    parts.stream().map(part -> part.get(number)).toArray(ColumnVector[]::new);
            vectors.add(VectorGather.gather(pieces, origins, rows, keys.length));
        }
        return new Batch(vectors, keys.length);
    }

    private void addInMemory(
            List<Integer> columns,
            byte[] @Nullable [] own,
            int[] keys,
            List<List<ColumnVector>> parts,
            int[] rows) {
        byte[][] found = new byte[keys.length][];
        int foundCount = 0;
        for (int i = 0; i < keys.length; i++) {
            byte[] row = own[keys[i]] != null ? own[keys[i]] : recent[keys[i]];
            if (row != null) {
                rows[i] = foundCount;
                found[foundCount++] = row;
            }
        }
        if (foundCount > 0) {
            parts.add(table.layout().decode(found, foundCount, columns));
        }
    }

    private void addOfSegment(
            int number,
            List<Integer> columns,
            byte[] @Nullable [] own,
            int[] keys,
            List<List<ColumnVector>> parts,
            int[] origins,
            int[] rows) {
        int[] wanted = new int[keys.length];
        int wantedCount = 0;
        for (int i = 0; i < keys.length; i++) {
            if (own[keys[i]] == null && segments[keys[i]] == number) {
                origins[i] = parts.size();
                rows[i] = wantedCount;
                wanted[wantedCount++] = positions[keys[i]];
            }
        }
        if (wantedCount == 0) {
            return;
        }
        Segment segment = table.segments().get(number).segment();
        var vectors = new ArrayList<ColumnVector>(columns.size());
        for (int column : columns) {
            vectors.add(segment.column(column).gather(wanted, wantedCount));
        }
        parts.add(vectors);
    }

    /// Returns the number of keys asked for.
    public int count() {
        return count;
    }
}
