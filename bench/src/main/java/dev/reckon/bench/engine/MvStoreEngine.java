package dev.reckon.bench.engine;

import java.nio.file.Path;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/// H2's MVStore: a log-structured, copy-on-write B+tree in Java.
final class MvStoreEngine implements KeyValueEngine {
    private static final int CACHE_MEGABYTES = 1024;

    private final MVStore store;
    private final MVMap<Long, byte[]> rows;

    MvStoreEngine(Path directory) {
        store =
                new MVStore.Builder()
                        .fileName(directory.resolve("rows.mv").toString())
                        .cacheSize(CACHE_MEGABYTES)
                        .autoCommitDisabled()
                        .open();
        rows =
                store.openMap(
                        "rows",
                        new MVMap.Builder<Long, byte[]>()
                                .keyType(LongDataType.INSTANCE)
                                .valueType(ByteArrayDataType.INSTANCE));
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

    private void write(long[] keys, int version, boolean put) {
        for (int i = 0; i < keys.length; i++) {
            if (put) {
                rows.put(keys[i], Payload.of(keys[i], version));
            } else {
                rows.remove(keys[i]);
            }
            if ((i + 1) % BATCH_ROW_COUNT == 0 || i + 1 == keys.length) {
                sync();
            }
        }
    }

    private void sync() {
        store.commit();
        store.sync();
    }

    @Override
    public void settle() {
        sync();
    }

    @Override
    public void putDurable(long key) {
        rows.put(key, Payload.of(key, 0));
        sync();
    }

    @Override
    public long get(long key) {
        return (long) Payload.BIG_ENDIAN.get(rows.get(key), 0);
    }

    @Override
    public long range(long from, int count) {
        Cursor<Long, byte[]> cursor = rows.cursor(from);
        long sum = 0;
        for (int i = 0; i < count && cursor.hasNext(); i++) {
            cursor.next();
            sum += (long) Payload.BIG_ENDIAN.get(cursor.getValue(), 0);
        }
        return sum;
    }

    @Override
    public long scan() {
        return range(0, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        store.close();
    }
}
