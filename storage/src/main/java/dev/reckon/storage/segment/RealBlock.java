package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.row.OrderCode;
import java.util.Optional;

/// Floating-point numbers: as they are, or once when all have the same bits.
final class RealBlock implements BlockBuilder {
    private final Optional<OrderCode> order;
    private final boolean single;
    private final double[] values = new double[SegmentFormat.BLOCK_ROWS];
    private final long[] bits = new long[SegmentFormat.BLOCK_ROWS];
    private final NullBits nulls = new NullBits();
    private int rowCount;

    /// @param single whether every value is a `float`, written in four bytes
    RealBlock(Optional<OrderCode> order, boolean single) {
        this.order = order;
        this.single = single;
    }

    @Override
    public void append(ColumnVector vector, Batch batch, int first, int count) {
        double[] source = ((DoubleVector) vector).values();
        nulls.append(vector, batch, first, count, rowCount);
        if (batch.isDense()) {
            System.arraycopy(source, first, values, rowCount, count);
        } else {
            for (int index = 0; index < count; index++) {
                values[rowCount + index] = source[batch.selection()[first + index]];
            }
        }
        rowCount += count;
    }

    @Override
    public void finish(ByteSink target, ColumnDirectory directory) {
        boolean any = false;
        boolean same = true;
        long common = 0;
        for (int row = 0; row < rowCount; row++) {
            if (nulls.isNull(row)) {
                values[row] = 0;
                bits[row] = 0;
                continue;
            }
            bits[row] =
                    single
                            ? Float.floatToRawIntBits((float) values[row]) & 0xFFFF_FFFFL
                            : Double.doubleToRawLongBits(values[row]);
            if (any) {
                same &= bits[row] == common;
            } else {
                common = bits[row];
                any = true;
            }
        }
        int fullWidth = single ? Float.SIZE : Double.SIZE;
        int width = same ? 0 : fullWidth;
        directory.add(Encoding.NUMBERS, width, 0, same ? common : 0, nulls.count());
        target.putNumbers(bits, rowCount, 0, width);
        nulls.write(target, rowCount);
        for (int row = 0; row < rowCount; row++) {
            if (!nulls.isNull(row)) {
                directory.sketch.addNumber(bits[row]);
            }
        }
        if (order.isPresent()) {
            zone(order.get(), directory);
        }
        rowCount = 0;
        nulls.clear();
    }

    private void zone(OrderCode code, ColumnDirectory directory) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rowCount; row++) {
            if (!nulls.isNull(row)) {
                // Flipped, so that signed comparison does.
                long flipped = code.ofDouble(values[row]) ^ Long.MIN_VALUE;
                least = Math.min(least, flipped);
                greatest = Math.max(greatest, flipped);
            }
        }
        if (nulls.count() == rowCount) {
            directory.emptyZone();
        } else {
            directory.zone(least ^ Long.MIN_VALUE, greatest ^ Long.MIN_VALUE);
        }
    }
}
