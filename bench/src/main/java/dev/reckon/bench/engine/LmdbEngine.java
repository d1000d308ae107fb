package dev.reckon.bench.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.KeyRange;
import org.lmdbjava.Txn;

/// LMDB: a copy-on-write B+tree in a mapped file. One writer at a time.
final class LmdbEngine implements KeyValueEngine {
    private static final long MAP_BYTE_COUNT = 16L << 30;

    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> rows;
    private final ThreadLocal<ByteBuffer> keys =
            ThreadLocal.withInitial(
                    () -> ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.BIG_ENDIAN));
    private final ThreadLocal<ByteBuffer> values =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(Payload.BYTE_COUNT));

    LmdbEngine(Path directory) {
        environment = Env.create().setMapSize(MAP_BYTE_COUNT).setMaxDbs(1).open(directory.toFile());
        rows = environment.openDbi("rows", DbiFlags.MDB_CREATE);
    }

    @Override
    public void load(long[] keys) {
        write(keys, 0, true);
    }

    @Override
    public void update(long[] keys) {
        write(keys, 1, true);
    }

    @Override
    public void delete(long[] keys) {
        write(keys, 0, false);
    }

    private void write(long[] writtenKeys, int version, boolean put) {
        for (int first = 0; first < writtenKeys.length; first += BATCH_ROW_COUNT) {
            try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
                int end = Math.min(writtenKeys.length, first + BATCH_ROW_COUNT);
                for (int i = first; i < end; i++) {
                    if (put) {
                        rows.put(transaction, key(writtenKeys[i]), value(writtenKeys[i], version));
                    } else {
                        rows.delete(transaction, key(writtenKeys[i]));
                    }
                }
                transaction.commit();
            }
        }
    }

    private ByteBuffer key(long key) {
        return keys.get().clear().putLong(key).flip();
    }

    private ByteBuffer value(long key, int version) {
        return values.get().clear().put(Payload.of(key, version)).flip();
    }

    @Override
    public void settle() {
        environment.sync(true);
    }

    @Override
    public void putDurable(long key) {
        try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
            rows.put(transaction, key(key), value(key, 0));
            transaction.commit();
        }
    }

    @Override
    public long get(long key) {
        try (Txn<ByteBuffer> transaction = environment.txnRead()) {
            return rows.get(transaction, key(key)).order(ByteOrder.BIG_ENDIAN).getLong(0);
        }
    }

    @Override
    public long range(long from, int count) {
        try (Txn<ByteBuffer> transaction = environment.txnRead();
                CursorIterable<ByteBuffer> found =
                        rows.iterate(transaction, KeyRange.atLeast(key(from)))) {
            long sum = 0;
            int left = count;
            for (var row : found) {
                sum += row.val().order(ByteOrder.BIG_ENDIAN).getLong(0);
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }
    }

    @Override
    public long scan() {
        return range(0, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        environment.close();
    }
}
