package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.Value;
import java.util.Arrays;

/// A growing [ObjectVector]. For one thread.
public final class ObjectBuffer implements ColumnBuffer {
    /// A guess at what a boxed value takes.
    private static final int OBJECT_BYTES = 64;

    private Value[] values = {};
    private final NullBuffer nulls = new NullBuffer();
    private int rowCount;

    @Override
    public void append(ColumnVector source, int count) {
        var vector = (ObjectVector) source;
        reserve(count);
        System.arraycopy(vector.values(), 0, values, rowCount, count);
        nulls.append(vector.nulls(), count, rowCount);
        rowCount += count;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int count) {
        var vector = (ObjectVector) source;
        reserve(count);
        Value[] from = vector.values();
        Value[] to = values;
        int end = rowCount;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            to[end + i] = row < 0 ? Value.Null.NULL : from[row];
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
    public ObjectVector vector() {
        return new ObjectVector(values, nulls.words(rowCount), rowCount);
    }

    @Override
    public long byteCount() {
        return (long) values.length * OBJECT_BYTES + nulls.byteCount();
    }
}
