package dev.reckon.bench.index;

import com.google.errorprone.annotations.FormatMethod;
import dev.reckon.bench.index.Harness.Times;
import dev.reckon.index.IndexBuilder;
import dev.reckon.index.IndexStatistics;
import dev.reckon.index.LearnedIndex;
import dev.reckon.index.StructureKind;
import dev.reckon.storage.file.NativeMemory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// `./reckon bench index`: the learned index beside what it competes with, on eleven key sets.
///
/// Options: `--keys N` (default 10,000,000), `--rounds N` (3), `--queries N` (1,000,000),
/// `--datasets A,B`, `--trees no` (leaves out the structures on the heap, which need memory),
/// `--pictures DIR` (draws them there).
public final class IndexBench {
    private IndexBench() {}

    private record Options(
            int keyCount,
            int rounds,
            int queryCount,
            List<Dataset> datasets,
            boolean trees,
            String pictures) {
        static Options parse(String[] arguments) {
            Options options =
                    new Options(10_000_000, 3, 1_000_000, List.of(Dataset.values()), true, "");
            for (int i = 0; i + 1 < arguments.length; i += 2) {
                String value = arguments[i + 1];
                options = options.with(arguments[i], value);
            }
            if (arguments.length % 2 != 0) {
                throw new IllegalArgumentException(
                        "option without a value: " + arguments[arguments.length - 1]);
            }
            return options;
        }

        private Options with(String option, String value) {
            return switch (option) {
                case "--keys" -> with(number(value), rounds, queryCount);
                case "--rounds" -> with(keyCount, number(value), queryCount);
                case "--queries" -> with(keyCount, rounds, number(value));
                case "--datasets" ->
                        new Options(
                                keyCount,
                                rounds,
                                queryCount,
                                Arrays.stream(value.toUpperCase(Locale.ROOT).split(",", -1))
                                        .map(Dataset::valueOf)
                                        .toList(),
                                trees,
                                pictures);
                case "--trees" ->
                        new Options(
                                keyCount,
                                rounds,
                                queryCount,
                                datasets,
                                !value.equals("no"),
                                pictures);
                case "--pictures" ->
                        new Options(keyCount, rounds, queryCount, datasets, trees, value);
                default -> throw new IllegalArgumentException("unknown option " + option);
            };
        }

        private Options with(int keys, int newRounds, int queries) {
            return new Options(keys, newRounds, queries, datasets, trees, pictures);
        }

        private static int number(String value) {
            return Integer.parseInt(value.replace("_", "").replace(",", ""));
        }
    }

