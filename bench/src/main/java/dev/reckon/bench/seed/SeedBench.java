package dev.reckon.bench.seed;

import dev.reckon.bench.Systems;
import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures inserts, point queries and scans at two sizes, through the protocol and in process,
/// with the learned index on and off, beside PostgreSQL where it is installed, and prints them
/// beside what was wanted of the first attempt and what it reached at 50,000 rows.
///
/// Options: the numbers of rows (default 50000 1000000).
public final class SeedBench {
    private static final int LOOKUP_COUNT = 20_000;

    private SeedBench() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        List<Integer> sizes = new ArrayList<>();
        for (String argument : arguments) {
            sizes.add(Integer.valueOf(argument));
        }
        if (sizes.isEmpty()) {
            sizes = List.of(50_000, 1_000_000);
        }
        for (int rowCount : sizes) {
            run(rowCount);
        }
    }

    private static void run(int rowCount) throws IOException, SQLException {
        List<SeedFigures> wire = wire(rowCount);
        List<SeedFigures> embedded = embedded(rowCount);
        SeedFigures postgres = postgres(rowCount);
        System.out.printf("%n%,d rows%n", rowCount);
        line(
                "what",
                "wanted",
                "first attempt",
                "wire, ON",
                "wire, OFF",
                "in process, ON",
                "off",
                "PostgreSQL");
        SeedFigures on = wire.getFirst();
        SeedFigures inside = embedded.getFirst();
        line(
                "insert, batches of 1,000, rows/s",
                "100,000",
                "195",
                count(on.batchedRowsPerSecond()),
                "",
                count(inside.batchedRowsPerSecond()),
                "",
                count(postgres.batchedRowsPerSecond()));
        line(
                "insert, one durable commit each",
                "",
                "195",
                count(on.singleRowsPerSecond()),
                "",
                count(inside.singleRowsPerSecond()),
                "",
                count(postgres.singleRowsPerSecond()));
        line(
                "point query, p50, µs",
                "1,000",
                "117,800",
                micros(on.pointMicrosMedian()),
                micros(wire.getLast().pointMicrosMedian()),
                micros(inside.pointMicrosMedian()),
                micros(embedded.getLast().pointMicrosMedian()),
                micros(postgres.pointMicrosMedian()));
        line(
                "point query, p99, µs",
                "1,000",
                "",
                micros(on.pointMicros99()),
                micros(wire.getLast().pointMicros99()),
                micros(inside.pointMicros99()),
                micros(embedded.getLast().pointMicros99()),
                micros(postgres.pointMicros99()));
        line(
                "full scan with aggregate, µs",
                "300,000",
                "117,400",
                micros(on.scanMicros()),
                "",
                micros(inside.scanMicros()),
                "",
                micros(postgres.scanMicros()));
        line(
                "point over scan, times faster",
                "10",
                "1.0",
                micros(on.pointOverScan()),
                "",
                micros(inside.pointOverScan()),
                "",
                micros(postgres.pointOverScan()));
    }

    private static List<SeedFigures> wire(int rowCount) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("reckon-bench");
        try (ReckonProcess reckon = ReckonProcess.start(directory, List.of())) {
            SeedFigures on = JdbcSeed.run(reckon.jdbcUrl(), rowCount, LOOKUP_COUNT, "checkpoint");
            SeedFigures off =
                    JdbcSeed.points(
                            reckon.jdbcUrl(),
                            "set reckon.learned_index = off",
                            rowCount,
                            LOOKUP_COUNT);
            return List.of(on, off);
        } finally {
            Systems.delete(directory);
        }
    }

    private static List<SeedFigures> embedded(int rowCount) throws IOException {
        Path directory = Files.createTempDirectory("reckon-bench");
        try {
            return EmbeddedSeed.run(directory, rowCount, LOOKUP_COUNT);
        } finally {
            Systems.delete(directory);
        }
    }

    /// Returns PostgreSQL's figures, all zero where it isn't installed.
    private static SeedFigures postgres(int rowCount) throws SQLException {
        if (!PostgresPeer.isInstalled()) {
            return new SeedFigures(0, 0, 0, 0, 0);
        }
        try (PostgresPeer peer =
                PostgresPeer.start(List.of("shared_buffers=1GB", "max_wal_size=4GB"))) {
            return JdbcSeed.run(peer.jdbcUrl(), rowCount, LOOKUP_COUNT, "vacuum analyze seed");
        }
    }

    private static void line(Object... cells) {
        System.out.printf("| %-34s | %14s | %13s | %14s | %14s | %14s | %14s | %14s |%n", cells);
    }

    private static String count(double figure) {
        return figure == 0 ? "-" : String.format(Locale.ROOT, "%,.0f", figure);
    }

    private static String micros(double figure) {
        return figure == 0 ? "-" : String.format(Locale.ROOT, "%,.1f", figure);
    }
}
