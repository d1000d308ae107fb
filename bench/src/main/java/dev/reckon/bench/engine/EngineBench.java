package dev.reckon.bench.engine;

import dev.reckon.bench.Systems;
import dev.reckon.bench.engine.KeyValueEngine.Opener;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Measures embedded engines beside each other and prints operations per second, sizes and ratios
/// to the best peer. Each engine runs in a process of its own, so that its memory is its own; the
/// JVM of each keeps little garbage ([#MEMORY_OPTIONS]), which would otherwise be most of it. Reads
/// are repeated until they are compiled, then measured some times, of which the median counts.
/// Writes are rehearsed, by every engine alike, in a directory that is thrown away: what the first
/// of these loads takes, in a process that has run nothing yet, is a figure of its own.
///
/// Options: `--rows N` (default 1000000); `--engines reckon,rocksdb,lmdb,mvstore,mapdb`, also
/// `rocksdb-lz4`; `--values text` (default) or `noise`, which no encoding makes shorter; `--clock
/// cpu` to count, for reads, the time that the thread ran instead of the time that passed: on a
/// busy machine; `--sizes 256,1024,4096` to compare small tables in memory and in segments instead
/// (see [SizeBench]).
public final class EngineBench {
    static final String OURS = "reckon";

    private static final Map<String, Opener> OPENERS = new LinkedHashMap<>();
    private static final List<String> USUAL = List.of(OURS, "rocksdb", "lmdb", "mvstore", "mapdb");

    static {
        OPENERS.put(OURS, ReckonEngine::new);
        OPENERS.put("rocksdb", directory -> new RocksEngine(directory, false));
        OPENERS.put("rocksdb-lz4", directory -> new RocksEngine(directory, true));
        OPENERS.put("lmdb", LmdbEngine::new);
        OPENERS.put("mvstore", MvStoreEngine::new);
        OPENERS.put("mapdb", MapDbEngine::new);
    }

    private static final String FIRST_LOAD = "first load of a process";
    private static final String DISK = "bytes on disk a row";
    private static final String DISK_LOG = "  of which log files";
    private static final String WRITTEN = "written for a byte loaded";
    private static final String MEMORY = "resident memory, MB";
    private static final String MEMORY_FILES = "  of which mapped files";
    private static final String MEMORY_OBJECTS = "  of which objects in use";

    /// The memory of the JVM of each engine. Rows of a memtable live for some tenths of a second:
    /// with room for them among the survivors they die young, and the old generation is hardly
    /// used. Measured with Reckon and 1M rows, processor time of all but the compiler and resident
    /// memory at the end: 3.7 s and 263 MB; 4.6 s and 376 MB with the parallel collector and 64 MB
    /// of young generation; 5.0 s and 734 MB with G1 and 64 MB.
    private static final List<String> MEMORY_OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xms160m", "-Xmn128m", "-XX:SurvivorRatio=2");

    /// Engines that keep their rows out of the heap, which need no more of it than this; without a
    /// limit, dead rows of memtables stay in the old generation until it is as large as the JVM
    /// likes. The others keep a cache in the heap.
    private static final String HEAP_OF_NATIVE = "-Xmx400m";

    private static final List<String> NATIVE = List.of(OURS, "rocksdb", "rocksdb-lz4", "lmdb");

    /// Before each figure that a process prints for the one that started it.
    private static final String MARK = "figure\t";

    /// Rows of one call: whole batches.
    private static final int LOAD_ROW_COUNT = 100 * KeyValueEngine.BATCH_ROW_COUNT;

    private static final int RANGE_ROW_COUNT = 100;
    private static final int LOOKUP_COUNT = 300_000;
    private static final int RANGE_COUNT = 20_000;
    private static final int CHANGE_COUNT = 100_000;
    private static final long DURABLE_NANOS = 2_000_000_000L;

    /// For how long each read is repeated before it is measured, and how often it is measured.
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private static final int PASS_COUNT = 5;

    /// Rows of a rehearsal, in each of two orders; of which some are changed.
    private static final int REHEARSAL_ROW_COUNT = 300_000;

    private static final int REHEARSAL_CHANGE_COUNT = 100_000;

    private final int rowCount;
    private final Clock clock;

    private EngineBench(int rowCount, Clock clock) {
        this.rowCount = rowCount;
        this.clock = clock;
    }

    /// What time reads take.
    private enum Clock {
        WALL,
        CPU;

