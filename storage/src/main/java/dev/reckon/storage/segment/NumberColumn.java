package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;

/// Integers, dates, timestamps and booleans.
final class NumberColumn implements SegmentColumn {
    private final ColumnBlocks blocks;

    NumberColumn(ColumnBlocks blocks) {
        this.blocks = blocks;
    }

    @Override
    public ColumnVector read(int first, int count) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        long[] values = blocks.numbers(block, row, count);
        return new LongVector(values, blocks.nulls(block, row, count), count);
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        long[] values = blocks.numbers(positions, count);
        return new LongVector(values, blocks.nulls(positions, count), count);
    }

    @Override
    public boolean mayContain(int block, long leastCode, long greatestCode) {
        return blocks.mayContain(block, leastCode, greatestCode);
    }

    @Override
    public void verify() {
        blocks.verify();
    }
}
