package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;
import java.util.Arrays;

/// Strings of bytes: row `r` is `bytes[starts[r], ends[r])`. Rows may share bytes (a dictionary, a
/// substring), so decoding and gathering copy offsets only.
///
/// Text is UTF-8 and compares as unsigned bytes.
public record BytesVector(byte[] bytes, int[] starts, int[] ends, long[] nulls, int rowCount)
        implements ColumnVector {

    /// Makes a vector of the given strings; a [Value.Null] is NULL.
    public static BytesVector of(Value... values) {
        int byteCount = 0;
        for (Value value : values) {
            byteCount += value instanceof Value.Bytes(byte[] string) ? string.length : 0;
        }
        byte[] bytes = new byte[byteCount];
        int[] starts = new int[values.length];
        int[] ends = new int[values.length];
        long[] nulls = Nulls.NONE;
        int end = 0;
        for (int row = 0; row < values.length; row++) {
            starts[row] = end;
            if (values[row] instanceof Value.Bytes(byte[] string)) {
                System.arraycopy(string, 0, bytes, end, string.length);
                end += string.length;
            } else {
                nulls = nulls.length == 0 ? Nulls.allocate(values.length) : nulls;
                Nulls.set(nulls, row);
            }
            ends[row] = end;
        }
        return new BytesVector(bytes, starts, ends, nulls, values.length);
    }

    /// Returns a copy of one row's bytes.
    public byte[] copy(int row) {
        return Arrays.copyOfRange(bytes, starts[row], ends[row]);
    }

    /// Compares two rows as unsigned bytes; neither may be NULL.
    public static int compare(BytesVector left, int leftRow, BytesVector right, int rightRow) {
        return Arrays.compareUnsigned(
                left.bytes,
                left.starts[leftRow],
                left.ends[leftRow],
                right.bytes,
                right.starts[rightRow],
                right.ends[rightRow]);
    }

    @Override
    public Value value(int row) {
        return isNull(row) ? Value.Null.NULL : new Value.Bytes(copy(row));
    }

    @Override
    public BytesVector gather(int[] rows, int count) {
        int[] gatheredStarts = new int[count];
        int[] gatheredEnds = new int[count];
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                gatheredStarts[i] = starts[rows[i]];
                gatheredEnds[i] = ends[rows[i]];
            }
        }
        return new BytesVector(
                bytes, gatheredStarts, gatheredEnds, gatherNulls(rows, count), count);
    }
}
