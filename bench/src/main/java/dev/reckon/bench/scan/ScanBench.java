package dev.reckon.bench.scan;

import dev.reckon.bench.Answers;
import dev.reckon.bench.SqlSystem;
import dev.reckon.bench.Systems;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Measures analytic queries over one table of 10,000,000 rows on Reckon, DuckDB and PostgreSQL,
/// and prints the medians in milliseconds.
///
/// Options: `--rows N`, `--runs N`, `--without postgresql`.
public final class ScanBench {
    private static final String SCHEMA =
            "create table events (id bigint primary key, account integer not null, kind varchar(12)"
                    + " not null, amount decimal(12,2) not null, score double precision not null,"
                    + " day date not null)";

    private static final List<String> KINDS =
            List.of("view", "click", "cart", "purchase", "refund", "login", "logout", "search");

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("count", "select count(*) from events where account >= 0");
        QUERIES.put("total", "select count(*), sum(amount), max(score) from events");
        QUERIES.put("filter, sum", "select sum(amount) from events where account < 5000");
        QUERIES.put(
                "group by 8",
                "select kind, count(*), sum(amount) from events group by kind order by kind");
        QUERIES.put(
                "group by 100,000",
                "select count(*), sum(n) from (select account, count(*) as n, sum(amount) as s from"
                        + " events group by account) as t");
        QUERIES.put("top 10", "select id, amount from events order by amount desc, id limit 10");
        QUERIES.put("distinct", "select count(distinct account) from events");
        QUERIES.put(
                "by day",
                "select day, avg(score) from events where kind = 'purchase' group by day order by day");
        QUERIES.put(
                "key range", "select count(*) from events where id between 1000000 and 2000000");
        QUERIES.put("offset", "select id from events order by id limit 1 offset 1000000");
    }

    private ScanBench() {}

    public static void main(String[] arguments) throws Exception {
        int rowCount = 10_000_000;
        int runCount = 7;
        boolean withPostgres = true;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rows" -> rowCount = Integer.parseInt(arguments[i + 1]);
                case "--runs" -> runCount = Integer.parseInt(arguments[i + 1]);
                case "--without" -> withPostgres = false;
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Path files = Files.createTempDirectory("reckon-scan");
        try (var systems = new Systems("2g", withPostgres)) {
            Path file = files.resolve("events");
            write(file, rowCount);
            for (SqlSystem system : systems.all()) {
                system.execute(SCHEMA);
                long start = System.nanoTime();
                system.copy("events", file);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT, "%-12s %,.0f rows/s%n", system.name(), rowCount / seconds);
            }
            systems.settle();
            measure(systems.all(), runCount);
        } finally {
            Systems.delete(files);
        }
    }

    private static void write(Path file, int rowCount) throws IOException {
        var random = new SplittableRandom(3);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int row = 0; row < rowCount; row++) {
                int cents = random.nextInt(10_000_00);
                writer.write(
                        "%d|%d|%s|%d.%02d|%s|2024-%02d-%02d%n"
                                .formatted(
                                        row * 3L,
                                        random.nextInt(100_000),
                                        KINDS.get(random.nextInt(KINDS.size())),
                                        cents / 100,
                                        cents % 100,
                                        random.nextInt(1_000_000) / 1024.0,
                                        1 + random.nextInt(12),
                                        1 + random.nextInt(28)));
            }
        }
    }

    private static void measure(List<SqlSystem> systems, int runCount) throws Exception {
        System.out.printf("| %-18s |", "milliseconds");
        systems.forEach(system -> System.out.printf(" %10s |", system.name()));
        System.out.println(" answers");
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            System.out.printf("| %-18s |", query.getKey());
            String differences = "";
            List<List<String>> expected = systems.getLast().query(query.getValue());
            for (SqlSystem system : systems) {
                differences += Answers.difference(expected, system.query(query.getValue()));
                System.out.printf(
                        Locale.ROOT, " %10.2f |", system.medianMillis(query.getValue(), runCount));
            }
            System.out.println(differences.isEmpty() ? " agree" : " " + differences);
        }
    }
}
