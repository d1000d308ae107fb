package dev.reckon.storage.row;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.List;

/// Writes key columns as bytes that compare as the columns do: the order of PostgreSQL's btree.
///
/// Each column is self-delimiting, so the encoding of the first columns is a prefix of the whole
/// key's. A NOT NULL column of fixed width takes exactly its bytes; others carry a leading byte for
/// NULL. Immutable; safe for many threads.
public final class KeyEncoder {
    /// Makes the encoder of a table's key.
    public KeyEncoder(TableSchema schema) {
        this(
                schema.key(),
                schema.key().stream().map(key -> schema.column(key.column()).type()).toList(),
                schema.key().stream().map(key -> schema.column(key.column()).notNull()).toList());
    }

    private KeyEncoder(List<KeyColumn> key, List<DataType> types, List<Boolean> notNull) {
        throw new UnsupportedOperationException(key + " " + types + notNull);
    }

    /// Returns the key of one physical row of a batch whose columns are the table's.
    public RowKey encode(Batch batch, int row) {
        throw new UnsupportedOperationException();
    }

    /// Returns the bytes of the first `values.size()` key columns: a prefix of the keys of all rows
    /// with those values, or the whole key.
    ///
    /// @param values of the key columns' types, in key order
    public byte[] encodePrefix(List<Value> values) {
        throw new UnsupportedOperationException(values.toString());
    }
}
