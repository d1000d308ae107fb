package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import java.util.Arrays;

/// A growing [LongVector]. For one thread.
public final class LongBuffer implements ColumnBuffer {
    private long[] values = {};
    private final NullBuffer nulls = new NullBuffer();
    private int rowCount;

    @Override
    public void append(ColumnVector source, int count) {
        var vector = (LongVector) source;
        reserve(count);
        System.arraycopy(vector.values(), 0, values, rowCount, count);
        nulls.append(vector.nulls(), count, rowCount);
        rowCount += count;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int count) {
        var vector = (LongVector) source;
        reserve(count);
        long[] from = vector.values();
        long[] to = values;
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
    public LongVector vector() {
        return new LongVector(values, nulls.words(rowCount), rowCount);
    }

    @Override
    public long byteCount() {
        return (long) values.length * Long.BYTES + nulls.byteCount();
    }
}
