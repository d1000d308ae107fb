package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.row.OrderCode;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Optional;

/// Numerics: as unscaled numbers of one scale when all of a block fit that, otherwise as strings of
/// bytes in the form of `NumericCodec`.
final class NumericBlock implements BlockBuilder {
    private static final int NO_SCALE = -1;
    private static final int MIXED = -2;

    private final Optional<OrderCode> order;
    private final StringBlock strings;
    private final long[] unscaled = new long[SegmentFormat.BLOCK_ROWS];
    private final Value[] wide = new Value[SegmentFormat.BLOCK_ROWS];
    private final NullBits nulls = new NullBits();
    private int rowCount;
    private int scale = NO_SCALE;

    NumericBlock(Optional<OrderCode> order, Optional<CompactStrings> compact) {
        this.order = order;
        this.strings = new StringBlock(order, compact);
    }

    @Override
    public void append(ColumnVector vector, Batch batch, int first, int count) {
        var numbers = (NumericVector) vector;
        boolean fits = numbers.isCompact() && (scale == NO_SCALE || scale == numbers.scale());
        if (fits && scale != MIXED) {
            nulls.append(vector, batch, first, count, rowCount);
            if (scale == NO_SCALE && nulls.count() < rowCount + count) {
                scale = numbers.scale();
            }
            NumberBlock.copy(numbers.unscaled(), batch, first, count, unscaled, rowCount);
            rowCount += count;
            return;
        }
        for (int index = 0; index < count; index++) {
            int row = batch.row(first + index);
            append(Nulls.isNull(numbers.nulls(), row) ? Value.Null.NULL : numbers.value(row));
        }
    }

    private void append(Value value) {
        if (value.isNull()) {
            nulls.set(rowCount);
        } else if (scale != MIXED) {
            if (value instanceof Value.Numeric(BigDecimal number)
                    && number.unscaledValue().bitLength() < Long.SIZE
                    && (scale == NO_SCALE || scale == number.scale())) {
                scale = number.scale();
                unscaled[rowCount] = number.unscaledValue().longValue();
            } else {
                widen();
            }
        }
        wide[rowCount++] = value;
    }

    /// Boxes the rows so far.
    private void widen() {
        for (int row = 0; row < rowCount; row++) {
            wide[row] =
                    nulls.isNull(row)
                            ? Value.Null.NULL
                            : new Value.Numeric(BigDecimal.valueOf(unscaled[row], scale));
        }
        scale = MIXED;
    }

    @Override
    public void finish(ByteSink target, ColumnDirectory directory) {
        if (scale == MIXED) {
            for (int row = 0; row < rowCount; row++) {
                strings.appendNumeric(wide[row]);
            }
            strings.finish(target, directory);
        } else {
            NumberBlock.Range range = NumberBlock.Range.of(unscaled, rowCount, nulls);
            NumberBlock.encode(
                    unscaled, rowCount, nulls, range, Math.max(scale, 0), target, directory);
            NumberBlock.sketch(unscaled, rowCount, nulls, range, directory.sketch);
            if (range.isEmpty()) {
                directory.emptyZone();
            } else if (order.isPresent()) {
                directory.zone(
                        order.get().ofNumeric(range.least(), scale),
                        order.get().ofNumeric(range.greatest(), scale));
            }
        }
        rowCount = 0;
        scale = NO_SCALE;
        nulls.clear();
    }
}
