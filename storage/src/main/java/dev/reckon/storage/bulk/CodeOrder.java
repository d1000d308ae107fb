package dev.reckon.storage.bulk;

import dev.reckon.storage.type.RowKey;
import java.util.Arrays;

/// The order of keys by their codes. Safe for use by many threads.
public final class CodeOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGIT_COUNT = 1 << DIGIT_BITS;

    private CodeOrder() {}

    /// Returns the numbers of keys so that the keys ascend, equal ones as they came. Keys that come
    /// in order are never sorted.
    public static int[] of(RowKey[] keys) {
        boolean ascending = true;
        for (int i = 1; i < keys.length && ascending; i++) {
            ascending = keys[i - 1].compareTo(keys[i]) <= 0;
        }
        if (ascending) {
            int[] order = new int[keys.length];
            Arrays.setAll(order, i -> i);
            return order;
        }
        long[] codes = new long[keys.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = keys[i].code();
        }
        int[] order = sort(codes, codes.length);
        sortTies(keys, order);
        return order;
    }

    private static void sortTies(RowKey[] keys, int[] order) {
        int start = 0;
        while (start < order.length) {
            int end = start + 1;
            while (end < order.length && keys[order[end]].code() == keys[order[start]].code()) {
                end++;
            }
            if (end - start > 1) {
                Integer[] tied = new Integer[end - start];
                for (int i = 0; i < tied.length; i++) {
                    tied[i] = order[start + i];
                }
                Arrays.sort(tied, (left, right) -> keys[left].compareTo(keys[right]));
                for (int i = 0; i < tied.length; i++) {
                    order[start + i] = tied[i];
                }
            }
            start = end;
        }
    }

    /// Returns the places of codes in ascending order of the codes, equal ones as they came: sorts
    /// digit by digit from the lowest (Knuth, The Art of Computer Programming 5.2.5). Digits that
    /// are the same in all codes are passed over.
    static int[] sort(long[] codes, int count) {
        long all = -1;
        long any = 0;
        for (int row = 0; row < count; row++) {
            all &= codes[row];
            any |= codes[row];
        }
        int[] sorted = new int[count];
        for (int row = 0; row < count; row++) {
            sorted[row] = row;
        }
        long[] sortedCodes = Arrays.copyOf(codes, count);
        int[] otherRows = new int[count];
        long[] otherCodes = new long[count];
        int[] ends = new int[DIGIT_COUNT];
        long differing = all ^ any;
        int shift = 0;
        while (shift < Long.SIZE && differing >>> shift != 0) {
            shift += Long.numberOfTrailingZeros(differing >>> shift);
            Arrays.fill(ends, 0);
            for (int i = 0; i < count; i++) {
                ends[digit(sortedCodes[i], shift)]++;
            }
            int end = 0;
            for (int digit = 0; digit < DIGIT_COUNT; digit++) {
                int start = end;
                end += ends[digit];
                ends[digit] = start;
            }
            for (int i = 0; i < count; i++) {
                int place = ends[digit(sortedCodes[i], shift)]++;
                otherCodes[place] = sortedCodes[i];
                otherRows[place] = sorted[i];
            }
            long[] codesSwap = sortedCodes;
            sortedCodes = otherCodes;
            otherCodes = codesSwap;
            int[] rowsSwap = sorted;
            sorted = otherRows;
            otherRows = rowsSwap;
            shift += DIGIT_BITS;
        }
        return sorted;
    }

    private static int digit(long code, int shift) {
        return (int) (code >>> shift) & (DIGIT_COUNT - 1);
    }
}
