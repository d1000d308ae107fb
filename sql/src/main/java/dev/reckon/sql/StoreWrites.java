package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.WriteStatistics;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The view `reckon_writes`: what the store has written to its directory since it was opened, a row
/// for each cause and one for all.
record StoreWrites(Store store) implements SystemTable {
    private static final int OID = 13_903;
    private static final List<ColumnSchema> COLUMNS =
            List.of(
                    new ColumnSchema("cause", DataType.TEXT, -1, true),
                    new ColumnSchema("write_count", DataType.INT8, -1, true),
                    new ColumnSchema("row_count", DataType.INT8, -1, true),
                    new ColumnSchema("byte_count", DataType.INT8, -1, true),
                    new ColumnSchema("amplification", DataType.FLOAT8, -1, false),
                    new ColumnSchema("delay_ms", DataType.INT8, -1, false));

    @Override
    public int oid() {
        return OID;
    }

    @Override
    public String schema() {
        return "pg_catalog";
    }

    @Override
    public String name() {
        return "reckon_writes";
    }

    @Override
    public List<ColumnSchema> columns() {
        return COLUMNS;
    }

    @Override
    public boolean isView() {
        return true;
    }

    @Override
    public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
        WriteStatistics writes = store.writeStatistics();
        List<List<Value>> rows =
                List.of(
                        row("log", writes.log()),
                        row("flush", writes.flushed()),
                        row("merge", writes.merged()),
                        row("load", writes.loaded()),
                        row("checkpoint", writes.checkpoints()),
                        all(writes));
        List<VectorBuilder> builders =
                COLUMNS.stream()
                        .map(column -> new VectorBuilder(column.type().physical(), rows.size()))
                        .toList();
        for (List<Value> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                builders.get(column).append(row.get(column));
            }
        }
        List<ColumnVector> vectors = builders.stream().map(VectorBuilder::build).toList();
        return List.of(new Batch(vectors, rows.size())).iterator();
    }

    private static List<Value> row(String cause, WriteStatistics.Amount amount) {
        return List.of(
                Value.text(cause),
                new Value.Int(amount.count()),
                new Value.Int(amount.rowCount()),
                new Value.Int(amount.byteCount()),
                Value.Null.NULL,
                Value.Null.NULL);
    }

    private static List<Value> all(WriteStatistics writes) {
        WriteStatistics.Amount all = writes.all();
        return List.of(
                Value.text("all"),
                new Value.Int(all.count()),
                new Value.Int(all.rowCount()),
                new Value.Int(all.byteCount()),
                new Value.Real(writes.amplification()),
                new Value.Int(TimeUnit.NANOSECONDS.toMillis(writes.delayNanos())));
    }
}
