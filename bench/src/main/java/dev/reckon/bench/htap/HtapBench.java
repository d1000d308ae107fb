package dev.reckon.bench.htap;

import dev.reckon.bench.Systems;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Measures transactions from four clients (read an account, pay into it, write a ledger row; one
/// durable commit) and an analytic query in a loop, each alone and both together, on Reckon and
/// PostgreSQL.
///
/// Options: `--seconds N` for each phase (default 5), `--rows N` (default 1000000).
public final class HtapBench {
    private static final int CLIENT_COUNT = 4;
    private static final String ANALYTIC =
            "select branch, count(*), sum(balance), avg(balance) from account group by branch order by branch";

    private final int seconds;
    private final int rowCount;

    private HtapBench(int seconds, int rowCount) {
        this.seconds = seconds;
        this.rowCount = rowCount;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = 5;
        int rowCount = 1_000_000;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                case "--rows" -> rowCount = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        new HtapBench(seconds, rowCount).run();
    }

    private void run() throws Exception {
        Path files = Files.createTempDirectory("reckon-htap");
        try (var systems = new Systems("2g", true)) {
            Path file = files.resolve("account");
            write(file);
            for (var system : systems.all()) {
                if (!system.name().equals("DuckDB")) {
                    system.execute(
                            "create table account (id integer primary key, branch integer not null, balance"
                                    + " bigint not null); create table ledger (id bigint primary key,"
                                    + " account integer not null, amount integer not null)");
                    system.copy("account", file);
                }
            }
            systems.settle();
            System.out.println(
                    "| system     | transactions/s alone | analytic/s alone | transactions/s together |"
                            + " analytic/s together |");
            print("Reckon", systems.reckonUrl());
            if (systems.postgresUrl().isPresent()) {
                print("PostgreSQL", systems.postgresUrl().get());
            }
        } finally {
            Systems.delete(files);
        }
    }

    private void write(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int row = 0; row < rowCount; row++) {
                writer.write(row + "|" + row % 100 + "|1000\n");
            }
        }
    }

    private void print(String system, String url) throws InterruptedException {
        phase(url, true, true);
        double[] transactions = phase(url, true, false);
        double[] analytic = phase(url, false, true);
        double[] both = phase(url, true, true);
        System.out.printf(
                Locale.ROOT,
                "| %-10s | %,20.0f | %,16.1f | %,16.0f (%3.0f%%) | %,12.1f (%3.0f%%) |%n",
                system,
                transactions[0],
                analytic[1],
                both[0],
                100 * both[0] / transactions[0],
                both[1],
                100 * both[1] / analytic[1]);
    }

    /// Runs clients for a while; returns transactions and analytic queries per second.
    private double[] phase(String url, boolean withTransactions, boolean withAnalytic)
            throws InterruptedException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        var transactions = new AtomicLong();
        var queries = new AtomicLong();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; withTransactions && i < CLIENT_COUNT; i++) {
            long seed = start + i;
            clients.add(Thread.ofPlatform().start(() -> transact(url, seed, end, transactions)));
        }
        if (withAnalytic) {
            clients.add(Thread.ofPlatform().start(() -> analyse(url, end, queries)));
        }
        for (Thread client : clients) {
            client.join();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        return new double[] {transactions.get() / elapsed, queries.get() / elapsed};
    }

    private void transact(String url, long seed, long end, AtomicLong done) {
        var random = new SplittableRandom(seed);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (PreparedStatement read =
                            connection.prepareStatement(
                                    "select balance from account where id = ?");
                    PreparedStatement pay =
                            connection.prepareStatement(
                                    "update account set balance = balance + ? where id = ?");
                    PreparedStatement write =
                            connection.prepareStatement("insert into ledger values (?, ?, ?)")) {
                while (System.nanoTime() < end) {
                    int account = random.nextInt(rowCount);
                    int amount = random.nextInt(100);
                    read.setInt(1, account);
                    read.executeQuery().close();
                    pay.setInt(1, amount);
                    pay.setInt(2, account);
                    pay.executeUpdate();
                    write.setLong(1, random.nextLong());
                    write.setInt(2, account);
                    write.setInt(3, amount);
                    write.executeUpdate();
                    connection.commit();
                    done.incrementAndGet();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void analyse(String url, long end, AtomicLong done) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                statement.executeQuery(ANALYTIC).close();
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
