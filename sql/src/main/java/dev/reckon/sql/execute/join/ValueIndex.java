package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.key.KeyTable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;
import java.util.List;

/// Build rows by keys of any types. For one thread while rows are added.
final class ValueIndex implements JoinIndex {
    private final KeyTable keys;
    private final KeyTable.Lookup adding;

    /// The first row of each key, by its number.
    private int[] firsts = new int[Batch.ROW_COUNT];

    private final int[] groups = new int[Batch.ROW_COUNT];

    ValueIndex(List<DataType> types, boolean nullsEqual) {
        keys = new KeyTable(types, nullsEqual);
        adding = keys.newLookup();
        Arrays.fill(firsts, NONE);
    }

    /// Adds rows `[start, end)`, not more than a batch.
    ///
    /// @param vectors the keys of all rows
    /// @param nexts set to the row that is next in the chain
    /// @return how many of them have a key that was there
    int add(List<ColumnVector> vectors, int start, int end, int[] nexts) {
        int count = end - start;
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = start + i;
        }
        adding.assign(vectors, new Batch(vectors, nexts.length).select(rows, count), groups);
        if (keys.keyCount() > firsts.length) {
            int known = firsts.length;
            firsts = Arrays.copyOf(firsts, Math.max(keys.keyCount(), known * 2));
            Arrays.fill(firsts, known, firsts.length, NONE);
        }
        int repeated = 0;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            nexts[start + i] = group < 0 ? NONE : firsts[group];
            if (group >= 0) {
                repeated += firsts[group] == NONE ? 0 : 1;
                firsts[group] = start + i;
            }
        }
        return repeated;
    }

    long byteCount() {
        return keys.byteCount() + 4L * firsts.length;
    }

    boolean isFull() {
        return keys.isFull();
    }

    @Override
    public Lookup newLookup() {
        KeyTable.Lookup lookup = keys.newLookup();
        return (vectors, rows, found) -> {
            lookup.find(vectors, rows, found);
            for (int i = 0; i < rows.selectedCount(); i++) {
                found[i] = found[i] < 0 ? NONE : firsts[found[i]];
            }
        };
    }
}
