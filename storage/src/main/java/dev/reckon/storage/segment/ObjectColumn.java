package dev.reckon.storage.segment;

import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.row.ValueCodec;
import dev.reckon.storage.type.Value;

/// Values of the types without a vector of their own.
final class ObjectColumn implements SegmentColumn {
    private final StringColumn strings;

    ObjectColumn(StringColumn strings) {
        this.strings = strings;
    }

    @Override
    public ColumnVector read(int first, int count, ColumnMemory memory) {
        return decode(strings.read(first, count));
    }

    @Override
    public ColumnVector gather(int[] positions, int count) {
        return decode(strings.gather(positions, count));
    }

    private static ColumnVector decode(BytesVector encoded) {
        Value[] values = new Value[encoded.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] =
                    Nulls.isNull(encoded.nulls(), row)
                            ? Value.Null.NULL
                            : ValueCodec.decode(
                                    encoded.bytes(), encoded.starts()[row], encoded.ends()[row]);
        }
        return new ObjectVector(values, encoded.nulls(), values.length);
    }

    @Override
    public long leastCode(int block) {
        return strings.leastCode(block);
    }

    @Override
    public long greatestCode(int block) {
        return strings.greatestCode(block);
    }

    @Override
    public int nullCount(int block) {
        return strings.nullCount(block);
    }

    @Override
    public void addTo(DistinctSketch sketch) {
        strings.addTo(sketch);
    }

    @Override
    public void verify() {
        strings.verify();
    }
}