        long nanos() {
            return switch (this) {
                case WALL -> System.nanoTime();
                case CPU -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            };
        }
    }

    static boolean isLessBetter(String what) {
        return List.of(DISK, DISK_LOG, WRITTEN, MEMORY, MEMORY_FILES, MEMORY_OBJECTS)
                .contains(what);
    }

    public static void main(String[] arguments) throws Exception {
        int rowCount = 1_000_000;
        String values = "text";
        Clock clock = Clock.WALL;
        List<String> engines = USUAL;
        String only = "";
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--rows" -> rowCount = Integer.parseInt(value);
                case "--engines" -> engines = List.of(value.split(",", -1));
                case "--values" -> values = value;
                case "--clock" -> clock = Clock.valueOf(value.toUpperCase(Locale.ROOT));
                case "--only" -> only = value;
                case "--sizes" -> {
                    SizeBench.run(
                            Stream.of(value.split(",", -1)).mapToInt(Integer::parseInt).toArray());
                    return;
                }
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Payload.choose(values);
        if (!only.isEmpty()) {
            new EngineBench(rowCount, clock).run(only);
            return;
        }
        engines.forEach(EngineBench::opener);
        var table = new FigureTable(engines);
        for (String engine : engines) {
            runApart(engine, arguments, table);
        }
        System.out.printf(
                "%n%,d rows of a bigint and 100 bytes of %s; operations per second (%s clock for reads);"
                        + " in brackets the ratio to the best peer%n",
                rowCount, values, clock.name().toLowerCase(Locale.ROOT));
        table.print();
    }

