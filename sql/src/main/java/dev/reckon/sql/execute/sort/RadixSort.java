package dev.reckon.sql.execute.sort;

import java.util.Arrays;

/// Sorts pairs of a signed long and an int by the long; stable. For one thread; keeps its working
/// memory.
///
/// Byte by byte from the lowest, leaving out bytes that are the same in all keys; few pairs are
/// sorted by insertion.
final class RadixSort {
    private static final int INSERTION_MAX = 24;
    private static final int BUCKETS = 256;

    private long[] otherKeys = new long[0];
    private int[] otherRows = new int[0];

    /// Sorts `keys[start, end)` and `rows[start, end)`.
    void sort(long[] keys, int[] rows, int start, int end) {
        if (end - start <= INSERTION_MAX) {
            insertionSort(keys, rows, start, end);
            return;
        }
        long first = keys[start];
        long differing = 0;
        boolean isSorted = true;
        for (int i = start + 1; i < end; i++) {
            differing |= keys[i] ^ first;
            isSorted &= keys[i - 1] <= keys[i];
        }
        if (isSorted) {
            return;
        }
        int count = end - start;
        if (otherKeys.length < count) {
            otherKeys = new long[count];
            otherRows = new int[count];
        }
        long[] fromKeys = keys;
        int[] fromRows = rows;
        int from = start;
        long[] toKeys = otherKeys;
        int[] toRows = otherRows;
        int to = 0;
        int[] ends = new int[BUCKETS];
        boolean isElsewhere = false;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if (((differing >>> shift) & 0xFF) == 0) {
                continue;
            }
            // The top byte is signed.
            int flip = shift == Long.SIZE - Byte.SIZE ? 0x80 : 0;
            Arrays.fill(ends, 0);
            for (int i = from; i < from + count; i++) {
                ends[((int) (fromKeys[i] >>> shift) & 0xFF) ^ flip]++;
            }
            int sum = to;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                int size = ends[bucket];
                ends[bucket] = sum;
                sum += size;
            }
            for (int i = from; i < from + count; i++) {
                int target = ends[((int) (fromKeys[i] >>> shift) & 0xFF) ^ flip]++;
                toKeys[target] = fromKeys[i];
                toRows[target] = fromRows[i];
            }
            long[] swapKeys = fromKeys;
            int[] swapRows = fromRows;
            int swap = from;
            fromKeys = toKeys;
            fromRows = toRows;
            from = to;
            toKeys = swapKeys;
            toRows = swapRows;
            to = swap;
            isElsewhere = !isElsewhere;
        }
        if (isElsewhere) {
            System.arraycopy(fromKeys, from, keys, start, count);
            System.arraycopy(fromRows, from, rows, start, count);
        }
    }

    private static void insertionSort(long[] keys, int[] rows, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            long key = keys[i];
            int row = rows[i];
            int j = i;
            while (j > start && keys[j - 1] > key) {
                keys[j] = keys[j - 1];
                rows[j] = rows[j - 1];
                j--;
            }
            keys[j] = key;
            rows[j] = row;
        }
    }
}
