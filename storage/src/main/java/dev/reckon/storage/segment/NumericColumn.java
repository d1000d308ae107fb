package dev.reckon.storage.segment;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.row.NumericCodec;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// Numerics: each block in the compact form or in the wide one.
final class NumericColumn implements SegmentColumn {
    private final ColumnBlocks blocks;
    private final ColumnDirectory directory;
    private final StringColumn strings;

    NumericColumn(StringColumn strings) {
        this.blocks = strings.blocks();
        this.directory = blocks.directory();
        this.strings = strings;
    }

    private boolean isCompact(int block) {
        return directory.encodings[block] == Encoding.NUMBERS;
    }

    @Override
    public ColumnVector read(int first, int count, ColumnMemory memory) {
        int block = first >>> SegmentFormat.BLOCK_SHIFT;
        int row = first & SegmentFormat.BLOCK_ROWS - 1;
        if (!isCompact(block)) {
            BytesVector encoded = strings.read(first, count);
            return NumericVector.wide(decode(encoded), encoded.nulls(), count);
        }
        long[] unscaled = blocks.numbers(block, row, count, memory);
        long[] nulls = blocks.nulls(block, row, count);
        return NumericVector.compact(unscaled, directory.scales[block], nulls, count);
    }

    private static Value[] decode(BytesVector encoded) {
        Value[] values = new Value[encoded.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] =
                    Nulls.isNull(encoded.nulls(), row)
                            ? Value.Null.NULL
                            : NumericCodec.decode(
                                    encoded.bytes(), encoded.starts()[row], encoded.ends()[row]);
        }
        return values;
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        boolean compact = true;
        int scale = -1;
        for (int index = 0; index < count; index++) {
            int block = positions[index] >>> SegmentFormat.BLOCK_SHIFT;
            if (strings.isAllNull(block)) {
                continue;
            }
            scale = scale < 0 ? directory.scales[block] : scale;
            compact &= isCompact(block) && directory.scales[block] == scale;
        }
        long[] nulls = blocks.nulls(positions, count);
        if (compact) {
            long[] unscaled = blocks.numbers(positions, count);
            return NumericVector.compact(unscaled, Math.max(scale, 0), nulls, count);
        }
        Value[] values = new Value[count];
        for (int index = 0; index < count; index++) {
            values[index] = value(positions[index]);
        }
        return NumericVector.wide(values, nulls, count);
    }

    private Value value(int position) {
        int block = position >>> SegmentFormat.BLOCK_SHIFT;
        int row = position & SegmentFormat.BLOCK_ROWS - 1;
        blocks.touch(block);
        if (blocks.isNull(block, row)) {
            return Value.Null.NULL;
        }
        if (isCompact(block)) {
            long unscaled = directory.bases[block] + blocks.packed(block).number(row);
            return new Value.Numeric(BigDecimal.valueOf(unscaled, directory.scales[block]));
        }
        return decode(strings.gather(new int[] {position}, 1))[0];
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
        return new NumberTest(this, blocks, condition, false);
    }

    @Override
    public void verify() {
        blocks.verify();
    }
}
