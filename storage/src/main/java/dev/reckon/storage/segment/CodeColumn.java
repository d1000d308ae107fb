package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.row.KeyEncoder;

/// A key of one integer, which is stored as its codes alone.
final class CodeColumn implements SegmentColumn {
    private final CodeBlocks codes;
    private final KeyEncoder encoder;
    private final int rowCount;

    CodeColumn(CodeBlocks codes, KeyEncoder encoder, int rowCount) {
        this.codes = codes;
        this.encoder = encoder;
        this.rowCount = rowCount;
    }

    @Override
    public ColumnVector read(int first, int count, ColumnMemory memory) {
        long[] values = codes.read(first, count, memory);
        encoder.decodeCodes(values, count);
        return new LongVector(values, Nulls.NONE, count);
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        long[] values = new long[count];
        for (int index = 0; index < count; index++) {
            values[index] = codes.code(positions[index]);
        }
        encoder.decodeCodes(values, count);
        return new LongVector(values, Nulls.NONE, count);
    }

    // Values ascend or descend through a block, so the bounds are at its ends.

    @Override
    public long leastCode(int block) {
        long first = orderCode(first(block));
        long last = orderCode(last(block));
        return Long.compareUnsigned(first, last) <= 0 ? first : last;
    }

    @Override
    public long greatestCode(int block) {
        long first = orderCode(first(block));
        long last = orderCode(last(block));
        return Long.compareUnsigned(first, last) <= 0 ? last : first;
    }

    private static int first(int block) {
        return block << SegmentFormat.BLOCK_SHIFT;
    }

    private int last(int block) {
        return first(block) + SegmentFormat.blockRows(rowCount, block) - 1;
    }

    private long orderCode(int position) {
        return encoder.value(codes.code(position)) ^ Long.MIN_VALUE;
    }

    @Override
    public int nullCount(int block) {
        return 0;
    }

    /// Adds nothing: whoever estimates knows that all values of a key differ.
    @Override
    public void addTo(DistinctSketch sketch) {}

    @Override
    public void verify() {
        codes.verify();
    }
}
