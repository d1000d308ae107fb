package dev.reckon.bench.oltp;

import dev.reckon.bench.SqlSystem;
import dev.reckon.bench.Systems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Measures short transactions with pgjdbc, prepared and durable on both sides, and prints
/// operations per second of Reckon and PostgreSQL and their ratio.
///
/// Options: `--seconds N` for each workload (default 4), `--rows N` (default 1000000), `--only
/// NAME` for one workload, or `load` for the loads.
public final class OltpBench {
    private int seconds = 4;
    private int rowCount = 1_000_000;
    private String only = "";

    private OltpBench() {}

    public static void main(String[] arguments) throws Exception {
        var bench = new OltpBench();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seconds" -> bench.seconds = Integer.parseInt(arguments[i + 1]);
                case "--rows" -> bench.rowCount = Integer.parseInt(arguments[i + 1]);
                case "--only" -> bench.only = arguments[i + 1].toUpperCase(Locale.ROOT);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        bench.run();
    }

    private void run() throws Exception {
        Path files = Files.createTempDirectory("reckon-oltp");
        try (var systems = new Systems("2g", true)) {
            List<String> urls = new ArrayList<>(List.of(systems.reckonUrl()));
            systems.postgresUrl().ifPresent(urls::add);
            Path accounts = files.resolve("account");
            Loads.write(accounts, IntStream.range(0, rowCount).toArray());
            List<Double> copied = new ArrayList<>();
            for (var system : systems.all()) {
                if (!system.name().equals("DuckDB")) {
                    system.execute(
                            "create table account (id integer primary key, branch integer not null,"
                                    + " balance bigint not null, filler varchar(100) not null);"
                                    + " create table history (id bigint primary key, account integer"
                                    + " not null, amount integer not null);"
                                    + " create table teller (id integer primary key, balance bigint not"
                                    + " null); create table branch (id integer primary key, balance bigint"
                                    + " not null);"
                                    + " insert into teller select i, 0 from generate_series(0, 99) as i;"
                                    + " insert into branch select i, 0 from generate_series(0, 9) as i");
                    long start = System.nanoTime();
                    system.copy("account", accounts);
                    copied.add(rowCount / ((System.nanoTime() - start) / 1e9));
                }
            }
            systems.settle();
            System.out.printf(
                    "| %-34s | %7s | %12s | %12s | %5s |%n",
                    "operations per second", "clients", "Reckon", "PostgreSQL", "ratio");
            line("COPY in, first, rows", 1, copied);
            if (only.isEmpty() || only.equals("LOAD")) {
                List<SqlSystem> loaded =
                        systems.all().stream()
                                .filter(each -> !each.name().equals("DuckDB"))
                                .toList();
                new Loads(loaded, rowCount, accounts).run(OltpBench::line);
            }
            for (Workload workload : Workload.values()) {
                if (!only.isEmpty() && !workload.name().equals(only)) {
                    continue;
                }
                for (int clientCount : workload.clientCounts()) {
                    List<Double> rates = new ArrayList<>();
                    for (String url : urls) {
                        rates.add(rate(workload, url, clientCount));
                    }
                    line(workload.title(), clientCount, rates);
                }
            }
        } finally {
            Systems.delete(files);
        }
    }

    private static void line(String title, int clientCount, List<Double> rates) {
        System.out.printf(Locale.ROOT, "| %-34s | %7d |", title, clientCount);
        rates.forEach(rate -> System.out.printf(Locale.ROOT, " %,12.0f |", rate));
        System.out.printf(
                Locale.ROOT, " %5.2f |%n", rates.size() < 2 ? 0 : rates.get(0) / rates.get(1));
    }

    /// Runs a workload, a quarter of the time to warm up and the rest counted.
    private double rate(Workload workload, String url, int clientCount)
            throws InterruptedException {
        long start = System.nanoTime();
        long counted = start + seconds * 250_000_000L;
        long end = start + seconds * 1_250_000_000L;
        var operations = new AtomicLong();
        var failure = new AtomicReference<Throwable>(new IllegalStateException("none"));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            var random = new SplittableRandom(start + i);
            clients.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    operations.addAndGet(
                                            client(workload, url, random, counted, end));
                                } catch (SQLException | RuntimeException e) {
                                    failure.set(e);
                                }
                            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        if (operations.get() == 0) {
            System.err.println(workload + ": " + failure.get());
        }
        return operations.get() / ((end - counted) / 1e9);
    }

    private long client(
            Workload workload, String url, SplittableRandom random, long counted, long end)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "&prepareThreshold=1");
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            Workload.Client client = workload.open(connection, rowCount, random);
            long operations = 0;
            long now = System.nanoTime();
            while (now < end) {
                client.run();
                now = System.nanoTime();
                if (now >= counted) {
                    operations++;
                }
            }
            return operations;
        }
    }
}
