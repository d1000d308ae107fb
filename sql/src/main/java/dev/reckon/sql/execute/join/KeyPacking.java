package dev.reckon.sql.execute.join;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes one number of a key of integer columns: each column's distance from its least value on the
/// build side has as many bits as the greatest distance needs. Immutable; safe for many threads.
///
/// @param spans the greatest distance of each column
/// @param shifts where a column's bits begin
/// @param capacity one more than the greatest number
record KeyPacking(long[] bases, long[] spans, int[] shifts, long capacity) {
    /// What a row without a key has, or with one that no build row has.
    static final long NO_KEY = -1;

    private static final int BITS_MAX = 62;

    /// Chooses the packing of some columns; empty when they are not integers, or too far apart.
    static Optional<KeyPacking> of(List<ColumnVector> keys, int rowCount) {
        int columnCount = keys.size();
        long[] bases = new long[columnCount];
        long[] spans = new long[columnCount];
        int[] shifts = new int[columnCount];
        int bits = 0;
        for (int column = 0; column < columnCount; column++) {
            if (!(keys.get(column) instanceof LongVector vector)) {
                return Optional.empty();
            }
            shifts[column] = bits;
            if (!measure(vector, rowCount, column, bases, spans)) {
                continue;
            }
            bits += Long.SIZE - Long.numberOfLeadingZeros(spans[column]);
            if (spans[column] < 0 || bits > BITS_MAX) {
                return Optional.empty();
            }
        }
        long capacity = columnCount == 1 ? spans[0] + 1 : 1L << bits;
        return Optional.of(new KeyPacking(bases, spans, shifts, capacity));
    }

    /// Finds the range of a column's values; false when all are NULL.
    private static boolean measure(
            LongVector vector, int rowCount, int column, long[] bases, long[] spans) {
        long[] values = vector.values();
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        if (vector.hasNoNulls()) {
            for (int row = 0; row < rowCount; row++) {
                least = Math.min(least, values[row]);
                greatest = Math.max(greatest, values[row]);
            }
        } else {
            for (int row = 0; row < rowCount; row++) {
                if (!vector.isNull(row)) {
                    least = Math.min(least, values[row]);
                    greatest = Math.max(greatest, values[row]);
                }
            }
        }
        if (least > greatest) {
            return false;
        }
        bases[column] = least;
        spans[column] = greatest - least;
        return true;
    }

    /// Packs rows `[start, end)` of the build side.
    void pack(List<ColumnVector> keys, int start, int end, long[] packed) {
        Arrays.fill(packed, start, end, 0);
        for (int column = 0; column < bases.length; column++) {
            var vector = (LongVector) keys.get(column);
            long[] values = vector.values();
            long base = bases[column];
            int shift = shifts[column];
            for (int row = start; row < end; row++) {
                packed[row] |= (values[row] - base) << shift;
            }
        }
        for (ColumnVector vector : keys) {
            if (!vector.hasNoNulls()) {
                for (int row = start; row < end; row++) {
                    packed[row] = vector.isNull(row) ? NO_KEY : packed[row];
                }
            }
        }
    }

    /// Packs the keys of the selected rows of a batch.
    ///
    /// @param packed set for each selected row, by its index
    void pack(List<ColumnVector> keys, Batch rows, long[] packed) {
        int count = rows.selectedCount();
        Arrays.fill(packed, 0, count, 0);
        for (int column = 0; column < bases.length; column++) {
            var vector = (LongVector) keys.get(column);
            if (rows.isDense()) {
                addDense(vector.values(), column, packed, count);
            } else {
                addSparse(vector.values(), rows.selection(), column, packed, count);
            }
            if (!vector.hasNoNulls()) {
                for (int i = 0; i < count; i++) {
                    packed[i] = vector.isNull(rows.row(i)) ? NO_KEY : packed[i];
                }
            }
        }
    }

    /// A number once [#NO_KEY] stays so: all its bits are set.
    private void addDense(long[] values, int column, long[] packed, int count) {
        long base = bases[column];
        long span = spans[column];
        int shift = shifts[column];
        for (int i = 0; i < count; i++) {
            long distance = values[i] - base;
            packed[i] |= Long.compareUnsigned(distance, span) <= 0 ? distance << shift : NO_KEY;
        }
    }

    private void addSparse(long[] values, int[] rows, int column, long[] packed, int count) {
        long base = bases[column];
        long span = spans[column];
        int shift = shifts[column];
        for (int i = 0; i < count; i++) {
            long distance = values[rows[i]] - base;
            packed[i] |= Long.compareUnsigned(distance, span) <= 0 ? distance << shift : NO_KEY;
        }
    }
}
