package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import java.util.Arrays;

/// Keys of any number of bits: a word for each column, and one with a bit for each column that is
/// NULL.
final class WideKeys implements KeyStore {
    private static final int CAPACITY_MIN = 64;
    private static final long NUMBER_MASK = 0xFFFF_FFFFL;
    private static final long HASH_MASK = ~NUMBER_MASK;

    private final int columnCount;
    private final int wordCount;
    private final boolean nullsEqual;
    private long[] words;
    private int keyCount;

    /// Open addressing: the high half of the hash, and the number plus one; 0 for an empty slot.
    private long[] slots = new long[CAPACITY_MIN * 2];

    private WideKeys(int columnCount, boolean nullsEqual, int capacity) {
        this.columnCount = columnCount;
        // More than 64 columns take more words of NULL bits.
        this.wordCount = columnCount + (columnCount + 63) / 64;
        this.nullsEqual = nullsEqual;
        this.words = new long[Math.max(CAPACITY_MIN, capacity) * wordCount];
    }

    /// Makes a store of keys that are numbered already.
    ///
    /// @param codes of each column, of each key
    static WideKeys of(long[][] codes, boolean[][] nulls, int keyCount, boolean nullsEqual) {
        var keys = new WideKeys(codes.length, nullsEqual, keyCount);
        for (int key = 0; key < keyCount; key++) {
            for (int column = 0; column < codes.length; column++) {
                keys.put(keys.words, key, column, codes[column][key], nulls[column][key]);
            }
        }
        keys.keyCount = keyCount;
        keys.rebuild(keyCount);
        return keys;
    }

    private void put(long[] target, int index, int column, long code, boolean isNull) {
        int first = index * wordCount;
        target[first + column] = isNull ? 0 : code;
        if (isNull) {
            target[first + columnCount + (column >> 6)] |= 1L << (column & 63);
        }
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public boolean accepts(CodeBatch codes) {
        return true;
    }

    @Override
    public KeyStore widen(CodeBatch codes) {
        return this;
    }

    private void rebuild(int capacity) {
        int slotCount = Integer.highestOneBit(Math.max(CAPACITY_MIN, capacity) * 2 - 1) * 2;
        slots = new long[slotCount];
        int mask = slotCount - 1;
        for (int key = 0; key < keyCount; key++) {
            long hash = hash(words, key);
            int slot = (int) hash & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hash & HASH_MASK) | (key + 1L);
        }
    }

    private long hash(long[] source, int index) {
        long hash = 0;
        int first = index * wordCount;
        for (int word = first; word < first + wordCount; word++) {
            hash = Hashes.combine(hash, source[word]);
        }
        return hash;
    }

    /// Writes the words of the batch's keys one key after the other.
    private long[] gather(CodeBatch codes) {
        int count = codes.count();
        long[] rows = codes.words(count * wordCount);
        Arrays.fill(rows, 0, count * wordCount, 0);
        for (int column = 0; column < columnCount; column++) {
            long[] values = codes.column(column);
            boolean hasNulls = codes.hasNulls(column);
            boolean[] nulls = codes.nulls(column);
            for (int i = 0; i < count; i++) {
                put(rows, i, column, values[i], hasNulls && nulls[i]);
            }
        }
        return rows;
    }

    private boolean hasKey(long[] rows, int index) {
        if (nullsEqual) {
            return true;
        }
        int first = index * wordCount;
        for (int word = first + columnCount; word < first + wordCount; word++) {
            if (rows[word] != 0) {
                return false;
            }
        }
        return true;
    }

    private int slot(long[] rows, int index, long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            if ((slots[slot] & HASH_MASK) == (hash & HASH_MASK)
                    && equals(rows, index, (int) (slots[slot] & NUMBER_MASK) - 1)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean equals(long[] rows, int index, int key) {
        int first = index * wordCount;
        int keyFirst = key * wordCount;
        for (int word = 0; word < wordCount; word++) {
            if (rows[first + word] != words[keyFirst + word]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int assign(CodeBatch codes, Batch rows, int[] groups, int[] newRows) {
        int count = codes.count();
        if ((keyCount + (long) count) * 2 > slots.length) {
            rebuild(Math.max(keyCount * 2, keyCount + count));
        }
        int firstNew = keyCount;
        long[] gathered = gather(codes);
        for (int i = 0; i < count; i++) {
            if (!hasKey(gathered, i)) {
                groups[i] = -1;
                continue;
            }
            long hash = hash(gathered, i);
            int slot = slot(gathered, i, hash);
            if (slots[slot] == 0) {
                newRows[keyCount - firstNew] = rows.row(i);
                if ((keyCount + 1) * wordCount > words.length) {
                    words = Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
                }
                System.arraycopy(gathered, i * wordCount, words, keyCount * wordCount, wordCount);
                keyCount++;
                slots[slot] = (hash & HASH_MASK) | keyCount;
            }
            groups[i] = (int) (slots[slot] & NUMBER_MASK) - 1;
        }
        return keyCount - firstNew;
    }

    @Override
    public void find(CodeBatch codes, int[] groups) {
        int count = codes.count();
        long[] gathered = gather(codes);
        for (int i = 0; i < count; i++) {
            if (!hasKey(gathered, i)) {
                groups[i] = -1;
                continue;
            }
            long entry = slots[slot(gathered, i, hash(gathered, i))];
            groups[i] = (int) (entry & NUMBER_MASK) - 1;
        }
    }

    @Override
    public long byteCount() {
        return 8L * (words.length + slots.length);
    }
}
