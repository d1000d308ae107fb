package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;

/// Integers, dates, timestamps and booleans.
final class NumberColumn implements SegmentColumn {
    private final ColumnBlocks blocks;

    NumberColumn(ColumnBlocks blocks) {
        this.blocks = blocks;
    }

    @Override
    public ColumnVector read(int first, int count, ColumnMemory memory) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        long[] values = blocks.numbers(block, row, count, memory);
        return new LongVector(values, blocks.nulls(block, row, count), count);
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        long[] values = blocks.numbers(positions, count);
        return new LongVector(values, blocks.nulls(positions, count), count);
    }

    @Override
    public long leastCode(int block) {
        return blocks.directory().minCodes[block];
    }

    @Override
    public long greatestCode(int block) {
        return blocks.directory().maxCodes[block];
    }

    @Override
    public int nullCount(int block) {
        return blocks.directory().nullCounts[block];
    }

    @Override
    public void addTo(DistinctSketch sketch) {
        sketch.merge(blocks.directory().sketch);
    }

    @Override
    public ColumnTest test(ColumnCondition condition) {
        return new NumberTest(this, blocks, condition, true);
    }

    @Override
    public void verify() {
        blocks.verify();
    }
}
