package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import java.lang.foreign.MemorySegment;

/// Floating-point numbers.
final class RealColumn implements SegmentColumn {
    private final ColumnBlocks blocks;
    private final boolean single;

    /// @param single whether numbers are floats of four bytes
    RealColumn(ColumnBlocks blocks, boolean single) {
        this.blocks = blocks;
        this.single = single;
    }

    @Override
    public ColumnVector read(int first, int count, ColumnMemory memory) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        double[] values = memory.doubles(count);
        if (!single && blocks.directory().widths[block] == Double.SIZE) {
            long offset = blocks.touch(block) + (long) row * Double.BYTES;
            MemorySegment.copy(blocks.file(), SegmentFormat.DOUBLE, offset, values, 0, count);
        } else {
            decode(blocks.numbers(block, row, count, memory), count, values);
        }
        return new DoubleVector(values, blocks.nulls(block, row, count), count);
    }

    private void decode(long[] bits, int count, double[] values) {
        if (single) {
            for (int index = 0; index < count; index++) {
                values[index] = Float.intBitsToFloat((int) bits[index]);
            }
        } else {
            for (int index = 0; index < count; index++) {
                values[index] = Double.longBitsToDouble(bits[index]);
            }
        }
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        double[] values = new double[count];
        decode(blocks.numbers(positions, count), count, values);
        return new DoubleVector(values, blocks.nulls(positions, count), count);
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
    public void verify() {
        blocks.verify();
    }
}
