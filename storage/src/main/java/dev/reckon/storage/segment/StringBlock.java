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

/// Strings of bytes, and values in the form of `ValueCodec` or `NumericCodec`: in a dictionary, as
/// codes of symbols, or one after the other, whichever is shortest.
final class StringBlock implements BlockBuilder {
    /// A dictionary that makes strings this much shorter is taken without trying symbols: it is
    /// read with less work.
    private static final double DICTIONARY_SIZE = 0.5;

    private final Optional<OrderCode> order;

    /// Empty when the strings are looked at where they are, as those of keys are.
    private final Optional<CompactStrings> compact;

    private final NullBits nulls = new NullBits();
    private final int[] ends = new int[SegmentFormat.BLOCK_ROWS];
    private final StringDictionary dictionary = new StringDictionary();
    private byte[] bytes = new byte[1 << 14];
    private int rowCount;

    /// Bytes of the longest string.
    private int longest;

    private final long[] distances = new long[SegmentFormat.BLOCK_ROWS];
    private long minCode = -1;
    private long maxCode = 0;

    StringBlock(Optional<OrderCode> order, Optional<CompactStrings> compact) {
        this.order = order;
        this.compact = compact;
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
        if (last > bytes.length - SymbolTable.SYMBOL_BYTES_MAX) {
            int needed = Math.addExact(last, SymbolTable.SYMBOL_BYTES_MAX);
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * needed, Integer.MAX_VALUE - 8));
        }
        System.arraycopy(source, start, bytes, first, end - start);
        ends[rowCount++] = last;
        longest = Math.max(longest, end - start);
    }

    private void widenZone(long code) {
        minCode = Long.compareUnsigned(code, minCode) < 0 ? code : minCode;
        maxCode = Long.compareUnsigned(code, maxCode) > 0 ? code : maxCode;
    }

    @Override
    public void finish(ByteSink target, ColumnDirectory directory) {
        write(target, directory);
        nulls.write(target, rowCount);
        if (nulls.count() == rowCount) {
            directory.emptyZone();
        } else if (order.isPresent()) {
            directory.zone(minCode, maxCode);
        }
        rowCount = 0;
        longest = 0;
        minCode = -1;
        maxCode = 0;
        nulls.clear();
    }

    private void write(ByteSink target, ColumnDirectory directory) {
        int byteCount = ends[rowCount - 1];
        long shortest = (long) StringEnds.byteCount(ends, rowCount) + byteCount;
        boolean few = dictionary.build(bytes, ends, rowCount, nulls);
        long dictionaryBytes = few ? dictionary.byteCount(rowCount) : Long.MAX_VALUE;
        boolean inDictionary = dictionaryBytes < shortest;
        if (dictionaryBytes > DICTIONARY_SIZE * shortest
                && compact.isPresent()
                && compact.get().encode(bytes, ends, rowCount)
                && compact.get().byteCount(rowCount) < Math.min(shortest, dictionaryBytes)) {
            compact.get()
                    .write(
                            target,
                            directory,
                            rowCount,
                            longest,
                            byteCount,
                            nulls.count(),
                            distances);
            sketch(directory.sketch);
        } else if (inDictionary) {
            dictionary.write(target, directory, rowCount, nulls.count());
        } else {
            int bits = StringEnds.write(target, ends, rowCount, longest, byteCount, distances);
            directory.add(Encoding.STRINGS, bits, 0, 0, nulls.count());
            target.putBytes(bytes, 0, byteCount);
            sketch(directory.sketch);
        }
    }

    private void sketch(DistinctSketch sketch) {
        for (int row = 0; row < rowCount; row++) {
            if (!nulls.isNull(row)) {
                sketch.addBytes(bytes, row == 0 ? 0 : ends[row - 1], ends[row]);
            }
        }
    }
}
