package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;

/// Integers and their like are their own codes.
final class LongCoder implements KeyCoder {
    @Override
    public void encode(
            ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        long[] values = ((LongVector) vector).values();
        int count = rows.selectedCount();
        if (rows.isDense()) {
            System.arraycopy(values, 0, codes, 0, count);
            return;
        }
        int[] selection = rows.selection();
        for (int i = 0; i < count; i++) {
            codes[i] = values[selection[i]];
        }
    }

    @Override
    public long byteCount() {
        return 0;
    }
}
