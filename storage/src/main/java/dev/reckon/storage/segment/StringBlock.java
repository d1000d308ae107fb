package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.row.NumericCodec;
import dev.reckon.storage.row.OrderCode;
import dev.reckon.storage.row.ValueCodec;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.Optional;

/// Strings of bytes, and values in the form of `ValueCodec` or `NumericCodec`: in a dictionary when
/// that is shorter, otherwise one after the other.
final class StringBlock implements BlockBuilder {
    private static final int NARROW_BYTES_MAX = 0xFFFF;

    private final Optional<OrderCode> order;
    private final NullBits nulls = new NullBits();
    private final int[] ends = new int[SegmentFormat.BLOCK_ROWS];
    private final StringDictionary dictionary = new StringDictionary();
    private byte[] bytes = new byte[1 << 14];
    private int rowCount;
    private long minCode = -1;
    private long maxCode = 0;

    StringBlock(Optional<OrderCode> order) {
        this.order = order;
    }

    @Override
    public void append(ColumnVector vector, Batch batch, int first, int count) {
        for (int index = 0; index < count; index++) {
            int row = batch.row(first + index);
            if (Nulls.isNull(vector.nulls(), row)) {
                appendNull();
            } else if (vector instanceof BytesVector strings) {
                int start = strings.starts()[row];
                int end = strings.ends()[row];
                if (order.isPresent()) {
                    widenZone(order.get().ofBytes(strings.bytes(), start, end));
                }
                append(strings.bytes(), start, end);
            } else {
                Value value = ((ObjectVector) vector).values()[row];
                if (order.isPresent()) {
                    widenZone(order.get().of(value));
                }
                byte[] encoded = ValueCodec.encode(value);
                append(encoded, 0, encoded.length);
            }
        }
    }

    /// Appends a numeric or NULL.
    void appendNumeric(Value value) {
        if (value.isNull()) {
            appendNull();
            return;
        }
        if (order.isPresent()) {
            widenZone(order.get().of(value));
        }
        byte[] encoded = NumericCodec.encode(value);
        append(encoded, 0, encoded.length);
    }

    private void appendNull() {
        nulls.set(rowCount);
        append(bytes, 0, 0);
    }

    private void append(byte[] source, int start, int end) {
        int first = rowCount == 0 ? 0 : ends[rowCount - 1];
        int last = Math.addExact(first, end - start);
        if (last > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * last, Integer.MAX_VALUE - 8));
        }
        System.arraycopy(source, start, bytes, first, end - start);
        ends[rowCount++] = last;
    }

    private void widenZone(long code) {
        minCode = Long.compareUnsigned(code, minCode) < 0 ? code : minCode;
        maxCode = Long.compareUnsigned(code, maxCode) > 0 ? code : maxCode;
    }

    @Override
    public void finish(ByteSink target, ColumnDirectory directory) {
        if (dictionary.build(bytes, ends, rowCount, nulls)) {
            dictionary.write(target, directory, rowCount, nulls.count());
        } else {
            writePlain(target, directory);
            sketch(directory.sketch);
        }
        nulls.write(target, rowCount);
        if (nulls.count() == rowCount) {
            directory.emptyZone();
        } else if (order.isPresent()) {
            directory.zone(minCode, maxCode);
        }
        rowCount = 0;
        minCode = -1;
        maxCode = 0;
        nulls.clear();
    }

    private void sketch(DistinctSketch sketch) {
        for (int row = 0; row < rowCount; row++) {
            if (!nulls.isNull(row)) {
                sketch.addBytes(bytes, row == 0 ? 0 : ends[row - 1], ends[row]);
            }
        }
    }

    private void writePlain(ByteSink target, ColumnDirectory directory) {
        int byteCount = ends[rowCount - 1];
        int length = fixedLength();
        if (length >= 0) {
            directory.add(Encoding.FIXED_STRINGS, 0, 0, length, nulls.count());
        } else {
            int width = byteCount <= NARROW_BYTES_MAX ? Short.BYTES : Integer.BYTES;
            directory.add(Encoding.STRINGS, width, 0, 0, nulls.count());
            for (int row = 0; row < rowCount; row++) {
                if (width == Short.BYTES) {
                    target.putShort(ends[row]);
                } else {
                    target.putInt(ends[row]);
                }
            }
        }
        target.putBytes(bytes, 0, byteCount);
    }

    /// Returns the length of every string when it is the same, otherwise -1.
    private int fixedLength() {
        int length = ends[0];
        for (int row = 1; row < rowCount; row++) {
            if (ends[row] - ends[row - 1] != length) {
                return -1;
            }
        }
        return length;
    }
}
