package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.sql.DatabaseFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real server with eight writers at work, and some starts in the middle of recovery, and
/// holds what it has afterwards against what the writers were told: every acknowledged transaction
/// is there whole, every refused one is not, every other whole or not at all.
///
/// `-Dkills=N` sets the number of kills, `-Dseed=N` replays the choices of the writers.
final class KillTest {
    /// The kinds of work, each by as many writers as it is named here.
    private static final List<Integer> WRITERS = List.of(0, 0, 1, 1, 2, 2, 3, 4);

    /// A short life is not worth the second compiler.
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    /// Errors that a client expects from a server that is well: conflicts with others.
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "42P01", "23503");

    private static final long MICROS_TO_NANOS = 1000;
    private static final int KILL_DELAY_MICROS_MAX = 20_000;
    private static final int START_MILLIS_MAX = 2_000;
    private static final int GOAL_MAX = 500;

    private final List<Work> works =
            List.of(
                    new Ledger(),
                    new Transfers(),
                    new Orders(),
                    new CopiedBatches(),
                    new Definitions());

    private final AtomicInteger acknowledgedCount = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean isKilled;

    @Test
    void keepsWhatWasAcknowledged(@TempDir Path directory) throws Exception {
        int killCount = Integer.getInteger("kills", 4);
        long seed = Long.getLong("seed", 1);
        var random = new Random(seed);
        try (ReckonProcess first = ReckonProcess.start(directory, JAVA_OPTIONS);
                Connection connection = DriverManager.getConnection(first.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (Work work : works) {
                work.prepare(statement);
            }
        }
        for (int kill = 1; kill <= killCount; kill++) {
            try {
                runAndKill(directory, random);
                assertThat(DatabaseFiles.check(directory)).isEmpty();
                if (random.nextInt(4) == 0) {
                    int millis = random.nextInt(START_MILLIS_MAX);
                    ReckonProcess.startAndKill(directory, JAVA_OPTIONS, millis);
                }
            } catch (AssertionError | Exception e) {
                throw new AssertionError("seed %d, kill %d".formatted(seed, kill), e);
            }
            if (kill % 25 == 0) {
                System.out.printf("%d kills, %d commits%n", kill, acknowledgedCount.get());
            }
        }
        try (ReckonProcess server = ReckonProcess.start(directory, JAVA_OPTIONS)) {
            check(server);
        }
    }

    private void runAndKill(Path directory, Random random) throws Exception {
        int goal = acknowledgedCount.get() + 1 + random.nextInt(GOAL_MAX);
        isKilled = false;
        try (ReckonProcess server = ReckonProcess.start(directory, JAVA_OPTIONS)) {
            check(server);
            List<Thread> writers = new ArrayList<>();
            for (int number : WRITERS) {
                var writer = new Writer(server, works.get(number), random.nextLong(), goal);
                writers.add(Thread.ofPlatform().start(writer));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
        for (Throwable failure : failures) {
            throw new AssertionError("a writer failed", failure);
        }
    }

    private void check(ReckonProcess server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (Work work : works) {
                work.check(statement);
            }
        }
    }

    /// Writes until enough is acknowledged, then kills the server under everybody's hands.
    private final class Writer implements Runnable {
        private final ReckonProcess server;
        private final Work work;
        private final Random random;
        private final int goal;

        Writer(ReckonProcess server, Work work, long seed, int goal) {
            this.server = server;
            this.work = work;
            this.random = new Random(seed);
            this.goal = goal;
        }

        @Override
        public void run() {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                connection.setAutoCommit(false);
                while (!isKilled) {
                    step(connection);
                }
            } catch (SQLException e) {
                if (!isKilled) {
                    fail(e);
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        private void step(Connection connection) throws SQLException {
            try {
                work.step(connection, random);
                if (acknowledgedCount.incrementAndGet() == goal) {
                    kill();
                }
            } catch (SQLException e) {
                if (!CONFLICTS.contains(e.getSQLState())) {
                    throw e;
                }
                work.refused(connection);
                connection.rollback();
            }
        }

        private void kill() {
            LockSupport.parkNanos(random.nextInt(KILL_DELAY_MICROS_MAX) * MICROS_TO_NANOS);
            isKilled = true;
            server.kill();
        }

        /// Ends the test; what the others meet from now on counts for nothing.
        private void fail(Throwable failure) {
            failures.add(failure);
            isKilled = true;
            server.kill();
        }
    }
}
