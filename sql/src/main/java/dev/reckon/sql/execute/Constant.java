package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;

/// One value in vectors of any length, made once and shared. Safe for use by many threads.
public final class Constant {
    private final PhysicalType physical;
    private final Value value;

    /// The longest vector so far. A racing thread may make it again; both are right.
    @SuppressWarnings("Immutable")
    private ColumnVector longest;

    public Constant(PhysicalType physical, Value value) {
        this.physical = physical;
        this.value = value;
        this.longest = ConstantVectors.of(physical, value, 1);
    }

    public Value value() {
        return value;
    }

    /// Returns the value in `rowCount` rows.
    public ColumnVector vector(int rowCount) {
        ColumnVector vector = longest;
        if (vector.rowCount() < rowCount) {
            vector =
                    ConstantVectors.of(
                            physical,
                            value,
                            rowCount <= 1 ? 1 : Math.max(rowCount, Batch.ROW_COUNT));
            longest = vector;
        }
        return ConstantVectors.shorten(vector, rowCount);
    }
}
