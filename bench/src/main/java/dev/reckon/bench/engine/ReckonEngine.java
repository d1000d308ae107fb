package dev.reckon.bench.engine;

import dev.reckon.storage.BulkInsert;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.LockedKeys;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Store;
import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reckon's engine, without SQL.
final class ReckonEngine implements KeyValueEngine {
    private static final int PAYLOAD_COLUMN = 1;

    private final Store store;
    private final TableSchema schema;
    private final RowLayout layout;
    private final KeyEncoder keyEncoder;

    ReckonEngine(Path directory) throws java.io.IOException {
        this(directory, StoreOptions.DEFAULT);
    }

    ReckonEngine(Path directory, StoreOptions options) throws java.io.IOException {
        store = Store.open(new LocalFileSystem(directory), options);
        schema =
                new TableSchema(
                        store.allocateId(),
                        "rows",
                        List.of(
                                new ColumnSchema("id", DataType.INT8, -1, true),
                                new ColumnSchema("payload", DataType.BYTEA, -1, true)),
                        List.of(KeyColumn.ascending(0)));
        layout = new RowLayout(schema);
        keyEncoder = new KeyEncoder(schema);
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(schema);
            transaction.commit();
        }
    }

    @Override
    public void load(long[] keys) {
        for (int first = 0; first < keys.length; first += BATCH_ROW_COUNT) {
            insertTogether(rows(keys, first, Math.min(keys.length, first + BATCH_ROW_COUNT), 0));
        }
    }

    private void insertTogether(Batch rows) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            BulkInsert insert =
                    transaction.bulkInsert(List.of(new BulkInsert.Target(schema.id(), true)));
            insert.add(0, rows, new long[rows.rowCount()]);
            if (insert.finish().isPresent()) {
                throw new IllegalStateException("key exists");
            }
            transaction.commit();
        }
    }

    private void insert(Batch rows) {
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (int row = 0; row < rows.rowCount(); row++) {
                if (!transaction.insert(
                        schema.id(), keyEncoder.encode(rows, row), layout.encode(rows, row))) {
                    throw new IllegalStateException("key exists");
                }
            }
            transaction.commit();
        }
    }

    private static Batch rows(long[] keys, int first, int end, int version) {
        int count = end - first;
        long[] ids = new long[count];
        byte[] bytes = new byte[count * Payload.BYTE_COUNT];
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = keys[first + i];
            starts[i] = i * Payload.BYTE_COUNT;
            ends[i] = starts[i] + Payload.BYTE_COUNT;
            Payload.fill(bytes, starts[i], ids[i], version);
        }
        return new Batch(
                List.of(
                        new LongVector(ids, Nulls.NONE, count),
                        new BytesVector(bytes, starts, ends, Nulls.NONE, count)),
                count);
    }

    @Override
    public void update(long[] keys) {
        for (int first = 0; first < keys.length; first += BATCH_ROW_COUNT) {
            Batch rows = rows(keys, first, Math.min(keys.length, first + BATCH_ROW_COUNT), 1);
            byte[][] encoded = new byte[rows.rowCount()][];
            for (int row = 0; row < encoded.length; row++) {
                encoded[row] = layout.encode(rows, row);
            }
            change(keys, first, (transaction, locked) -> transaction.updateAll(locked, encoded));
        }
    }

    @Override
    public void delete(long[] keys) {
        for (int first = 0; first < keys.length; first += BATCH_ROW_COUNT) {
            change(keys, first, Transaction::deleteAll);
        }
    }

    private interface Change {
        void make(Transaction transaction, LockedKeys locked);
    }

    private void change(long[] keys, int first, Change change) {
        RowKey[] wanted = new RowKey[Math.min(keys.length - first, BATCH_ROW_COUNT)];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = key(keys[first + i]);
        }
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            LockedKeys locked =
                    transaction.lock(
                            schema.id(), wanted, LockMode.UPDATE, WaitPolicy.WAIT, List.of());
            change.make(transaction, locked);
            transaction.commit();
        }
    }

    @Override
    public void settle() {
        store.maintain();
    }

    @Override
    public void putDurable(long key) {
        insert(rows(new long[] {key}, 0, 1, 0));
    }

    @Override
    public long get(long key) {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot table = snapshot.table(schema.id()).orElseThrow();
            return first(table.find(key(key), List.of(PAYLOAD_COLUMN)), 0);
        }
    }

    private RowKey key(long key) {
        return new RowKey(keyEncoder.encodePrefix(List.of(new Value.Int(key))));
    }

    private static long first(Batch batch, int row) {
        var payloads = (BytesVector) batch.column(0);
        return (long) Payload.BIG_ENDIAN.get(payloads.bytes(), payloads.starts()[row]);
    }

    @Override
    public long range(long from, int count) {
        var range = new KeyRange(key(from).bytes(), Optional.empty());
        var request =
                new ScanRequest(
                        List.of(PAYLOAD_COLUMN), List.of(range), ScanOrder.FORWARD, List.of());
        return sum(request.startingWith(count).lending(Lending.ALL), count);
    }

    @Override
    public long scan() {
        return sum(
                ScanRequest.all(List.of(PAYLOAD_COLUMN)).lending(Lending.ALL), Integer.MAX_VALUE);
    }

    private long sum(ScanRequest request, int count) {
        try (Snapshot snapshot = store.snapshot();
                Cursor cursor = snapshot.table(schema.id()).orElseThrow().scan(request)) {
            long sum = 0;
            int left = count;
            while (left > 0) {
                Optional<Batch> next = cursor.next();
                if (next.isEmpty()) {
                    break;
                }
                Batch batch = next.get();
                int rowCount = Math.min(left, batch.selectedCount());
                for (int i = 0; i < rowCount; i++) {
                    sum += first(batch, batch.row(i));
                }
                left -= rowCount;
            }
            return sum;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
