package dev.reckon.sql.execute.expression;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts a vector together from parts that are right in different rows. Rows in no part are NULL.
/// For one thread.
public final class VectorMerge {
    private final PhysicalType physical;
    private final int rowCount;
    private final List<ColumnVector> vectors = new ArrayList<>();
    private final List<Batch> parts = new ArrayList<>();

    public VectorMerge(PhysicalType physical, int rowCount) {
        this.physical = physical;
        this.rowCount = rowCount;
    }

    /// Adds the rows that `rows` selects of a vector.
    public void add(ColumnVector vector, Batch rows) {
        vectors.add(vector);
        parts.add(rows);
    }

    /// Returns the vector of all parts.
    public ColumnVector build() {
        if (vectors.size() == 1 && parts.get(0).isDense()) {
            return vectors.get(0);
        }
        long[] nulls = nulls();
        return switch (physical) {
            case BOOLEAN, INT2, INT4, INT8 -> new LongVector(longs(), nulls, rowCount);
            case FLOAT4, FLOAT8 -> new DoubleVector(doubles(), nulls, rowCount);
            case NUMERIC -> numerics(nulls);
            case BYTES -> strings(nulls);
            case OBJECT -> new ObjectVector(values(), nulls, rowCount);
        };
    }

    private long[] nulls() {
        long[] nulls = Nulls.all(rowCount);
        boolean any = false;
        int filled = 0;
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            long[] source = vectors.get(part).nulls();
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (Nulls.isNull(source, row)) {
                    any = true;
                } else {
                    nulls[row >> 6] &= ~(1L << (row & 63));
                }
            }
            filled += rows.selectedCount();
        }
        return any || filled < rowCount ? nulls : Nulls.NONE;
    }

    private long[] longs() {
        long[] values = new long[rowCount];
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            long[] source = ((LongVector) vectors.get(part)).values();
            for (int i = 0; i < rows.selectedCount(); i++) {
                values[rows.row(i)] = source[rows.row(i)];
            }
        }
        return values;
    }

    private double[] doubles() {
        double[] values = new double[rowCount];
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            double[] source = ((DoubleVector) vectors.get(part)).values();
            for (int i = 0; i < rows.selectedCount(); i++) {
                values[rows.row(i)] = source[rows.row(i)];
            }
        }
        return values;
    }

    private NumericVector numerics(long[] nulls) {
        int scale = -1;
        for (ColumnVector vector : vectors) {
            var numeric = (NumericVector) vector;
            if (!numeric.isCompact() || (scale >= 0 && numeric.scale() != scale)) {
                return NumericVector.wide(values(), nulls, rowCount);
            }
            scale = numeric.scale();
        }
        long[] unscaled = new long[rowCount];
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            long[] source = ((NumericVector) vectors.get(part)).unscaled();
            for (int i = 0; i < rows.selectedCount(); i++) {
                unscaled[rows.row(i)] = source[rows.row(i)];
            }
        }
        return NumericVector.compact(unscaled, Math.max(scale, 0), nulls, rowCount);
    }

    private BytesVector strings(long[] nulls) {
        int[] starts = new int[rowCount];
        int[] ends = new int[rowCount];
        byte[] bytes = new byte[rowCount * 8];
        int end = 0;
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            var source = (BytesVector) vectors.get(part);
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                if (source.isNull(row)) {
                    continue;
                }
                int length = source.ends()[row] - source.starts()[row];
                if (end + length > bytes.length) {
                    bytes = Arrays.copyOf(bytes, Math.max(end + length, bytes.length * 2));
                }
                System.arraycopy(source.bytes(), source.starts()[row], bytes, end, length);
                starts[row] = end;
                end += length;
                ends[row] = end;
            }
        }
        return new BytesVector(bytes, starts, ends, nulls, rowCount);
    }

    private Value[] values() {
        Value[] values = new Value[rowCount];
        Arrays.fill(values, Value.Null.NULL);
        for (int part = 0; part < parts.size(); part++) {
            Batch rows = parts.get(part);
            ColumnVector source = vectors.get(part);
            for (int i = 0; i < rows.selectedCount(); i++) {
                values[rows.row(i)] = source.value(rows.row(i));
            }
        }
        return values;
    }
}
