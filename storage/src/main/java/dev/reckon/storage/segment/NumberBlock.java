package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.row.OrderCode;
import java.util.Optional;

/// Integers, dates, timestamps and booleans: as distances from the least, in as few bits as the
/// greatest takes.
final class NumberBlock implements BlockBuilder {
    private final Optional<OrderCode> order;
    private final long[] values = new long[SegmentFormat.BLOCK_ROWS];
    private final NullBits nulls = new NullBits();
    private int rowCount;

    NumberBlock(Optional<OrderCode> order) {
        this.order = order;
    }

    @Override
    public void append(ColumnVector vector, Batch batch, int first, int count) {
        long[] source = ((LongVector) vector).values();
        nulls.append(vector, batch, first, count, rowCount);
        copy(source, batch, first, count, values, rowCount);
        rowCount += count;
    }

    /// Copies the selected rows `[first, first + count)`.
    static void copy(
            long[] source, Batch batch, int first, int count, long[] target, int targetRow) {
        if (batch.isDense()) {
            System.arraycopy(source, first, target, targetRow, count);
            return;
        }
        int[] selection = batch.selection();
        for (int index = 0; index < count; index++) {
            target[targetRow + index] = source[selection[first + index]];
        }
    }

    @Override
    public void finish(ByteSink target, ColumnDirectory directory) {
        Range range = Range.of(values, rowCount, nulls);
        encode(values, rowCount, nulls, range, 0, target, directory);
        sketch(values, rowCount, nulls, range, directory.sketch);
        if (range.isEmpty()) {
            directory.emptyZone();
        } else if (order.isPresent()) {
            directory.zone(order.get().ofLong(range.least()), order.get().ofLong(range.greatest()));
        }
        rowCount = 0;
        nulls.clear();
    }

    /// Puts numbers of which those that are not NULL are in `range`.
    static void encode(
            long[] values,
            int rowCount,
            NullBits nulls,
            Range range,
            int scale,
            ByteSink target,
            ColumnDirectory directory) {
        int bits = range.bits();
        long base = range.isEmpty() || bits == Long.SIZE ? 0 : range.least();
        if (nulls.count() != 0) {
            for (int row = 0; row < rowCount; row++) {
                if (nulls.isNull(row)) {
                    values[row] = base;
                }
            }
        }
        directory.add(Encoding.NUMBERS, bits, scale, base, nulls.count());
        target.putNumbers(values, rowCount, base, bits);
        nulls.write(target, rowCount);
    }

    /// Adds the numbers that are not NULL to a sketch.
    static void sketch(
            long[] values, int rowCount, NullBits nulls, Range range, DistinctSketch sketch) {
        if (!range.isEmpty() && range.bits() == 0) {
            sketch.addNumber(range.least());
            return;
        }
        for (int row = 0; row < rowCount; row++) {
            if (nulls.count() == 0 || !nulls.isNull(row)) {
                sketch.addNumber(values[row]);
            }
        }
    }

    /// The least and the greatest of some numbers; the other way round when there are none.
    record Range(long least, long greatest) {
        static Range of(long[] values, int rowCount, NullBits nulls) {
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            if (nulls.count() == 0) {
                for (int row = 0; row < rowCount; row++) {
                    least = Math.min(least, values[row]);
                    greatest = Math.max(greatest, values[row]);
                }
                return new Range(least, greatest);
            }
            for (int row = 0; row < rowCount; row++) {
                if (!nulls.isNull(row)) {
                    least = Math.min(least, values[row]);
                    greatest = Math.max(greatest, values[row]);
                }
            }
            return new Range(least, greatest);
        }

        boolean isEmpty() {
            return least > greatest;
        }

        /// Returns the bits that the distance from the least to any other takes.
        int bits() {
            return isEmpty() ? 0 : NumberWidth.of(greatest - least);
        }
    }
}
