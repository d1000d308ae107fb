package dev.reckon.bench.engine;

import dev.reckon.bench.Systems;
import dev.reckon.bench.engine.KeyValueEngine.Opener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Measures embedded engines beside each other and prints operations per second, sizes and ratios.
///
/// Options: `--rows N` (default 1000000), `--engines reckon,rocksdb,lmdb,mvstore,mapdb`.
public final class EngineBench {
    private static final Map<String, Opener> OPENERS = new LinkedHashMap<>();

    static {
        OPENERS.put("reckon", ReckonEngine::new);
        OPENERS.put("rocksdb", RocksEngine::new);
        OPENERS.put("lmdb", LmdbEngine::new);
        OPENERS.put("mvstore", MvStoreEngine::new);
        OPENERS.put("mapdb", MapDbEngine::new);
    }

    /// Spreads keys, so that a key is no position and new ones fall between old ones.
    private static final long KEY_STEP = 10;

    private static final int RANGE_ROW_COUNT = 100;
    private static final int LOOKUP_COUNT = 300_000;
    private static final int RANGE_COUNT = 20_000;
    private static final int CHANGE_COUNT = 100_000;
    private static final long DURABLE_NANOS = 2_000_000_000L;

    private final int rowCount;
    private final Map<String, List<String>> table = new LinkedHashMap<>();

    private EngineBench(int rowCount) {
        this.rowCount = rowCount;
    }

    public static void main(String[] arguments) throws Exception {
        int rowCount = 1_000_000;
        List<String> engines = new ArrayList<>(OPENERS.keySet());
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rows" -> rowCount = Integer.parseInt(arguments[i + 1]);
                case "--engines" -> engines = List.of(arguments[i + 1].split(",", -1));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        var bench = new EngineBench(rowCount);
        for (String engine : engines) {
            bench.run(engine);
        }
        bench.print(engines);
    }

    private void run(String engine) throws Exception {
        long[] sequential = LongStream.range(0, rowCount).map(i -> i * KEY_STEP).toArray();
        long[] random = shuffled(sequential);
        Path directory = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(directory)) {
            rate("load, in order", rowCount, () -> store.load(sequential));
        } finally {
            Systems.delete(directory);
        }
        Path second = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(second)) {
            rate("load, random order", rowCount, () -> store.load(random));
            store.settle();
            figure("bytes on disk a row", (double) size(second) / rowCount);
            reads(store, random);
            durablePuts(store);
            long[] changed = shuffled(sequential, CHANGE_COUNT);
            rate("update, batches of 1,000", changed.length, () -> store.update(changed));
            rate("delete, batches of 1,000", changed.length, () -> store.delete(changed));
            figure("resident memory, MB", residentBytes() / 1e6);
        } finally {
            Systems.delete(second);
        }
    }

    private static Opener opener(String engine) {
        Opener opener = OPENERS.get(engine);
        if (opener == null) {
            throw new IllegalArgumentException("unknown engine " + engine);
        }
        return opener;
    }

    private void reads(KeyValueEngine store, long[] keys) throws Exception {
        int lookupCount = Math.min(LOOKUP_COUNT, keys.length);
        Operation gets =
                () -> {
                    for (int i = 0; i < lookupCount; i++) {
                        if (store.get(keys[i]) != Payload.first(keys[i], 0)) {
                            throw new IllegalStateException("wrong value of " + keys[i]);
                        }
                    }
                };
        gets.run();
        rate("random get", lookupCount, gets);
        long sum = 0;
        for (long key : keys) {
            sum += Payload.first(key, 0);
        }
        long expected = sum;
        Operation ranges =
                () -> {
                    for (int i = 0; i < RANGE_COUNT; i++) {
                        store.range(keys[i], RANGE_ROW_COUNT);
                    }
                };
        ranges.run();
        rate("range of 100", RANGE_COUNT, ranges);
        Operation scan =
                () -> {
                    if (store.scan() != expected) {
                        throw new IllegalStateException("wrong scan");
                    }
                };
        scan.run();
        rate("full scan, rows", keys.length, scan);
    }

    private void durablePuts(KeyValueEngine store) throws Exception {
        var nextKey = new AtomicLong(1);
        figure("durable put, 1 thread", putsPerSecond(store, nextKey, 1));
        figure("durable put, 8 threads", putsPerSecond(store, nextKey, 8));
    }

    private static double putsPerSecond(KeyValueEngine store, AtomicLong nextKey, int threadCount)
            throws InterruptedException {
        long start = System.nanoTime();
        var puts = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                while (System.nanoTime() - start < DURABLE_NANOS) {
                                    try {
                                        store.putDurable(nextKey.getAndAdd(KEY_STEP));
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                    puts.incrementAndGet();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return puts.get() / ((System.nanoTime() - start) / 1e9);
    }

    private void rate(String what, int operationCount, Operation operation) throws Exception {
        long start = System.nanoTime();
        operation.run();
        figure(what, operationCount / ((System.nanoTime() - start) / 1e9));
    }

    private void figure(String what, double figure) {
        table.computeIfAbsent(what, _ -> new ArrayList<>())
                .add(String.format(Locale.ROOT, figure < 1000 ? "%,.1f" : "%,.0f", figure));
    }

    private void print(List<String> engines) {
        System.out.printf(
                "%n%,d rows of a bigint and 100 bytes; operations per second%n", rowCount);
        System.out.printf("| %-26s |", "");
        engines.forEach(engine -> System.out.printf(" %12s |", engine));
        System.out.println();
        table.forEach((what, figures) -> {
            System.out.printf("| %-26s |", what);
            figures.forEach(figure -> System.out.printf(" %12s |", figure));
            System.out.println();
        });
    }

    private static long[] shuffled(long[] keys) {
        return shuffled(keys, keys.length);
    }

    /// Returns the first `count` of the keys in an order that is random and always the same.
    private static long[] shuffled(long[] keys, int count) {
        long[] shuffled = keys.clone();
        var random = new SplittableRandom(7);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long key = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = key;
        }
        return java.util.Arrays.copyOf(shuffled, Math.min(count, shuffled.length));
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
            }
        }
        return 0;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // A mapped file can be larger than what it takes on the disk.
                Object blocks = Files.getAttribute(file, "unix:size");
                size += ((Number) blocks).longValue();
            }
            return size;
        }
    }

    private interface Operation {
        void run() throws Exception;
    }
}