    /// Measures one engine in a process of its own.
    private static void runApart(String engine, String[] arguments, FigureTable table)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.matches("-XX:\\+Use\\w+GC"))
                .forEach(command::add);
        command.addAll(MEMORY_OPTIONS);
        if (NATIVE.contains(engine)) {
            command.add(HEAP_OF_NATIVE);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(EngineBench.class.getName());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--only", engine));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MARK)) {
                    String[] parts = line.split("\t", -1);
                    table.add(parts[1], engine, Double.parseDouble(parts[2]));
                }
            }
        }
        if (process.waitFor() != 0) {
            System.err.println(engine + " failed; its figures are not whole");
        }
    }

    private void run(String engine) throws Exception {
        rehearse(engine);
        Keys keys = new Keys(rowCount);
        Path directory = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(directory)) {
            rate("load, in order", rowCount, () -> load(store, keys::ascending, rowCount));
        } finally {
            Systems.delete(directory);
        }
        Path second = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(second)) {
            long writtenBefore = writtenBytes();
            rate("load, random order", rowCount, () -> load(store, keys::random, rowCount));
            store.settle();
            double loaded = (double) rowCount * (Long.BYTES + Payload.BYTE_COUNT);
            figure(WRITTEN, (writtenBytes() - writtenBefore) / loaded);
            figure(DISK, (double) size(second, _ -> true) / rowCount);
            figure(DISK_LOG, (double) size(second, EngineBench::isLog) / rowCount);
            reads(store, keys);
            figure(MEMORY, processFigure("status", "VmRSS:") * 1024 / 1e6);
            long filePages =
                    processFigure("status", "RssFile:") + processFigure("status", "RssShmem:");
            figure(MEMORY_FILES, filePages * 1024 / 1e6);
            figure(MEMORY_OBJECTS, objectBytes() / 1e6);
            durablePuts(store);
            long[] changed = keys.random(0, Math.min(rowCount, CHANGE_COUNT));
            rate("update, batches of 1,000", changed.length, () -> store.update(changed));
            rate("delete, batches of 1,000", changed.length, () -> store.delete(changed));
        } finally {
            Systems.delete(second);
        }
    }

    /// Writes as what follows does, so that it is measured compiled.
    private static void rehearse(String engine) throws Exception {
        Keys keys = new Keys(REHEARSAL_ROW_COUNT);
        long[] changed = keys.random(0, REHEARSAL_CHANGE_COUNT);
        Path first = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(first)) {
            rate(
                    FIRST_LOAD,
                    REHEARSAL_ROW_COUNT,
                    () -> load(store, keys::ascending, REHEARSAL_ROW_COUNT));
        } finally {
            Systems.delete(first);
        }
        Path second = Files.createTempDirectory("reckon-bench");
        try (KeyValueEngine store = opener(engine).open(second)) {
            load(store, keys::random, REHEARSAL_ROW_COUNT);
            store.settle();
            store.update(changed);
            store.delete(changed);
        } finally {
            Systems.delete(second);
        }
    }

    private interface KeyOrder {
        long[] keys(int first, int end);
    }

    private static void load(KeyValueEngine store, KeyOrder order, int rowCount) throws Exception {
        for (int first = 0; first < rowCount; first += LOAD_ROW_COUNT) {
            store.load(order.keys(first, Math.min(rowCount, first + LOAD_ROW_COUNT)));
        }
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("log-") || name.startsWith("spare-") || name.endsWith(".log");
    }

    private static Opener opener(String engine) {
        Opener opener = OPENERS.get(engine);
        if (opener == null) {
            throw new IllegalArgumentException("unknown engine " + engine);
        }
        return opener;
    }

    private void reads(KeyValueEngine store, Keys allKeys) throws Exception {
        int lookupCount = Math.min(LOOKUP_COUNT, rowCount);
        long[] keys = allKeys.random(0, lookupCount);
        Operation gets =
                () -> {
                    for (int i = 0; i < lookupCount; i++) {
                        if (store.get(keys[i]) != Payload.first(keys[i], 0)) {
                            throw new IllegalStateException("wrong value of " + keys[i]);
                        }
                    }
                };
        readRate("random get", lookupCount, gets);
        long sum = 0;
        for (int i = 0; i < rowCount; i++) {
            sum += Payload.first(i * Keys.STEP, 0);
        }
        long expected = sum;
        int rangeCount = Math.min(RANGE_COUNT, lookupCount);
        Operation ranges =
                () -> {
                    for (int i = 0; i < rangeCount; i++) {
                        store.range(keys[i], RANGE_ROW_COUNT);
                    }
                };
        readRate("range of 100", rangeCount, ranges);
        Operation scan =
                () -> {
                    if (store.scan() != expected) {
                        throw new IllegalStateException("wrong scan");
                    }
                };
        readRate("full scan, rows", rowCount, scan);
        if (clock == Clock.WALL) {
            halves(store, expected);
        }
    }

    /// Scans with two threads, of which each reads a half of the keys: no engine here does that by
    /// itself.
    private void halves(KeyValueEngine store, long expected) throws Exception {
        int half = rowCount / 2;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Operation scan =
                    () -> {
                        Future<Long> second =
                                threads.submit(
                                        () -> store.range(half * Keys.STEP, rowCount - half));
                        Future<Long> first = threads.submit(() -> store.range(0, half));
                        if (first.get() + second.get() != expected) {
                            throw new IllegalStateException("wrong scan");
                        }
                    };
            readRate("full scan, 2 threads, rows", rowCount, scan);
        }
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
                                        store.putDurable(nextKey.getAndAdd(Keys.STEP));
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

    private static void rate(String what, int operationCount, Operation operation)
            throws Exception {
        figure(what, operationCount / (nanos(operation, Clock.WALL) / 1e9));
    }

    /// Measures a read when it has been repeated for a while.
    private void readRate(String what, int operationCount, Operation operation) throws Exception {
        long start = System.nanoTime();
        do {
            operation.run();
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        long[] passes = new long[PASS_COUNT];
        for (int pass = 0; pass < PASS_COUNT; pass++) {
            passes[pass] = nanos(operation, clock);
        }
        Arrays.sort(passes);
        figure(what, operationCount / (passes[PASS_COUNT / 2] / 1e9));
    }

    private static long nanos(Operation operation, Clock clock) throws Exception {
        long start = clock.nanos();
        operation.run();
        return clock.nanos() - start;
    }

    private static void figure(String what, double figure) {
        System.out.println(MARK + what + "\t" + figure);
    }

    /// Returns what is left in the heap when garbage is not.
    private static long objectBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Returns how many bytes this process has sent to the disk.
    private static long writtenBytes() throws IOException {
        return processFigure("io", "write_bytes:");
    }

    private static long processFigure(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self", file))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D+", ""));
            }
        }
        return 0;
    }

    /// Returns what files take on the disk: a mapped one can seem larger.
    private static long size(Path directory, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).filter(wanted).toList()) {
                size += allocatedBytes(file);
            }
            return size;
        }
    }

    private static long allocatedBytes(Path file) throws IOException {
        var process = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            return line == null ? Files.size(file) : Long.parseLong(line.split("\t", -1)[0]);
        }
    }

    private interface Operation {
        void run() throws Exception;
    }
}
