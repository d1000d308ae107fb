package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// Numbers different keys from 0, in the order in which they are first seen.
///
/// Keys are compared as SQL's `=` does, over any number of columns. While the columns' codes fit
/// into 62 bits together they are packed into one long, and an array finds the number when the
/// range is dense; see [PackedKeys]. Keys of more bits are compared word by word; see [WideKeys].
///
/// For one thread while it grows; afterwards many threads may [Lookup#find], each with a [Lookup]
/// of its own.
public final class KeyTable {
    private final List<DataType> types;
    private final KeyCoder[] coders;

    private KeyStore store;

    /// @param nullsEqual whether NULLs are keys like others; otherwise a row with a NULL has no key
    public KeyTable(List<DataType> types, boolean nullsEqual) {
        this.types = types;
        this.coders = types.stream().map(KeyCoders::of).toArray(KeyCoder[]::new);
        this.store = new PackedKeys(types.size(), nullsEqual);
    }

    /// Returns the number of different keys.
    public int keyCount() {
        return store.keyCount();
    }

    public List<DataType> types() {
        return types;
    }

    /// Makes the working memory of one thread.
    public Lookup newLookup() {
        return new Lookup();
    }

    /// Returns about how many bytes of memory the table takes.
    public long byteCount() {
        long sum = store.byteCount();
        for (KeyCoder coder : coders) {
            sum += coder.byteCount();
        }
        return sum;
    }

    /// Returns whether another batch might not fit, whatever the memory.
    public boolean isFull() {
        boolean full = store.keyCount() > 1 << 28;
        for (KeyCoder coder : coders) {
            full |= coder.isFull();
        }
        return full;
    }

    /// Finds keys for one thread.
    public final class Lookup {
        private final CodeBatch codes = new CodeBatch(types.size());
        private final EntryNumbers entries = new EntryNumbers();
        private int[] entryGroups = {};
        private int[] newRows = new int[Batch.ROW_COUNT];

        private Lookup() {}

        /// Finds the key of each selected row, and adds those that are new.
        ///
        /// @param keys one vector for each key column
        /// @param groups set to the key's number of each selected row, -1 when it has no key
        /// @return how many keys are new: [#newRows] says which rows brought them
        public int assign(List<ColumnVector> keys, Batch rows, int[] groups) {
            if (newRows.length < rows.selectedCount()) {
                newRows = new int[rows.selectedCount()];
            }
            if (!entries.begin(keys, rows)) {
                return assignEach(keys, rows, groups);
            }
            Batch unknown = entries.find(rows, groups);
            int count = unknown.selectedCount();
            if (count == 0) {
                return 0;
            }
            if (entryGroups.length < count) {
                entryGroups = new int[count];
            }
            int newCount = assignEach(keys, unknown, entryGroups);
            entries.take(entryGroups, rows.selectedCount(), groups);
            return newCount;
        }

        private int assignEach(List<ColumnVector> keys, Batch rows, int[] groups) {
            encode(keys, rows, true);
            if (!store.accepts(codes)) {
                store = store.widen(codes);
            }
            return store.assign(codes, rows, groups, newRows);
        }

        /// Finds the key of each selected row.
        ///
        /// @param groups set to the key's number of each selected row, -1 when it has none in the
        ///   table
        public void find(List<ColumnVector> keys, Batch rows, int[] groups) {
            encode(keys, rows, false);
            store.find(codes, groups);
        }

        /// Returns the physical rows of the last batch that brought new keys, in the order of their
        /// numbers.
        public int[] newRows() {
            return newRows;
        }

        private void encode(List<ColumnVector> keys, Batch rows, boolean grow) {
            codes.begin(rows.selectedCount());
            for (int column = 0; column < coders.length; column++) {
                ColumnVector vector = keys.get(column);
                coders[column].encode(vector, rows, codes.column(column), codes.memo(column), grow);
                codes.setNulls(column, vector, rows);
            }
        }
    }
}
