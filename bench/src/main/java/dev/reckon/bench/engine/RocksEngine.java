package dev.reckon.bench.engine;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// RocksDB without compression, or with LZ4, with a Bloom filter and a block cache as large as the
/// page cache that the others enjoy.
final class RocksEngine implements KeyValueEngine {
    private static final long CACHE_BYTE_COUNT = 2L << 30;

    static {
        RocksDB.loadLibrary();
    }

    private final Options options;
    private final RocksDB database;
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final ReadOptions reads = new ReadOptions().setVerifyChecksums(true);

    RocksEngine(Path directory, boolean compressed) throws RocksDBException {
        options =
                new Options()
                        .setCreateIfMissing(true)
                        .setCompressionType(
                                compressed
                                        ? CompressionType.LZ4_COMPRESSION
                                        : CompressionType.NO_COMPRESSION)
                        .setIncreaseParallelism(2)
                        .setTableFormatConfig(
                                new BlockBasedTableConfig()
                                        .setBlockCache(new LRUCache(CACHE_BYTE_COUNT))
                                        .setFilterPolicy(new BloomFilter(10)));
        database = RocksDB.open(options, directory.toString());
    }

    @Override
    public void load(long[] keys) throws RocksDBException {
        write(keys, 0, true);
    }

    @Override
    public void update(long[] keys) throws RocksDBException {
        write(keys, 1, true);
    }

    @Override
    public void delete(long[] keys) throws RocksDBException {
        write(keys, 0, false);
    }

    private void write(long[] keys, int version, boolean put) throws RocksDBException {
        for (int first = 0; first < keys.length; first += BATCH_ROW_COUNT) {
            try (var batch = new WriteBatch()) {
                int end = Math.min(keys.length, first + BATCH_ROW_COUNT);
                for (int i = first; i < end; i++) {
                    if (put) {
                        batch.put(Payload.keyBytes(keys[i]), Payload.of(keys[i], version));
                    } else {
                        batch.delete(Payload.keyBytes(keys[i]));
                    }
                }
                database.write(durable, batch);
            }
        }
    }

    @Override
    public void settle() throws RocksDBException {
        try (var flush = new FlushOptions().setWaitForFlush(true)) {
            database.flush(flush);
        }
        database.compactRange();
    }

    @Override
    public void putDurable(long key) throws RocksDBException {
        database.put(durable, Payload.keyBytes(key), Payload.of(key, 0));
    }

    @Override
    public long get(long key) throws RocksDBException {
        return (long) Payload.BIG_ENDIAN.get(database.get(reads, Payload.keyBytes(key)), 0);
    }

    @Override
    public long range(long from, int count) {
        try (RocksIterator rows = database.newIterator(reads)) {
            rows.seek(Payload.keyBytes(from));
            long sum = 0;
            for (int i = 0; i < count && rows.isValid(); i++) {
                sum += (long) Payload.BIG_ENDIAN.get(rows.value(), 0);
                rows.next();
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
        database.close();
        options.close();
        durable.close();
        reads.close();
    }
}
