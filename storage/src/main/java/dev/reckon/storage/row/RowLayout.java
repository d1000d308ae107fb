package dev.reckon.storage.row;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;

/// How the rows of a table are laid out in a byte array: a null bitmap, the fixed-width columns at
/// fixed offsets, the ends of the variable ones, and their bytes. Immutable; safe for many threads.
public final class RowLayout {
    public RowLayout(TableSchema schema) {
        throw new UnsupportedOperationException(schema.name());
    }

    /// Encodes one physical row of a batch whose columns are all of the table's, in order.
    public byte[] encode(Batch batch, int row) {
        throw new UnsupportedOperationException();
    }

    /// Decodes some columns of many rows into vectors.
    ///
    /// @param rows of which the first `count` are used
    public List<ColumnVector> decode(byte[][] rows, int count, List<Integer> columns) {
        throw new UnsupportedOperationException();
    }
}
