package dev.reckon.sql.execute.sort;

import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import java.util.Arrays;
import java.util.List;

/// Sorts rows that lie in long vectors, key by key: rows are sorted by the first key, and those
/// equal in it by the next. Stable. For one thread.
///
/// Keys become signed longs where they can (whole numbers, floats by their bits, strings by their
/// first eight bytes) and are sorted by [RadixSort]; what that leaves undecided is compared.
public final class RowSorter {
    /// Working memory for each row, in bytes: the order, and keys and rows twice.
    public static final int BYTES_PER_ROW = 2 * Long.BYTES + 3 * Integer.BYTES;

    private final List<RowOrder.Key> keys;
    private final List<ColumnVector> columns;
    private final int[] order;
    private final long[] codes;
    private final RadixSort radix = new RadixSort();
    private int[] merged = new int[0];

    private RowSorter(RowOrder order, List<ColumnVector> columns, int[] rows) {
        this.keys = order.keys();
        this.columns = columns;
        this.order = rows;
        this.codes = new long[rows.length];
    }

    /// Returns the numbers of `rowCount` rows in order.
    public static int[] sort(RowOrder order, List<ColumnVector> columns, int rowCount) {
        int[] rows = new int[rowCount];
        Arrays.setAll(rows, row -> row);
        new RowSorter(order, columns, rows).sort(0, rowCount, 0);
        return rows;
    }

    private void sort(int start, int end, int keyIndex) {
        if (end - start < 2 || keyIndex == keys.size()) {
            return;
        }
        RowOrder.Key key = keys.get(keyIndex);
        ColumnVector vector = columns.get(key.column());
        int from = start;
        int to = end;
        if (!vector.hasNoNulls()) {
            int nullCount = separateNulls(vector, key.nullsFirst(), start, end);
            if (key.nullsFirst()) {
                from += nullCount;
                sort(start, from, keyIndex + 1);
            } else {
                to -= nullCount;
                sort(to, end, keyIndex + 1);
            }
        }
        if (!encode(key, vector, from, to)) {
            mergeSort(key, vector, from, to);
            sortRuns(key, vector, from, to, keyIndex, true);
            return;
        }
        radix.sort(codes, order, from, to);
        sortRuns(key, vector, from, to, keyIndex, !isExact(vector));
    }

    /// Moves the NULL rows to one side, and returns how many there are.
    private int separateNulls(ColumnVector vector, boolean nullsFirst, int start, int end) {
        int[] nullRows = new int[end - start];
        int[] others = new int[end - start];
        int nullCount = 0;
        int otherCount = 0;
        for (int i = start; i < end; i++) {
            if (vector.isNull(order[i])) {
                nullRows[nullCount++] = order[i];
            } else {
                others[otherCount++] = order[i];
            }
        }
        System.arraycopy(nullRows, 0, order, nullsFirst ? start : start + otherCount, nullCount);
        System.arraycopy(others, 0, order, nullsFirst ? start + nullCount : start, otherCount);
        return nullCount;
    }

    /// Writes codes that ascend as the rows shall, though different values may share one; returns
    /// false when the vector has none.
    private boolean encode(RowOrder.Key key, ColumnVector vector, int from, int to) {
        // Complementing reverses the order of signed numbers.
        long flip = key.descending() ? -1 : 0;
        return switch (vector) {
            case LongVector longs -> {
                long[] values = longs.values();
                for (int i = from; i < to; i++) {
                    codes[i] = values[order[i]] ^ flip;
                }
                yield true;
            }
            case NumericVector numerics when numerics.isCompact() -> {
                long[] values = numerics.unscaled();
                for (int i = from; i < to; i++) {
                    codes[i] = values[order[i]] ^ flip;
                }
                yield true;
            }
            case DoubleVector doubles -> {
                double[] values = doubles.values();
                for (int i = from; i < to; i++) {
                    codes[i] = code(values[order[i]]) ^ flip;
                }
                yield true;
            }
            case BytesVector strings when key.order() == TypeOrder.OfBytes.ORDER -> {
                for (int i = from; i < to; i++) {
                    codes[i] = prefix(strings, order[i]) ^ flip;
                }
                yield true;
            }
            default -> false;
        };
    }

    private static boolean isExact(ColumnVector vector) {
        return !(vector instanceof BytesVector);
    }

    /// Returns bits that compare as the numbers do: the zeros are equal, NaN is above all.
    private static long code(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /// Returns the first eight bytes, zero-padded, as a number that compares signed as they do
    /// unsigned.
    private static long prefix(BytesVector strings, int row) {
        byte[] bytes = strings.bytes();
        int start = strings.starts()[row];
        int length = Math.min(Long.BYTES, strings.ends()[row] - start);
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (bytes[start + i] & 0xFFL) << (56 - 8 * i);
        }
        return prefix ^ Long.MIN_VALUE;
    }

    /// Sorts each run of rows that this key leaves equal by the keys after it.
    ///
    /// @param byComparison whether to compare values, as equal codes don't say that they are equal
    private void sortRuns(
            RowOrder.Key key,
            ColumnVector vector,
            int from,
            int to,
            int keyIndex,
            boolean byComparison) {
        if (!byComparison) {
            if (keyIndex + 1 == keys.size()) {
                return;
            }
            // The codes are overwritten below, in the runs already passed only.
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || codes[i] != codes[start]) {
                    sort(start, i, keyIndex + 1);
                    start = i;
                }
            }
            return;
        }
        if (vector instanceof BytesVector && key.order() == TypeOrder.OfBytes.ORDER) {
            int start = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || codes[i] != codes[start]) {
                    mergeSort(key, vector, start, i);
                    start = i;
                }
            }
        }
        if (keyIndex + 1 == keys.size()) {
            return;
        }
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || key.compare(vector, order[i - 1], vector, order[i]) != 0) {
                sort(start, i, keyIndex + 1);
                start = i;
            }
        }
    }

    /// Sorts `order[start, end)` by comparing values that are not NULL; stable.
    private void mergeSort(RowOrder.Key key, ColumnVector vector, int start, int end) {
        if (end - start < 2) {
            return;
        }
        if (end - start <= 8) {
            for (int i = start + 1; i < end; i++) {
                int row = order[i];
                int j = i;
                while (j > start && key.compare(vector, order[j - 1], vector, row) > 0) {
                    order[j] = order[j - 1];
                    j--;
                }
                order[j] = row;
            }
            return;
        }
        int middle = (start + end) >>> 1;
        mergeSort(key, vector, start, middle);
        mergeSort(key, vector, middle, end);
        if (key.compare(vector, order[middle - 1], vector, order[middle]) <= 0) {
            return;
        }
        int leftCount = middle - start;
        if (merged.length < leftCount) {
            merged = new int[Math.max(leftCount, order.length / 2 + 1)];
        }
        System.arraycopy(order, start, merged, 0, leftCount);
        int left = 0;
        int right = middle;
        int target = start;
        while (left < leftCount) {
            if (right < end && key.compare(vector, merged[left], vector, order[right]) > 0) {
                order[target++] = order[right++];
            } else {
                order[target++] = merged[left++];
            }
        }
    }
}
