package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import java.util.Arrays;

/// A growing [DoubleVector]. For one thread.
public final class DoubleBuffer implements ColumnBuffer {
    private double[] values = {};
    private final NullBuffer nulls = new NullBuffer();
    private int rowCount;

    @Override
    public void append(ColumnVector source, int count) {
        var vector = (DoubleVector) source;
        reserve(count);
        System.arraycopy(vector.values(), 0, values, rowCount, count);
        nulls.append(vector.nulls(), count, rowCount);
        rowCount += count;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int count) {
        var vector = (DoubleVector) source;
        reserve(count);
        double[] from = vector.values();
        double[] to = values;
        int end = rowCount;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            to[end + i] = row < 0 ? 0 : from[row];
        }
        nulls.append(vector.nulls(), rows, count, end);
        rowCount += count;
    }

    private void reserve(int count) {
        if (rowCount + count > values.length) {
            values = Arrays.copyOf(values, Math.max(rowCount + count, rowCount * 2));
        }
    }

    @Override
    public DoubleVector vector() {
        return new DoubleVector(values, nulls.words(rowCount), rowCount);
    }

    @Override
    public long byteCount() {
        return (long) values.length * Double.BYTES + nulls.byteCount();
    }
}
