package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.type.KeyRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rows of a memtable in some ranges of keys.
final class MemSource implements RowSource {
    private final MemTree tree;
    private final RowLayout layout;
    private final List<Integer> columns;
    private final List<ColumnCondition> conditions;
    private final boolean backward;
    private final List<KeyRange> ranges;

    private int range;
    private MemCursor cursor;

    /// Rows left in the current range.
    private int left;

    /// How to make codes, when the scan merges sources.
    private Optional<KeyOrder> order = Optional.empty();

    /// The window.
    private byte[][] rows = {};

    private int count;

    /// How many rows the window had before conditions were tested.
    private int loadedCount;

    private byte[][] keys = {};
    private long[] codes = {};

    private byte[][] keptRows = {};
    private int keptCount;

    private MemSource(
            MemTree tree,
            RowLayout layout,
            List<KeyRange> ranges,
            ScanColumns columns,
            boolean backward) {
        this.tree = tree;
        this.layout = layout;
        this.columns = columns.columns();
        this.conditions = columns.conditions();
        this.backward = backward;
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
            boolean backward) {
        for (KeyRange range : ranges) {
            if (rowCount(tree, range) > 0) {
                return Optional.of(new MemSource(tree, layout, ranges, columns, backward));
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
    public void mergeBy(KeyOrder keyOrder) {
        order = Optional.of(keyOrder);
    }

    @Override
    public boolean advance(int rowCountMax) {
        while (true) {
            while (left == 0) {
                range += backward ? -1 : 1;
                if (range < 0 || range >= ranges.size()) {
                    return false;
                }
                KeyRange keyRange = ranges.get(range);
                left = rowCount(tree, keyRange);
                cursor =
                        backward
                                ? MemCursor.backward(tree, keyRange.upper())
                                : MemCursor.forward(tree, keyRange.lower());
            }
            load(Math.min(left, rowCountMax));
            conditions.forEach(this::narrow);
            if (count > 0) {
                return true;
            }
        }
    }

    private void load(int length) {
        if (rows.length < length) {
            rows = new byte[length][];
            keys = new byte[length][];
            codes = new long[length];
        }
        for (int row = 0; row < length; row++) {
            rows[row] = cursor.row();
            if (order.isPresent()) {
                loadKey(order.get(), row);
            }
            cursor.next();
        }
        left -= length;
        loadedCount = length;
        count = length;
    }

    /// Keeps the rows of the window that meet a condition.
    private void narrow(ColumnCondition condition) {
        if (count == 0) {
            return;
        }
        int[] selected = new int[count];
        ColumnVector values = layout.decode(rows, count, condition.column());
        int kept = condition.select(new Batch(List.of(values), count), selected);
        if (kept < count) {
            for (int row = 0; row < kept; row++) {
                rows[row] = rows[selected[row]];
                keys[row] = keys[selected[row]];
                codes[row] = codes[selected[row]];
            }
        }
        count = kept;
    }

    @Override
    public boolean isSparse() {
        return count * SPARSE < loadedCount;
    }

    private void loadKey(KeyOrder keyOrder, int row) {
        if (keyOrder.whole() && keyOrder.prefixLength() == 0) {
            codes[row] = keyOrder.backward() ? ~cursor.code() : cursor.code();
            return;
        }
        byte[] key = cursor.keyBytes();
        codes[row] = keyOrder.code(key);
        keys[row] = key;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long[] codes() {
        return codes;
    }

    @Override
    public byte[] key(int index) {
        return keys[index];
    }

    @Override
    public Batch batch(int from, int to) {
        byte[][] wanted = from == 0 ? rows : Arrays.copyOfRange(rows, from, to);
        return new Batch(layout.decode(wanted, to - from, columns), to - from);
    }

    @Override
    public int keep(int from, int to) {
        int before = keptCount;
        if (before + to - from > keptRows.length) {
            keptRows = Arrays.copyOf(keptRows, Math.max(64, 2 * (before + to - from)));
        }
        System.arraycopy(rows, from, keptRows, before, to - from);
        keptCount += to - from;
        return before;
    }

    @Override
    public boolean hasKept() {
        return keptCount > 0;
    }

    @Override
    public ColumnVector kept(int index) {
        return layout.decode(keptRows, keptCount, columns.get(index));
    }

    @Override
    public void clearKept() {
        keptCount = 0;
    }
}
