package dev.reckon.bench.tpch;

import dev.reckon.bench.Latencies;
import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Runs TPC-H on Reckon, DuckDB (two threads) and PostgreSQL, compares the answers and prints the
/// median time of each query in milliseconds.
///
/// Options: `--sf N` (scale factor, default 1), `--runs N` (default 5), `--without postgresql`,
/// `--heap 2g` (Reckon's).
public final class TpchBench {
    private static final int QUERY_COUNT = 22;

    /// Digits in which answers must agree: DuckDB averages in floating point.
    private static final MathContext PRECISION = new MathContext(9);

    private double scaleFactor = 1;
    private int runCount = 5;
    private boolean withPostgres = PostgresPeer.isInstalled();
    private String heap = "2g";

    private TpchBench() {}

    public static void main(String[] arguments) throws IOException, SQLException {
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

    private void run() throws IOException, SQLException {
        Path files = Files.createTempDirectory("reckon-tpch");
        Path data = Files.createTempDirectory("reckon-bench");
        List<AutoCloseable> open = new ArrayList<>();
        try {
            TpchData.write(files, scaleFactor);
            List<TpchSystem> systems = new ArrayList<>();
            var reckon = ReckonProcess.start(data, List.of("-Xmx" + heap));
            open.add(reckon);
            systems.add(system("Reckon", reckon.jdbcUrl(), open));
            systems.add(system("DuckDB", "jdbc:duckdb:", open));
            systems.getLast().execute("set threads = 2");
            if (withPostgres) {
                var postgres =
                        PostgresPeer.start(
                                List.of(
                                        "shared_buffers=2GB",
                                        "work_mem=256MB",
                                        "max_wal_size=8GB",
                                        "max_parallel_workers_per_gather=2"));
                open.add(postgres);
                systems.add(system("PostgreSQL", postgres.jdbcUrl(), open));
            }
            for (TpchSystem system : systems) {
                System.out.printf(
                        Locale.ROOT, "%-12s loaded in %.1f s%n", system.name(), system.load(files));
            }
            systems.getFirst().execute("checkpoint");
            if (withPostgres) {
                systems.getLast().execute("vacuum analyze");
            }
            measure(systems);
        } finally {
            for (AutoCloseable each : open.reversed()) {
                close(each);
            }
            delete(files);
            delete(data);
        }
    }

    private static TpchSystem system(String name, String url, List<AutoCloseable> open)
            throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        open.add(connection);
        return new TpchSystem(name, connection);
    }

    private void measure(List<TpchSystem> systems) throws IOException, SQLException {
        System.out.printf("| query |");
        systems.forEach(system -> System.out.printf(" %10s |", system.name()));
        System.out.printf(" answers%n");
        double[] logSums = new double[systems.size()];
        double[] sums = new double[systems.size()];
        for (int number = 1; number <= QUERY_COUNT; number++) {
            String sql = TpchSystem.resource("q%02d.sql".formatted(number));
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

    /// Returns the median time; a query that fails counts as not answered, and says why.
    private double millis(TpchSystem system, String sql, List<List<List<String>>> answers) {
        try {
            answers.add(system.query(sql));
            var latencies = new Latencies();
            for (int i = 0; i < runCount; i++) {
                long start = System.nanoTime();
                system.query(sql);
                latencies.add(System.nanoTime() - start);
            }
            return latencies.micros(0.5) / 1e3;
        } catch (SQLException e) {
            answers.add(List.of(List.of(String.valueOf(e.getMessage()))));
            return Double.NaN;
        }
    }

    private static String agreement(List<TpchSystem> systems, List<List<List<String>>> answers) {
        var text = new StringBuilder();
        for (int i = 1; i < answers.size(); i++) {
            if (!agree(answers.getFirst(), answers.get(i))) {
                text.append("differs from ").append(systems.get(i).name()).append(' ');
                text.append(firstDifference(answers.getFirst(), answers.get(i))).append(' ');
            }
        }
        return text.isEmpty() ? "agree" : text.toString();
    }

    private static String firstDifference(List<List<String>> left, List<List<String>> right) {
        for (int row = 0; row < Math.min(left.size(), right.size()); row++) {
            if (!agree(List.of(left.get(row)), List.of(right.get(row)))) {
                return left.get(row) + " / " + right.get(row);
            }
        }
        return left.size() + " / " + right.size() + " rows";
    }

    private static boolean agree(List<List<String>> left, List<List<String>> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int row = 0; row < left.size(); row++) {
            for (int column = 0; column < left.get(row).size(); column++) {
                if (!same(left.get(row).get(column), right.get(row).get(column))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(String left, String right) {
        if (left.equals(right)) {
            return true;
        }
        try {
            return new BigDecimal(left, PRECISION).compareTo(new BigDecimal(right, PRECISION)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            System.err.println(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
