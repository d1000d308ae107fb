package dev.reckon.bench.engine;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/// MapDB: a B+tree in Java over a mapped file with a write-ahead log.
final class MapDbEngine implements KeyValueEngine {
    private final DB database;
    private final BTreeMap<Long, byte[]> rows;

    MapDbEngine(Path directory) {
        database =
                DBMaker.fileDB(directory.resolve("rows.db").toFile())
                        .fileMmapEnable()
                        .transactionEnable()
                        .make();
        rows =
                database.treeMap("rows", Serializer.LONG, Serializer.BYTE_ARRAY)
                        .valuesOutsideNodesEnable()
                        .createOrOpen();
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
                database.commit();
            }
        }
    }

    @Override
    public void settle() {
        database.commit();
    }

    @Override
    public void putDurable(long key) {
        rows.put(key, Payload.of(key, 0));
        database.commit();
    }

    @Override
    public long get(long key) {
        return (long) Payload.BIG_ENDIAN.get(rows.get(key), 0);
    }

    @Override
    public long range(long from, int count) {
        return sum(rows.entryIterator(from, true, Long.MAX_VALUE, true), count);
    }

    @Override
    public long scan() {
        return sum(rows.entryIterator(), Integer.MAX_VALUE);
    }

    private static long sum(Iterator<? extends Map.Entry<Long, byte[]>> entries, int count) {
        long sum = 0;
        for (int i = 0; i < count && entries.hasNext(); i++) {
            sum += (long) Payload.BIG_ENDIAN.get(entries.next().getValue(), 0);
        }
        return sum;
    }

    @Override
    public void close() {
        database.close();
    }
}
