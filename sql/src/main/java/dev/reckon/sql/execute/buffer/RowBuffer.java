package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;

/// Rows in memory, numbered from 0 in the order in which they were appended. For one thread; what
/// [#columns] returned may be read by many.
public final class RowBuffer {
    /// Row numbers are ints, and arrays double.
    private static final int ROW_COUNT_MAX = 1 << 29;

    private final List<PhysicalType> types;
    private final ColumnBuffer[] columns;
    private int rowCount;

    public RowBuffer(List<PhysicalType> types) {
        this.types = types;
        this.columns = types.stream().map(ColumnBuffer::of).toArray(ColumnBuffer[]::new);
    }

    public int rowCount() {
        return rowCount;
    }

    public List<PhysicalType> types() {
        return types;
    }

    /// Appends the selected rows of a batch.
    public void append(Batch batch) {
        append(batch.columns(), batch);
    }

    /// Appends the rows that `rows` selects of the given vectors, which stand for its columns.
    public void append(List<ColumnVector> vectors, Batch rows) {
        for (int column = 0; column < columns.length; column++) {
            if (rows.isDense()) {
                columns[column].append(vectors.get(column), rows.rowCount());
            } else {
                columns[column].append(vectors.get(column), rows.selection(), rows.selectedCount());
            }
        }
        rowCount += rows.selectedCount();
    }

    /// Appends the given rows of the vectors; -1 is a row of NULLs.
    public void append(List<ColumnVector> vectors, int[] rows, int count) {
        for (int column = 0; column < columns.length; column++) {
            columns[column].append(vectors.get(column), rows, count);
        }
        rowCount += count;
    }

    /// Returns the rows so far, as views that later appends don't change.
    public List<ColumnVector> columns() {
        List<ColumnVector> vectors = new ArrayList<>(columns.length);
        for (ColumnBuffer column : columns) {
            vectors.add(column.vector());
        }
        return vectors;
    }

    /// Returns about how many bytes of memory the rows take.
    public long byteCount() {
        long sum = 0;
        for (ColumnBuffer column : columns) {
            sum += column.byteCount();
        }
        return sum;
    }

    /// Returns whether no more batches fit, whatever the memory.
    public boolean isFull() {
        boolean full = rowCount > ROW_COUNT_MAX;
        for (ColumnBuffer column : columns) {
            full |= column.isFull();
        }
        return full;
    }

    /// Returns a physical type that is held in vectors of this class.
    public static PhysicalType physicalType(ColumnVector vector) {
        return switch (vector) {
            case LongVector _ -> PhysicalType.INT8;
            case DoubleVector _ -> PhysicalType.FLOAT8;
            case NumericVector _ -> PhysicalType.NUMERIC;
            case BytesVector _ -> PhysicalType.BYTES;
            case ObjectVector _ -> PhysicalType.OBJECT;
        };
    }

    /// Returns the given rows of some vectors as a batch; -1 is a row of NULLs.
    public static List<ColumnVector> gather(List<ColumnVector> vectors, int[] rows, int count) {
        List<ColumnVector> gathered = new ArrayList<>(vectors.size());
        for (ColumnVector vector : vectors) {
            gathered.add(vector.gather(rows, count));
        }
        return gathered;
    }
}
