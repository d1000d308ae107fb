package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.Arrays;
import java.util.List;

/// The right rows of a hash join, by key. For one thread while rows are added; after [#finish] many
/// may read.
final class JoinTable {
    /// The end of a chain.
    static final int NONE = -1;

    private final RowBuffer rows;
    private final KeyTable keys;
    private final KeyTable.Lookup lookup;

    /// Whether rows that have no key are kept, as they come out at the end.
    private final boolean keepsKeyless;

    /// For each key the last row with it; for each row the one before it with the same key.
    private int[] heads = new int[0];

    private int[] nexts = new int[0];
    private boolean hasNullKey;
    private int[] groups = new int[Batch.ROW_COUNT];
    private List<ColumnVector> columns = List.of();

    JoinTable(
            List<PhysicalType> rowTypes,
            List<DataType> keyTypes,
            boolean nullsEqual,
            boolean keepsKeyless) {
        this.rows = new RowBuffer(rowTypes);
        this.keys = new KeyTable(keyTypes, nullsEqual);
        this.lookup = keys.newLookup();
        this.keepsKeyless = keepsKeyless;
    }

    /// Adds the selected rows of a batch.
    void add(Batch batch, List<ColumnVector> keyVectors) {
        int count = batch.selectedCount();
        if (groups.length < count) {
            groups = new int[count];
        }
        lookup.assign(keyVectors, batch, groups);
        Batch kept = keepsKeyless ? batch : withKey(batch);
        int first = rows.rowCount();
        rows.append(kept);
        if (rows.rowCount() > nexts.length) {
            nexts = Arrays.copyOf(nexts, Math.max(rows.rowCount(), nexts.length * 2));
        }
        if (keys.keyCount() > heads.length) {
            int known = heads.length;
            heads = Arrays.copyOf(heads, Math.max(keys.keyCount(), known * 2));
            Arrays.fill(heads, known, heads.length, NONE);
        }
        int row = first;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (group >= 0) {
                nexts[row] = heads[group];
                heads[group] = row++;
            } else {
                hasNullKey = true;
                if (keepsKeyless) {
                    nexts[row++] = NONE;
                }
            }
        }
    }

    private Batch withKey(Batch batch) {
        int count = 0;
        for (int i = 0; i < batch.selectedCount(); i++) {
            count += groups[i] >= 0 ? 1 : 0;
        }
        if (count == batch.selectedCount()) {
            return batch;
        }
        int[] selected = new int[count];
        int next = 0;
        for (int i = 0; i < batch.selectedCount(); i++) {
            if (groups[i] >= 0) {
                selected[next++] = batch.row(i);
            }
        }
        return batch.select(selected, count);
    }

    /// Ends the adding.
    void finish() {
        columns = rows.columns();
    }

    /// Returns the columns of all rows.
    List<ColumnVector> columns() {
        return columns;
    }

    int rowCount() {
        return rows.rowCount();
    }

    /// Returns whether a row without a key was added, kept or not.
    boolean hasNullKey() {
        return hasNullKey;
    }

    /// Returns whether no two rows have the same key.
    boolean isUnique() {
        return keys.keyCount() == rows.rowCount();
    }

    KeyTable keys() {
        return keys;
    }

    /// Returns the last row with a key, by its number.
    int head(int group) {
        return heads[group];
    }

    /// Returns the row before a row with the same key, or [#NONE].
    int next(int row) {
        return nexts[row];
    }

    long byteCount() {
        return rows.byteCount() + keys.byteCount() + 4L * (heads.length + nexts.length);
    }

    boolean isFull() {
        return rows.isFull() || keys.isFull();
    }
}
