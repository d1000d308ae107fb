package dev.reckon.storage.bulk;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.batch.VectorGather;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/// Rows of one table, gathered as they came and given in the order of their keys. Each has a tag:
/// what its owner knows it by, greater than those of all rows before. For one thread.
///
/// A place is a number in the order of keys, from 0, after [#sort].
public final class RowRun {
    /// About what a value takes that is an object.
    private static final int OBJECT_BYTES = 64;

    private final TableSchema schema;
    private final KeyRun keys;
    private final List<Batch> batches = new ArrayList<>();

    /// The number of each batch's first row.
    private int[] starts = new int[16];

    private long[] tags = {};
    private long byteCount;

    /// The places that [#writeTo] leaves out.
    private final BitSet excluded = new BitSet();

    public RowRun(TableSchema schema) {
        this.schema = schema;
        this.keys = new KeyRun(new KeyEncoder(schema));
    }

    public int rowCount() {
        return keys.count();
    }

    /// Returns about how much memory the rows take.
    public long byteCount() {
        return byteCount;
    }

    /// Adds the selected rows of a batch with all columns of the table.
    ///
    /// @param rowTags the tag of each physical row
    public void add(Batch rows, long[] rowTags) {
        if (rows.selectedCount() == 0) {
            return;
        }
        int start = keys.count();
        Batch dense = rows.compact();
        int end = start + dense.rowCount();
        if (end > tags.length) {
            tags = Arrays.copyOf(tags, Math.max(end, tags.length * 2));
        }
        for (int i = 0; i < dense.rowCount(); i++) {
            tags[start + i] = rowTags[rows.row(i)];
        }
        keys.add(dense);
        if (batches.size() == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[batches.size()] = start;
        batches.add(dense);
        for (ColumnVector column : dense.columns()) {
            byteCount += byteCount(column);
        }
    }

    private static long byteCount(ColumnVector column) {
        long rowCount = column.rowCount();
        return switch (column) {
            case LongVector _, DoubleVector _ -> rowCount * Long.BYTES;
            case NumericVector numbers ->
                    rowCount * (numbers.isCompact() ? Long.BYTES : OBJECT_BYTES);
            case ObjectVector _ -> rowCount * OBJECT_BYTES;
            case BytesVector strings -> {
                long sum = rowCount * Long.BYTES;
                for (int row = 0; row < rowCount; row++) {
                    sum += strings.ends()[row] - strings.starts()[row];
                }
                yield sum;
            }
        };
    }

    /// The rows one by one, as they came.
    public final class Arrivals {
        private int batchNumber;
        private int rowInBatch;

        public boolean isValid() {
            return batchNumber < batches.size();
        }

        public Batch batch() {
            return batches.get(batchNumber);
        }

        /// Returns the row's number in [#batch].
        public int row() {
            return rowInBatch;
        }

        public long tag() {
            return tags[starts[batchNumber] + rowInBatch];
        }

        public void next() {
            if (++rowInBatch == batch().rowCount()) {
                rowInBatch = 0;
                batchNumber++;
            }
        }
    }

    /// Returns the rows as they came, from the first.
    public Arrivals arrivals() {
        return new Arrivals();
    }

    /// Puts the rows in order, and tells the places of those whose key has come before.
    public void sort(IntConsumer repeated) {
        keys.sort();
        keys.forEachRepeated(repeated);
    }

    /// Leaves out the row at a place.
    public void exclude(int place) {
        excluded.set(place);
    }

    public boolean isExcluded(int place) {
        return excluded.get(place);
    }

    /// Returns the place of a row that is written, by its position among those.
    public int placeOfWritten(int position) {
        if (excluded.isEmpty()) {
            return position;
        }
        int place = position;
        int left = excluded.cardinality();
        for (int next = excluded.nextSetBit(0); next >= 0 && left > 0; left--) {
            if (next > place) {
                break;
            }
            place++;
            next = excluded.nextSetBit(next + 1);
        }
        return place;
    }

    /// Returns how many rows [#writeTo] writes.
    public int writtenCount() {
        return keys.count() - excluded.cardinality();
    }

    public RowKey key(int place) {
        return keys.key(place);
    }

    /// Returns the keys of all rows, in order after [#sort]; valid as long as nothing is added.
    public KeySet keys() {
        return keys;
    }

    /// Hands out each row that is not left out, in order.
    public void forEach(RowLayout layout, RowSink sink) {
        ColumnVector[][] columns = new ColumnVector[batches.size()][];
        for (int batch = 0; batch < columns.length; batch++) {
            columns[batch] = batches.get(batch).columns().toArray(ColumnVector[]::new);
        }
        for (int place = 0; place < keys.count(); place++) {
            if (!excluded.get(place)) {
                int row = keys.row(place);
                int batch = columns.length == 1 ? 0 : batchOf(row);
                sink.row(keys.key(place), layout.encode(columns[batch], row - starts[batch]));
            }
        }
    }

    /// Receives rows in the order of their keys.
    public interface RowSink {
        void row(RowKey key, byte[] row);
    }

    /// Returns the first place whose key is at least `key`.
    public int lowerBound(RowKey key) {
        return keys.lowerBound(key);
    }

    public long tag(int place) {
        return tags[keys.row(place)];
    }

    /// Returns the row at a place, alone.
    public Batch row(int place) {
        int row = keys.row(place);
        int batch = batchOf(row);
        return batches.get(batch).select(new int[] {row - starts[batch]}, 1).compact();
    }

    private int batchOf(int row) {
        int found = Arrays.binarySearch(starts, 0, batches.size(), row);
        return found >= 0 ? found : -found - 2;
    }

    /// Returns the least key of those that are written.
    public RowKey firstKey() {
        return keys.key(excluded.nextClearBit(0));
    }

    /// Returns the greatest key of those that are written.
    public RowKey lastKey() {
        return keys.key(excluded.previousClearBit(keys.count() - 1));
    }

    /// Writes the rows in order, but for those left out.
    public void writeTo(SegmentWriter writer) {
        if (keys.isAscending() && excluded.isEmpty()) {
            batches.forEach(writer::add);
            return;
        }
        int[] batchOfRow = new int[keys.count()];
        for (int batch = 0; batch < batches.size(); batch++) {
            int end = batch + 1 < batches.size() ? starts[batch + 1] : keys.count();
            Arrays.fill(batchOfRow, starts[batch], end, batch);
        }
        List<ColumnVector[]> parts = parts();
        int[] origins = new int[Batch.ROW_COUNT];
        int[] rows = new int[Batch.ROW_COUNT];
        int place = 0;
        while (place < keys.count()) {
            int count = 0;
            for (; place < keys.count() && count < Batch.ROW_COUNT; place++) {
                if (!excluded.get(place)) {
                    int row = keys.row(place);
                    origins[count] = batchOfRow[row];
                    rows[count++] = row - starts[batchOfRow[row]];
                }
            }
            var columns = new ArrayList<ColumnVector>(parts.size());
            for (ColumnVector[] column : parts) {
                columns.add(VectorGather.gather(column, origins, rows, count));
            }
            if (count > 0) {
                writer.add(new Batch(columns, count));
            }
        }
    }

    private List<ColumnVector[]> parts() {
        var parts = new ArrayList<ColumnVector[]>();
        for (int column = 0; column < schema.columns().size(); column++) {
            ColumnVector[] vectors = new ColumnVector[batches.size()];
            for (int batch = 0; batch < vectors.length; batch++) {
                vectors[batch] = batches.get(batch).column(column);
            }
            parts.add(vectors);
        }
        return parts;
    }
}
