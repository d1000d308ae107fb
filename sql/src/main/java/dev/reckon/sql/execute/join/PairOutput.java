package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Puts the rows of two sides next to each other.
final class PairOutput {
    private PairOutput() {}

    /// Makes a batch of pairs.
    static Batch pairs(
            List<ColumnVector> left,
            int[] leftRows,
            List<ColumnVector> right,
            int[] rightRows,
            int count) {
        List<ColumnVector> columns = new ArrayList<>(left.size() + right.size());
        for (ColumnVector column : left) {
            columns.add(column.gather(leftRows, count));
        }
        for (ColumnVector column : right) {
            columns.add(column.gather(rightRows, count));
        }
        return new Batch(columns, count);
    }

    /// Makes a batch of left rows, with NULLs on the right.
    static Batch leftOnly(Batch left, List<PhysicalType> rightTypes) {
        Batch rows = left.compact();
        List<ColumnVector> columns = new ArrayList<>(rows.columns());
        for (PhysicalType type : rightTypes) {
            columns.add(ConstantVectors.of(type, Value.Null.NULL, rows.rowCount()));
        }
        return new Batch(columns, rows.rowCount());
    }

    /// Makes a batch of right rows, with NULLs on the left.
    static Batch rightOnly(
            List<PhysicalType> leftTypes, List<ColumnVector> right, int[] rows, int count) {
        List<ColumnVector> columns = new ArrayList<>(leftTypes.size() + right.size());
        for (PhysicalType type : leftTypes) {
            columns.add(ConstantVectors.of(type, Value.Null.NULL, count));
        }
        for (ColumnVector column : right) {
            columns.add(column.gather(rows, count));
        }
        return new Batch(columns, count);
    }
}
