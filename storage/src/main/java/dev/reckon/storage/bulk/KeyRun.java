package dev.reckon.storage.bulk;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// The keys of rows that are gathered, numbered from 0 as they came, and their order. Rows that
/// come in ascending order are never sorted. For one thread.
final class KeyRun implements KeySet {
    private final KeyEncoder encoder;

    /// The first eight bytes of each key; the whole key when it is a single number.
    private long[] codes = {};

    /// The bytes of each key, unless it is a single number.
    private byte[][] keys = {};

    private int count;
    private boolean ascending = true;

    /// The rows in the order of their keys, rows of one key as they came; unused while `ascending`.
    private int[] order = {};

    KeyRun(KeyEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public int count() {
        return count;
    }

    /// Adds the keys of all rows of a dense batch.
    void add(Batch rows) {
        int end = count + rows.rowCount();
        if (end > codes.length) {
            int capacity = Math.max(end, codes.length * 2);
            codes = Arrays.copyOf(codes, capacity);
            if (!encoder.isSingleLong()) {
                keys = Arrays.copyOf(keys, capacity);
            }
        }
        if (encoder.isSingleLong()) {
            var values = (LongVector) rows.column(encoder.column(0));
            encoder.encodeCodes(values.values(), rows.rowCount(), codes, count);
        } else {
            for (int row = 0; row < rows.rowCount(); row++) {
                byte[] key = encoder.encode(rows, row).bytes();
                keys[count + row] = key;
                codes[count + row] = RowKey.code(key);
            }
        }
        int previous = Math.max(count, 1);
        count = end;
        for (int row = previous; ascending && row < end; row++) {
            ascending = compare(row - 1, row) < 0;
        }
    }

    private int compare(int left, int right) {
        int byCode = Long.compareUnsigned(codes[left], codes[right]);
        return byCode != 0 || encoder.isSingleLong()
                ? byCode
                : Arrays.compareUnsigned(keys[left], keys[right]);
    }

    /// Puts the keys in order.
    void sort() {
        if (ascending) {
            return;
        }
        order = CodeOrder.sort(codes, count);
        if (!encoder.isSingleLong()) {
            sortTies();
        }
    }

    private void sortTies() {
        int start = 0;
        while (start < count) {
            int end = start + 1;
            while (end < count && codes[order[end]] == codes[order[start]]) {
                end++;
            }
            if (end - start > 1) {
                sortTies(start, end);
            }
            start = end;
        }
    }

    private void sortTies(int start, int end) {
        Integer[] tied = new Integer[end - start];
        for (int i = 0; i < tied.length; i++) {
            tied[i] = order[start + i];
        }
        Arrays.sort(tied, (left, right) -> Arrays.compareUnsigned(keys[left], keys[right]));
        for (int i = 0; i < tied.length; i++) {
            order[start + i] = tied[i];
        }
    }

    boolean isAscending() {
        return ascending;
    }

    /// Returns the number of the row at a place of the order.
    int row(int place) {
        return ascending ? place : order[place];
    }

    /// Returns the key at a place of the order.
    @Override
    public RowKey key(int place) {
        int row = row(place);
        return encoder.isSingleLong() ? encoder.keyOfCode(codes[row]) : new RowKey(keys[row]);
    }

    /// Tells the places of keys that are the same as the one before.
    void forEachRepeated(IntConsumer place) {
        if (ascending) {
            return;
        }
        for (int at = 1; at < count; at++) {
            if (compare(order[at - 1], order[at]) == 0) {
                place.accept(at);
            }
        }
    }

    /// Returns the first place whose key is at least `key`.
    int lowerBound(RowKey key) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareTo(row(middle), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compareTo(int row, RowKey key) {
        int byCode = Long.compareUnsigned(codes[row], key.code());
        return byCode != 0 || encoder.isSingleLong()
                ? byCode
                : Arrays.compareUnsigned(keys[row], key.bytes());
    }

    @Override
    public int find(RowKey key) {
        int place = lowerBound(key);
        return place < count && compareTo(row(place), key) == 0 ? place : -1;
    }
}
