package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.Value;
import java.util.Arrays;

/// A growing [NumericVector]: compact while all vectors appended are so with one scale, wide after
/// that. For one thread.
public final class NumericBuffer implements ColumnBuffer {
    /// A guess at what a boxed value takes.
    private static final int OBJECT_BYTES = 64;

    private static final int NO_SCALE = -1;

    private long[] unscaled = {};
    private Value[] wide = {};
    private int scale = NO_SCALE;
    private boolean isWide;
    private final NullBuffer nulls = new NullBuffer();
    private int rowCount;

    @Override
    public void append(ColumnVector source, int count) {
        var vector = (NumericVector) source;
        if (fitsCompact(vector)) {
            reserveCompact(count);
            System.arraycopy(vector.unscaled(), 0, unscaled, rowCount, count);
        } else {
            reserveWide(count);
            for (int row = 0; row < count; row++) {
                wide[rowCount + row] = vector.value(row);
            }
        }
        nulls.append(vector.nulls(), count, rowCount);
        rowCount += count;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int count) {
        var vector = (NumericVector) source;
        if (fitsCompact(vector)) {
            reserveCompact(count);
            long[] from = vector.unscaled();
            long[] to = unscaled;
            int end = rowCount;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                to[end + i] = row < 0 ? 0 : from[row];
            }
        } else {
            reserveWide(count);
            for (int i = 0; i < count; i++) {
                wide[rowCount + i] = rows[i] < 0 ? Value.Null.NULL : vector.value(rows[i]);
            }
        }
        nulls.append(vector.nulls(), rows, count, rowCount);
        rowCount += count;
    }

    private boolean fitsCompact(NumericVector vector) {
        if (isWide || !vector.isCompact()) {
            return false;
        }
        if (scale == NO_SCALE) {
            scale = vector.scale();
        }
        return scale == vector.scale();
    }

    private void reserveCompact(int count) {
        if (rowCount + count > unscaled.length) {
            unscaled = Arrays.copyOf(unscaled, Math.max(rowCount + count, rowCount * 2));
        }
    }

    private void reserveWide(int count) {
        if (!isWide) {
            isWide = true;
            wide = new Value[Math.max(rowCount + count, unscaled.length)];
            NumericVector soFar =
                    NumericVector.compact(
                            unscaled, Math.max(scale, 0), nulls.words(rowCount), rowCount);
            for (int row = 0; row < rowCount; row++) {
                wide[row] = soFar.value(row);
            }
            unscaled = new long[0];
        }
        if (rowCount + count > wide.length) {
            wide = Arrays.copyOf(wide, Math.max(rowCount + count, rowCount * 2));
        }
    }

    @Override
    public NumericVector vector() {
        // An empty wide vector would pass for a compact one, which is as good.
        return isWide
                ? NumericVector.wide(wide, nulls.words(rowCount), rowCount)
                : NumericVector.compact(
                        unscaled, Math.max(scale, 0), nulls.words(rowCount), rowCount);
    }

    @Override
    public long byteCount() {
        return (long) unscaled.length * Long.BYTES
                + (long) wide.length * OBJECT_BYTES
                + nulls.byteCount();
    }
}
