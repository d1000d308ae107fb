package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.testing.ReckonProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real server with writers at work, starts it again, and holds what it has against what
/// the writers were told: every acknowledged transaction is there whole, every other whole or not
/// at all.
///
/// `-Dkills=N` sets the number of kills, `-Dseed=N` replays the choices of the writers.
final class KillTest {
    private static final int WRITER_COUNT = 4;
    private static final int ROWS_PER_TRANSACTION_MAX = 5;

    /// The number of rows of each transaction that was begun, and those that were acknowledged.
    private final Map<Integer, Integer> begun = new ConcurrentHashMap<>();

    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextTransaction = new AtomicInteger();

    @Test
    void keepsWhatWasAcknowledged(@TempDir Path directory) throws Exception {
        int killCount = Integer.getInteger("kills", 5);
        long seed = Long.getLong("seed", 1);
        var random = new Random(seed);
        try (ReckonProcess first = ReckonProcess.start(directory, List.of());
                Connection connection = DriverManager.getConnection(first.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table ledger (id bigint primary key, transaction int, version int)");
        }
        for (int kill = 0; kill < killCount; kill++) {
            int acknowledgedBefore = acknowledged.size();
            int goal = acknowledgedBefore + 100 + random.nextInt(400);
            try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
                check(server);
                List<Thread> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITER_COUNT; writer++) {
                    long writerSeed = random.nextLong();
                    writers.add(
                            Thread.ofPlatform()
                                    .start(() ->
                                            write(server.jdbcUrl(), writerSeed, goal, server)));
                }
                for (Thread writer : writers) {
                    writer.join();
                }
            }
            assertThat(acknowledged.size()).as("seed %d", seed).isGreaterThanOrEqualTo(goal);
        }
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            check(server);
        }
    }

    /// Writes until enough is acknowledged, then kills the server under everybody's hands.
    private void write(String url, long seed, int goal, ReckonProcess server) {
        var random = new Random(seed);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                            connection.prepareStatement("insert into ledger values (?, ?, 0)");
                    PreparedStatement update =
                            connection.prepareStatement(
                                    "update ledger set version = version + 1 where id = ?")) {
                while (true) {
                    int transaction = nextTransaction.incrementAndGet();
                    int rowCount = 1 + random.nextInt(ROWS_PER_TRANSACTION_MAX);
                    begun.put(transaction, rowCount);
                    for (int row = 0; row < rowCount; row++) {
                        insert.setLong(1, id(transaction, row));
                        insert.setInt(2, transaction);
                        insert.executeUpdate();
                    }
                    update.setLong(1, id(transaction, 0));
                    update.executeUpdate();
                    connection.commit();
                    acknowledged.add(transaction);
                    if (acknowledged.size() >= goal) {
                        server.kill();
                    }
                }
            }
        } catch (SQLException serverIsGone) {
            // What was not acknowledged stays in `begun` alone.
        }
    }

    /// Spreads keys over the whole range, so that rows of one transaction lie far apart.
    private static long id(int transaction, int row) {
        return Integer.reverse(transaction) * 16L + row;
    }

    private void check(ReckonProcess server) throws SQLException {
        Map<Integer, Integer> found = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select transaction, count(*), sum(version) from ledger"
                                        + " group by transaction")) {
            while (rows.next()) {
                found.put(rows.getInt(1), rows.getInt(2));
                assertThat(rows.getInt(3)).as("the update of %d", rows.getInt(1)).isEqualTo(1);
            }
        }
        found.forEach((transaction, rowCount) ->
                assertThat(rowCount)
                        .as("rows of transaction %d", transaction)
                        .isEqualTo(begun.get(transaction)));
        assertThat(found.keySet()).containsAll(acknowledged);
    }
}
