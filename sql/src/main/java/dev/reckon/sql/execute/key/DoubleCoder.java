package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;

/// Floating-point numbers by their bits: the two zeros are equal, and so are all NaNs, as in
/// PostgreSQL.
final class DoubleCoder implements KeyCoder {
    @Override
    public void encode(
            ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        double[] values = ((DoubleVector) vector).values();
        int count = rows.selectedCount();
        for (int i = 0; i < count; i++) {
            // Adding zero turns the negative zero into the positive one.
            codes[i] = Double.doubleToLongBits(values[rows.row(i)] + 0.0);
        }
    }

    @Override
    public long byteCount() {
        return 0;
    }
}
