package dev.reckon.bench.tpch;

import dev.reckon.bench.Answers;
import dev.reckon.bench.SqlSystem;
import dev.reckon.bench.Systems;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs TPC-H on Reckon, DuckDB (two threads) and PostgreSQL, compares the answers and prints the
/// median time of each query in milliseconds. PostgreSQL has indexes beside the keys, as two
/// queries take it hours at scale factor 1 without them; a query that takes ten seconds runs once,
/// one that takes a second three times. The machine's load is printed, as a busy machine makes the
/// figures worth little.
///
/// Options: `--sf N` (scale factor, default 1), `--runs N` (default 5), `--without postgresql`,
/// `--heap 2g` (Reckon's).
public final class TpchBench {
    private static final int QUERY_COUNT = 22;
    private static final double SLOW_MILLIS = 1_000;
    private static final int SLOW_RUN_COUNT = 1;
    private static final double VERY_SLOW_MILLIS = 10_000;

    private double scaleFactor = 1;
    private int runCount = 5;
    private boolean withPostgres = true;
    private String heap = "2g";

    private TpchBench() {}

    public static void main(String[] arguments) throws Exception {
        var bench = new TpchBench();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--sf" -> bench.scaleFactor = Double.parseDouble(arguments[i + 1]);
                case "--runs" -> bench.runCount = Integer.parseInt(arguments[i + 1]);
                case "--heap" -> bench.heap = arguments[i + 1];
                case "--without" -> bench.withPostgres = false;
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        bench.run();
    }

    private void run() throws Exception {
        Path files = Files.createTempDirectory("reckon-tpch");
        try (var systems = new Systems(heap, withPostgres)) {
            TpchData.write(files, scaleFactor);
            for (SqlSystem system : systems.all()) {
                load(system, files);
            }
            if (systems.postgresUrl().isPresent()) {
                systems.all().getLast().execute(resource("postgresql.sql"));
            }
            systems.settle();
            printLoad();
            measure(systems.all());
            printLoad();
        } finally {
            Systems.delete(files);
        }
    }

    private static void printLoad() {
        System.out.printf(
                Locale.ROOT,
                "load average %.1f%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void load(SqlSystem system, Path files) throws SQLException, IOException {
        system.execute(resource("schema.sql"));
        long start = System.nanoTime();
        for (var table : TpchData.TABLES) {
            String name = TpchData.name(table);
            system.copy(name, files.resolve(name + ".tbl"));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%-12s loaded in %.1f s%n", system.name(), seconds);
    }

    private void measure(List<SqlSystem> systems) throws IOException {
        System.out.printf("| query |");
        systems.forEach(system -> System.out.printf(" %10s |", system.name()));
        System.out.printf(" answers%n");
        double[] logSums = new double[systems.size()];
        double[] sums = new double[systems.size()];
        for (int number = 1; number <= QUERY_COUNT; number++) {
            String sql = resource("q%02d.sql".formatted(number));
            System.out.printf("| Q%-4d |", number);
            List<List<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < systems.size(); i++) {
                double millis = millis(systems.get(i), sql, answers);
                logSums[i] += Math.log(millis);
                sums[i] += millis;
                System.out.printf(Locale.ROOT, " %10.1f |", millis);
            }
            System.out.printf(" %s%n", agreement(systems, answers));
        }
        System.out.printf("| mean  |");
        for (double logSum : logSums) {
            System.out.printf(Locale.ROOT, " %10.1f |", Math.exp(logSum / QUERY_COUNT));
        }
        System.out.printf(" geometric%n| sum   |");
        for (double sum : sums) {
            System.out.printf(Locale.ROOT, " %10.1f |", sum);
        }
        System.out.println();
    }

    /// Returns the median time; a query that fails has none, and its message for an answer.
    private double millis(SqlSystem system, String sql, List<List<List<String>>> answers) {
        try {
            long start = System.nanoTime();
            answers.add(system.query(sql));
            double first = (System.nanoTime() - start) / 1e6;
            if (first > VERY_SLOW_MILLIS) {
                return first;
            }
            return system.medianMillis(sql, first > SLOW_MILLIS ? SLOW_RUN_COUNT : runCount);
        } catch (SQLException e) {
            answers.add(List.of(List.of(String.valueOf(e.getMessage()))));
            return Double.NaN;
        }
    }

    private static String agreement(List<SqlSystem> systems, List<List<List<String>>> answers) {
        var text = new StringBuilder();
        for (int i = 1; i < answers.size(); i++) {
            String difference = Answers.difference(answers.getFirst(), answers.get(i));
            if (!difference.isEmpty()) {
                text.append("differs from %s: %s ".formatted(systems.get(i).name(), difference));
            }
        }
        return text.isEmpty() ? "agree" : text.toString();
    }

    private static String resource(String file) throws IOException {
        try (InputStream stream = TpchBench.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("missing resource " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
