package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.type.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of a memtable in some ranges of keys.
final class MemSource implements RowSource {
    private final MemTree tree;
    private final RowLayout layout;
    private final List<Integer> columns;
    private final boolean backward;
    private final Optional<KeyOrder> order;
    private final List<KeyRange> ranges;

    private int range;
    private MemCursor cursor;

    /// Rows left in the current range.
    private int left;

    private byte[][] encoded = {};
    private byte[][] keys = {};
    private long[] codes = {};
    private int[] rows = {};
    private Batch batch = new Batch(List.of(), 0);

    private MemSource(
            MemTree tree,
            RowLayout layout,
            List<KeyRange> ranges,
            ScanColumns columns,
            boolean backward,
            Optional<KeyOrder> order) {
        this.tree = tree;
        this.layout = layout;
        this.columns = columns.columns();
        this.backward = backward;
        this.order = order;
        this.ranges = ranges;
        this.range = backward ? ranges.size() : -1;
        this.cursor = MemCursor.atRank(tree, tree.count());
    }

    /// Returns the source of the rows of a memtable in some ranges of keys; empty when there are
    /// none.
    static Optional<RowSource> of(
            MemTree tree,
            RowLayout layout,
            List<KeyRange> ranges,
            ScanColumns columns,
            boolean backward,
            Optional<KeyOrder> order) {
        for (KeyRange range : ranges) {
            if (rowCount(tree, range) > 0) {
                return Optional.of(new MemSource(tree, layout, ranges, columns, backward, order));
            }
        }
        return Optional.empty();
    }

    private static int rowCount(MemTree tree, KeyRange range) {
        if (tree.isEmpty() || range.isEmpty()) {
            return 0;
        }
        return TableCounts.rankEnd(tree, range) - tree.rank(range.lower());
    }

    @Override
    public boolean advance(int rowCountMax) {
        while (left == 0) {
            range += backward ? -1 : 1;
            if (range < 0 || range >= ranges.size()) {
                return false;
            }
            KeyRange keys = ranges.get(range);
            left = rowCount(tree, keys);
            cursor =
                    backward
                            ? MemCursor.backward(tree, keys.upper())
                            : MemCursor.forward(tree, keys.lower());
        }
        load(Math.min(left, rowCountMax));
        return true;
    }

    private void load(int count) {
        // Arrays of their own, because batches may be kept.
        encoded = new byte[count][];
        boolean merging = order.isPresent();
        codes = merging ? new long[count] : codes;
        keys = merging && !order.get().whole() ? new byte[count][] : keys;
        for (int row = 0; row < count; row++) {
            encoded[row] = cursor.row();
            if (merging) {
                loadKey(order.get(), row);
            }
            cursor.next();
        }
        left -= count;
        var vectors = new ArrayList<ColumnVector>(columns.size());
        for (int column : columns) {
            vectors.add(layout.decode(encoded, count, column));
        }
        batch = new Batch(vectors, count);
        if (rows.length != count) {
            rows = new int[count];
            for (int row = 0; row < count; row++) {
                rows[row] = row;
            }
        }
    }

    private void loadKey(KeyOrder keyOrder, int row) {
        if (keyOrder.whole() && keyOrder.prefixLength() == 0) {
            codes[row] = keyOrder.backward() ? ~cursor.code() : cursor.code();
            return;
        }
        byte[] key = cursor.keyBytes();
        codes[row] = keyOrder.code(key);
        if (!keyOrder.whole()) {
            keys[row] = key;
        }
    }

    @Override
    public int count() {
        return batch.rowCount();
    }

    /// Unlike those of a segment, these rows are in the order of the scan already.
    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public int[] rows() {
        return rows;
    }

    @Override
    public long[] codes() {
        return codes;
    }

    @Override
    public byte[] key(int index) {
        return keys[index];
    }
}
