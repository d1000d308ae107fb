package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import java.util.Arrays;

/// A growing [BytesVector]. The bytes of a small array that several vectors share (a dictionary)
/// are kept once. For one thread.
public final class BytesBuffer implements ColumnBuffer {
    /// Arrays up to this size are taken whole, in the hope that other vectors share them.
    private static final int SHARED_BYTE_COUNT_MAX = 16 << 10;

    /// Past this many bytes the buffer counts as full, as an array has an end.
    private static final int BYTE_COUNT_MAX = 1 << 30;

    private static final byte[] NONE = {};

    private byte[] bytes = {};
    private int byteEnd;
    private int[] starts = {};
    private int[] ends = {};
    private final NullBuffer nulls = new NullBuffer();
    private int rowCount;

    /// The array that was taken whole last, and where it went.
    private byte[] shared = NONE;

    private int sharedStart;

    @Override
    public void append(ColumnVector source, int count) {
        var vector = (BytesVector) source;
        reserve(count);
        int[] fromStarts = vector.starts();
        int[] fromEnds = vector.ends();
        if (isShared(vector, count)) {
            for (int row = 0; row < count; row++) {
                starts[rowCount + row] = sharedStart + fromStarts[row];
                ends[rowCount + row] = sharedStart + fromEnds[row];
            }
        } else {
            for (int row = 0; row < count; row++) {
                appendBytes(vector.bytes(), fromStarts[row], fromEnds[row], rowCount + row);
            }
        }
        nulls.append(vector.nulls(), count, rowCount);
        rowCount += count;
    }

    @Override
    public void append(ColumnVector source, int[] rows, int count) {
        var vector = (BytesVector) source;
        reserve(count);
        int[] fromStarts = vector.starts();
        int[] fromEnds = vector.ends();
        boolean isShared = isShared(vector, count);
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (row < 0) {
                starts[rowCount + i] = 0;
                ends[rowCount + i] = 0;
            } else if (isShared) {
                starts[rowCount + i] = sharedStart + fromStarts[row];
                ends[rowCount + i] = sharedStart + fromEnds[row];
            } else {
                appendBytes(vector.bytes(), fromStarts[row], fromEnds[row], rowCount + i);
            }
        }
        nulls.append(vector.nulls(), rows, count, rowCount);
        rowCount += count;
    }

    /// Returns whether the vector's whole array is in the buffer, and takes it in if it pays.
    @SuppressWarnings("ReferenceEquality") // The same array, not the same bytes.
    private boolean isShared(BytesVector vector, int count) {
        byte[] source = vector.bytes();
        if (source == shared) {
            return true;
        }
        // Bytes are shared when rows stand for more of them than there are.
        if (source.length > SHARED_BYTE_COUNT_MAX || source.length > 4L * count) {
            return false;
        }
        reserveBytes(source.length);
        System.arraycopy(source, 0, bytes, byteEnd, source.length);
        shared = source;
        sharedStart = byteEnd;
        byteEnd += source.length;
        return true;
    }

    private void appendBytes(byte[] source, int start, int end, int row) {
        int length = end - start;
        if (byteEnd + length > bytes.length) {
            reserveBytes(length);
        }
        System.arraycopy(source, start, bytes, byteEnd, length);
        starts[row] = byteEnd;
        byteEnd += length;
        ends[row] = byteEnd;
    }

    private void reserveBytes(int count) {
        long needed = (long) byteEnd + count;
        if (needed > bytes.length) {
            long doubled = Math.min(Integer.MAX_VALUE - 16, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
    }

    private void reserve(int count) {
        if (rowCount + count > starts.length) {
            int capacity = Math.max(rowCount + count, rowCount * 2);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
    }

    @Override
    public BytesVector vector() {
        return new BytesVector(bytes, starts, ends, nulls.words(rowCount), rowCount);
    }

    @Override
    public boolean isFull() {
        return byteEnd > BYTE_COUNT_MAX;
    }

    @Override
    public long byteCount() {
        return bytes.length + (long) starts.length * 2 * Integer.BYTES + nulls.byteCount();
    }
}
