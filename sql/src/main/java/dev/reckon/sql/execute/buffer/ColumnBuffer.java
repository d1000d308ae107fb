package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;

/// A column that grows at its end. For one thread.
public sealed interface ColumnBuffer
        permits LongBuffer, DoubleBuffer, NumericBuffer, BytesBuffer, ObjectBuffer {
    /// Makes an empty buffer for vectors of a physical type.
    static ColumnBuffer of(PhysicalType physical) {
        return switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> new LongBuffer();
            case FLOAT4, FLOAT8 -> new DoubleBuffer();
            case NUMERIC -> new NumericBuffer();
            case BYTES -> new BytesBuffer();
            case OBJECT -> new ObjectBuffer();
        };
    }

    /// Appends all rows of a vector, which has at least `count`.
    void append(ColumnVector source, int count);

    /// Appends some rows of a vector; a row of -1 appends NULL.
    ///
    /// @param rows row numbers, of which the first `count` are used
    void append(ColumnVector source, int[] rows, int count);

    /// Returns the rows so far, as a view that later appends don't change.
    ColumnVector vector();

    /// Returns about how many bytes of memory the buffer takes.
    long byteCount();

    /// Returns whether no batch of ordinary size fits any more, whatever the memory.
    default boolean isFull() {
        return false;
    }
}
