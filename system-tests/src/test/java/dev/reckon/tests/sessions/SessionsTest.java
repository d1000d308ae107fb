package dev.reckon.tests.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.storage.testing.PostgresPeer;
import dev.reckon.tests.pgwire.ServerFixture;
import dev.reckon.tests.sessions.Turns.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/// Runs the scenarios in `sessions/` on a private PostgreSQL and on Reckon, and compares after each
/// step who has which answer and who waits.
///
/// `-Dscenario=` runs those whose name has that in it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/sessions");
    private static final long ANSWER_MILLIS_MAX = 10_000;

    private static final long LOOK_NANOS = 2_000_000;

    @RegisterExtension static final ServerFixture RECKON = new ServerFixture();

    private final List<AutoCloseable> open = new ArrayList<>();
    private String postgresUrl = "";

    @BeforeAll
    void start() {
        assumeTrue(
                PostgresPeer.isInstalled(), "PostgreSQL is not installed: nothing to compare with");
        var postgres = PostgresPeer.start(List.of("fsync=off", "deadlock_timeout=30ms"));
        open.add(postgres);
        postgresUrl = postgres.jdbcUrl() + "&preferQueryMode=simple";
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable server : open.reversed()) {
            server.close();
        }
    }

    @Test
    void readCommittedAgreesWithPostgres() throws Exception {
        assertAgrees("anomalies.txt", "read committed");
    }

    @Test
    void repeatableReadAgreesWithPostgres() throws Exception {
        assertAgrees("anomalies.txt", "repeatable read");
    }

    @Test
    void serializableAgreesWithPostgres() throws Exception {
        assertAgrees("anomalies.txt", "serializable");
    }

    @Test
    void definitionsThatChangeUnderWaitersAgreeWithPostgres() throws Exception {
        assertAgrees("definitions.txt", "read committed");
    }

    @Test
    void advisoryLocksAgreeWithPostgres() throws Exception {
        assertAgrees("advisory.txt", "read committed");
    }

    @Test
    void deferredUniquenessAgreesWithPostgres() throws Exception {
        assertAgrees("deferrable.txt", "read committed");
    }

    private void assertAgrees(String file, String level) throws IOException, SQLException {
        List<String> differences = new ArrayList<>();
        int count = 0;
        for (Scenario scenario : Scenario.read(SCENARIOS.resolve(file))) {
            if (scenario.name().contains(System.getProperty("scenario", ""))) {
                count++;
                List<String> found = new ArrayList<>();
                compare(scenario.at(level), found);
                if (scenario.isKnownToDiffer(level)) {
                    if (found.isEmpty()) {
                        differences.add(scenario.name() + ": agrees, though said to differ");
                    }
                } else {
                    differences.addAll(found);
                }
            }
        }
        assertThat(differences)
                .as("%d of %d scenarios differ", differences.size(), count)
                .isEmpty();
    }

    private void compare(Scenario scenario, List<String> differences) throws SQLException {
        List<Outcome> expected = onPostgres(scenario);
        try (var turns =
                new Turns(RECKON.jdbcUrl() + "&preferQueryMode=simple", scenario.setup())) {
            for (int i = 0; i < expected.size(); i++) {
                Scenario.Step step = scenario.steps().get(i);
                Outcome actual = onReckon(turns, step, expected.get(i));
                if (!actual.equals(expected.get(i))) {
                    differences.add(
                            "%s%n  %d: %s%n  PostgreSQL %s%n  Reckon     %s"
                                    .formatted(
                                            scenario.name(),
                                            step.session(),
                                            step.sql(),
                                            expected.get(i),
                                            actual));
                    return;
                }
            }
        }
    }

    /// Runs a scenario where it can be asked who waits.
    private List<Outcome> onPostgres(Scenario scenario) throws SQLException {
        List<Outcome> outcomes = new ArrayList<>();
        try (var turns = new Turns(postgresUrl, scenario.setup());
                Connection observer = DriverManager.getConnection(postgresUrl)) {
            for (Scenario.Step step : scenario.steps()) {
                assertThat(turns.isOpen(step.session()))
                        .as("%s: %s waits", scenario.name(), step)
                        .isFalse();
                turns.send(step);
                Map<Integer, String> answers = new TreeMap<>();
                List<Integer> waiting = new ArrayList<>();
                // Who waited may have been let go on by a deadlock's victim: so look twice.
                awaitRest(turns, observer);
                awaitRest(turns, observer);
                for (int session : turns.openSessions()) {
                    if (turns.isAnswered(session)) {
                        answers.put(session, turns.await(session, ANSWER_MILLIS_MAX));
                    } else {
                        waiting.add(session);
                    }
                }
                outcomes.add(new Outcome(answers, waiting));
            }
        }
        return outcomes;
    }

    /// Returns when each session of PostgreSQL has answered or waits for a lock.
    private static void awaitRest(Turns turns, Connection observer) throws SQLException {
        for (int session : turns.openSessions()) {
            while (!turns.isAnswered(session) && !isWaiting(observer, turns.connection(session))) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /// Returns whether a session of PostgreSQL waits for a lock, and stays so: not in a deadlock
    /// that is about to be found.
    private static boolean isWaiting(Connection observer, Connection connection)
            throws SQLException {
        try (PreparedStatement select =
                observer.prepareStatement(
                        "select count(*) from pg_stat_activity where pid = ?"
                                + " and cardinality(pg_blocking_pids(pid)) > 0"
                                + " and clock_timestamp() - query_start > '100 ms'")) {
            select.setInt(1, connection.unwrap(PGConnection.class).getBackendPID());
            try (ResultSet result = select.executeQuery()) {
                result.next();
                return result.getInt(1) > 0;
            }
        }
    }

    private static Outcome onReckon(Turns turns, Scenario.Step step, Outcome expected)
            throws SQLException {
        turns.send(step);
        awaitRest(turns);
        Map<Integer, String> answers = new TreeMap<>();
        List<Integer> waiting = new ArrayList<>();
        for (int session : turns.openSessions()) {
            boolean isDue = expected.answers().containsKey(session);
            String answer = turns.await(session, isDue ? ANSWER_MILLIS_MAX : 0);
            if (answer.equals("waits")) {
                waiting.add(session);
            } else {
                answers.put(session, answer);
            }
        }
        return new Outcome(answers, waiting);
    }

    /// Returns when each session has answered or waits for a lock.
    private static void awaitRest(Turns turns) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS_MAX);
        while (System.nanoTime() < end) {
            long open =
                    turns.openSessions().stream().filter(each -> !turns.isAnswered(each)).count();
            if (open == 0 || lockWaiterCount() == open) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /// Returns how many of the server's threads, which are this process's, wait for a lock.
    private static long lockWaiterCount() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Arrays.stream(stack)
                                .anyMatch(frame ->
                                        frame.getClassName().endsWith(".LockTable")
                                                && frame.getMethodName().equals("park")))
                .count();
    }
}