    /// Runs the benchmark and prints a table for each key set.
    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments);
        say(
                "%,d keys, %,d random lookups of present keys, %d rounds, ns a lookup%n",
                options.keyCount, options.queryCount, options.rounds);
        warmUp();
        for (Dataset dataset : options.datasets) {
            measure(dataset, options.keyCount, options);
        }
        if (!options.pictures.isEmpty()) {
            draw(options, Path.of(options.pictures));
        }
    }

    /// Lets the compiler see every structure before anything is timed.
    private static void warmUp() {
        for (Dataset dataset : List.of(Dataset.UNIFORM, Dataset.OSM)) {
            long[] sorted = dataset.keys(200_000);
            try (NativeMemory memory = new NativeMemory()) {
                MemorySegment keys = column(memory, sorted);
                List<Competitor> all = competitors(keys, sorted, true);
                for (StructureKind kind : StructureKind.values()) {
                    all.add(
                            new Competitor.Learned(
                                    kind.label(),
                                    IndexBuilder.build(keys, sorted.length, kind),
                                    keys));
                }
                new Harness(keys, sorted.length, 100_000).run(all, 2);
            }
        }
    }

    private static MemorySegment column(NativeMemory memory, long[] sorted) {
        MemorySegment keys = memory.allocate(8L * sorted.length);
        MemorySegment.copy(sorted, 0, keys, ValueLayout.JAVA_LONG, 0, sorted.length);
        return keys;
    }

    private static List<Competitor> competitors(MemorySegment keys, long[] sorted, boolean trees) {
        int keyCount = sorted.length;
        List<Competitor> all = new ArrayList<>();
        all.add(new Competitor.Learned("Reckon", LearnedIndex.build(keys, keyCount), keys));
        all.add(
                new Competitor.Learned(
                        "S-tree", IndexBuilder.build(keys, keyCount, StructureKind.TREE), keys));
        all.add(new Competitor.Learned("binary search", LearnedIndex.binarySearch(keyCount), keys));
        all.add(new Rmi(keys, keyCount));
        if (trees) {
            all.add(new Eytzinger(sorted));
            all.add(new MemoryBTree(sorted));
            all.add(Competitor.RedBlack.of(sorted));
        }
        return all;
    }

    private static List<Times> measure(Dataset dataset, int keyCount, Options options) {
        long[] sorted = dataset.keys(keyCount);
        try (NativeMemory memory = new NativeMemory()) {
            MemorySegment keys = column(memory, sorted);
            long start = System.nanoTime();
            IndexStatistics statistics = LearnedIndex.build(keys, keyCount).statistics();
            double buildNanos = (double) (System.nanoTime() - start) / keyCount;
            boolean duplicates = !dataset.unique();
            List<Competitor> all = competitors(keys, sorted, options.trees);
            if (duplicates) {
                // They find some of equal keys, not the first.
                all.removeIf(c -> c instanceof Competitor.RedBlack || c instanceof MemoryBTree);
            }
            sorted = new long[0];
            Harness harness = new Harness(keys, keyCount, options.queryCount);
            all.forEach(harness::check);
            List<Times> times = harness.run(all, options.rounds);
            print(dataset, statistics, buildNanos, times, all);
            return times;
        }
    }

    private static void print(
            Dataset dataset,
            IndexStatistics statistics,
            double buildNanos,
            List<Times> times,
            List<Competitor> all) {
        say("%n%s (%s)%n", dataset.label(), dataset.smooth() ? "smooth" : "hard");
        say(
                "  %s: %s%n  %,d pieces, error mean %.2f, measured maximum %,d, bound %,d; %.4f bytes"
                        + " a key; built in %.1f ns a key%n",
                statistics.structure().label(),
                statistics.reason(),
                statistics.pieces(),
                statistics.errorMean(),
                statistics.errorMeasuredMax(),
                statistics.errorMax(),
                statistics.bytesPerKey(),
                buildNanos);
        say(
                "  %-28s %12s %12s %12s %12s%n",
                "", "independent", "dependent", "batched", "bytes/key");
        for (int row = 0; row < times.size(); row++) {
            Times time = times.get(row);
            double bytes =
                    row == 0 ? 0 : (double) all.get(row - 1).byteCount() / statistics.keyCount();
            say(
                    "  %-28s %12.1f %12.1f %12.1f %12.4f%n",
                    time.name(), time.independent(), time.dependent(), time.batched(), bytes);
        }
    }

    private static void draw(Options options, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Dataset dataset : List.of(Dataset.LOGNORMAL, Dataset.OSM)) {
            String name = "learned-index-" + dataset.name().toLowerCase(Locale.ROOT) + ".svg";
            Files.writeString(folder.resolve(name), modelPicture(dataset));
        }
        List<Picture.Curve> curves = new ArrayList<>();
        int[] counts = {10_000, 100_000, 1_000_000, Math.max(2_000_000, options.keyCount)};
        double[][] nanos = new double[4][counts.length];
        for (int i = 0; i < counts.length; i++) {
            List<Times> times = measure(Dataset.UNIFORM, counts[i], options);
            for (int curve = 0; curve < nanos.length; curve++) {
                nanos[curve][i] = times.get(curve).dependent();
            }
        }
        String[] names = {"limit (position known)", "Reckon", "S-tree", "binary search"};
        for (int curve = 0; curve < names.length; curve++) {
            double[] x = Arrays.stream(counts).asDoubleStream().toArray();
            curves.add(new Picture.Curve(names[curve], x, nanos[curve]));
        }
        Files.writeString(
                folder.resolve("learned-index-latency.svg"),
                Picture.draw("One lookup after another, uniform keys", "keys", "ns", curves, true));
    }

    /// Draws positions of keys against keys, and where the model predicts them.
    private static String modelPicture(Dataset dataset) {
        int keyCount = 100_000;
        long[] sorted = dataset.keys(keyCount);
        MemorySegment keys = MemorySegment.ofArray(sorted);
        LearnedIndex grid = IndexBuilder.build(keys, keyCount, StructureKind.GRID);
        int points = 400;
        double[] x = new double[points];
        double[] actual = new double[points];
        double[] predicted = new double[points];
        long first = sorted[0];
        // The last thousandth of a heavy tail would press all else to the left edge.
        double span = Math.scalb((double) ((sorted[keyCount * 95 / 100] - first) >>> 1), 1);
        for (int point = 0; point < points; point++) {
            long code = first + (long) (span * point / points);
            x[point] = span * point / points;
            actual[point] = grid.lowerBound(keys, code);
            predicted[point] = grid.predict(code);
        }
        return Picture.draw(
                dataset.label() + ": positions, and what a grid of lines predicts",
                "key less the first key",
                "position",
                List.of(
                        new Picture.Curve("actual", x, actual),
                        new Picture.Curve("predicted", x, predicted)),
                false);
    }

    @FormatMethod
    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format, arguments);
    }
}
