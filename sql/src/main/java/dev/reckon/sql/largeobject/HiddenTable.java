package dev.reckon.sql.largeobject;

import dev.reckon.storage.LockMode;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table that the catalog does not have, with rows read and written one by one in a transaction.
/// It is made when the first row is written. Immutable; safe for many threads.
final class HiddenTable {
    private final TableSchema schema;
    private final KeyEncoder keys;
    private final RowLayout layout;

    HiddenTable(TableSchema schema) {
        this.schema = schema;
        this.keys = new KeyEncoder(schema);
        this.layout = new RowLayout(schema);
    }

    TableSchema schema() {
        return schema;
    }

    /// Returns the row under a key as the transaction sees it now, its own writes included.
    ///
    /// @param key the values of the key columns, which are the first of the table
    Optional<List<Value>> find(Transaction transaction, Value... key) {
        return transaction.find(schema.id(), key(key)).map(this::decoded);
    }

    /// Returns the newest row under a key, locked against changes by others until the transaction
    /// ends.
    Optional<List<Value>> lock(Transaction transaction, Value... key) {
        if (!transaction.hasTable(schema.id())) {
            return Optional.empty();
        }
        return transaction
                .lock(schema.id(), key(key), LockMode.UPDATE, WaitPolicy.WAIT)
                .row()
                .map(this::decoded);
    }

    /// Inserts a row; returns false when there is one with its key.
    boolean insert(Transaction transaction, Value... row) {
        if (!transaction.hasTable(schema.id())) {
            transaction.lockName(schema.id(), true, WaitPolicy.WAIT);
            if (!transaction.hasTable(schema.id())) {
                transaction.createTable(schema);
            }
        }
        Batch batch = batch(row);
        return transaction.insert(schema.id(), keys.encode(batch, 0), layout.encode(batch, 0));
    }

    /// Replaces a row that [#lock] has found.
    void update(Transaction transaction, Value... row) {
        Batch batch = batch(row);
        transaction.update(schema.id(), keys.encode(batch, 0), layout.encode(batch, 0));
    }

    /// Deletes a row that [#lock] has found.
    void delete(Transaction transaction, Value... key) {
        transaction.delete(schema.id(), key(key));
    }

    private RowKey key(Value... values) {
        return keys.encodeKeyColumns(batch(values), 0);
    }

    private Batch batch(Value... values) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            var builder = new VectorBuilder(schema.column(i).type().physical(), 1);
            builder.append(values[i]);
            columns.add(builder.build());
        }
        return new Batch(columns, 1);
    }

    private List<Value> decoded(byte[] row) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < schema.columns().size(); i++) {
            values.add(layout.decode(new byte[][] {row}, 1, i).value(0));
        }
        return values;
    }
}
