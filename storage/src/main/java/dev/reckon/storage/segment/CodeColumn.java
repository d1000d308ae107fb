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
    public ColumnVector read(int first, int count) {
        long[] values = codes.read(first, count);
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

    @Override
    public boolean mayContain(int block, long leastCode, long greatestCode) {
        int first = block << SegmentFormat.BLOCK_SHIFT;
        int last = first + SegmentFormat.blockRows(rowCount, block) - 1;
        // The codes ascend or descend through the block.
        long one = encoder.value(codes.code(first)) ^ Long.MIN_VALUE;
        long other = encoder.value(codes.code(last)) ^ Long.MIN_VALUE;
        boolean ascending = Long.compareUnsigned(one, other) <= 0;
        long least = ascending ? one : other;
        long greatest = ascending ? other : one;
        return Long.compareUnsigned(least, greatestCode) <= 0
                && Long.compareUnsigned(greatest, leastCode) >= 0;
    }

    @Override
    public void verify() {
        codes.verify();
    }
}
