package dev.reckon.bench.engine;

import dev.reckon.storage.StoreOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Measures tables of several sizes as a tree in memory and as a segment, so that the size at which
/// a table moves from one to the other can be chosen. Counts the processor time of the one thread
/// that works, so that a busy machine does not matter much.
///
/// Option: `--sizes 256,1024,4096,16384,65536`.
final class SizeBench {
    private static final int ROUND_COUNT = 9;
    private static final long ROUND_NANOS = 60_000_000L;
    private static final int RANGE_ROW_COUNT = 100;

    /// So few rows in memory that any table can be made a segment.
    private static final StoreOptions TO_SEGMENTS =
            new StoreOptions(16, 32L << 20, 256L << 20, false);

    private static final StoreOptions IN_MEMORY =
            new StoreOptions(1 << 26, 1L << 40, 256L << 20, false);

    private SizeBench() {}

    static void run(int[] sizes) throws Exception {
        System.out.printf(
                "%-10s %9s %14s %14s %7s%n",
                "operation", "rows", "tree, ns", "segment, ns", "ratio");
        for (int size : sizes) {
            measure(size);
        }
    }

    private static void measure(int size) throws Exception {
        long[] keys = LongStream.range(0, size).map(key -> key * 10).toArray();
        Path treeDirectory = Files.createTempDirectory("reckon-bench");
        Path segmentDirectory = Files.createTempDirectory("reckon-bench");
        try (var tree = new ReckonEngine(treeDirectory, IN_MEMORY);
                var segment = new ReckonEngine(segmentDirectory, TO_SEGMENTS)) {
            tree.load(keys);
            segment.load(keys);
            segment.settle();
            var random = new SplittableRandom(1);
            line("get", size, engine -> engine.get(keys[random.nextInt(size)]), 1, tree, segment);
            int from = Math.max(1, size - RANGE_ROW_COUNT);
            line(
                    "range",
                    size,
                    engine -> engine.range(keys[random.nextInt(from)], RANGE_ROW_COUNT),
                    Math.min(size, RANGE_ROW_COUNT),
                    tree,
                    segment);
            line("scan", size, KeyValueEngine::scan, size, tree, segment);
        } finally {
            dev.reckon.bench.Systems.delete(treeDirectory);
            dev.reckon.bench.Systems.delete(segmentDirectory);
        }
    }

    private interface Reading {
        long read(KeyValueEngine engine) throws Exception;
    }

    /// Prints nanoseconds a row, measured in turns.
    private static void line(
            String what,
            int size,
            Reading reading,
            int rowCount,
            KeyValueEngine tree,
            KeyValueEngine segment)
            throws Exception {
        double[] ofTree = new double[ROUND_COUNT];
        double[] ofSegment = new double[ROUND_COUNT];
        for (int round = 0; round < ROUND_COUNT; round++) {
            ofTree[round] = nanos(reading, tree) / rowCount;
            ofSegment[round] = nanos(reading, segment) / rowCount;
        }
        // The first rounds warm the code up.
        Arrays.sort(ofTree);
        Arrays.sort(ofSegment);
        double treeNanos = ofTree[ROUND_COUNT / 3];
        double segmentNanos = ofSegment[ROUND_COUNT / 3];
        System.out.printf(
                Locale.ROOT,
                "%-10s %,9d %14.1f %14.1f %7.2f%n",
                what,
                size,
                treeNanos,
                segmentNanos,
                segmentNanos / treeNanos);
    }

    private static double nanos(Reading reading, KeyValueEngine engine) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long end = start + ROUND_NANOS;
        long count = 0;
        long sum = 0;
        long now = start;
        while (now < end) {
            for (int i = 0; i < 16; i++) {
                sum += reading.read(engine);
            }
            count += 16;
            now = threads.getCurrentThreadCpuTime();
        }
        if (sum == 42) {
            System.out.println(); // So that the sum is needed.
        }
        return (double) (now - start) / count;
    }
}
