package dev.reckon.tests.differential.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Runs worlds on both servers and collects the differences. For one thread.
final class Comparison {
    /// Statements of a world.
    static final int WORLD_SIZE = 250;

    private static final String LIMITS = "set statement_timeout = '5s'";

    private final int postgresPort;
    private final int reckonPort;
    private final Catalogue catalogue;
    private final Map<Judge.Verdict, Integer> counts = new EnumMap<>(Judge.Verdict.class);
    private final List<Difference> differences = new ArrayList<>();
    private WirePeer postgres;
    private WirePeer reckon;

    /// A statement to which the servers gave different answers.
    ///
    /// @param replay what runs it again
    record Difference(
            String replay,
            Judge.Verdict verdict,
            String cause,
            String sql,
            Answer postgres,
            Answer reckon) {
        @Override
        public String toString() {
            return "%s %s (%s)%n  %s%n  PostgreSQL %s%n  Reckon     %s"
                    .formatted(verdict, cause, replay, sql, postgres, reckon);
        }
    }

    Comparison(int postgresPort, int reckonPort) throws IOException {
        this.postgresPort = postgresPort;
        this.reckonPort = reckonPort;
        postgres = new WirePeer(postgresPort, "postgres", "postgres");
        reckon = new WirePeer(reckonPort, "reckon", "reckon");
        catalogue = new Catalogue(postgres);
    }

    Map<Judge.Verdict, Integer> counts() {
        return counts;
    }

    List<Difference> differences() {
        return differences;
    }

    /// Runs the first statements of a world.
    ///
    /// @param only a statement of which alone the answer is looked at, or -1 for all
    void run(long seed, int worldNumber, int statementCount, int only) throws IOException {
        var world = new World(Dice.seed(seed, worldNumber), catalogue);
        try {
            reconnect();
            for (String sql : world.setup()) {
                Answer expected = postgres.run(sql);
                Answer actual = reckon.run(sql);
                if (expected.isError() || actual.isError()) {
                    throw new IllegalStateException(sql + "\n" + expected + "\n" + actual);
                }
            }
            for (int number = 0; number < statementCount; number++) {
                GeneratedStatement statement = world.statement(number);
                boolean isLookedAt = only < 0 || only == number;
                String replay =
                        "-Dseed=%d -Dworld=%d -Dstatement=%d".formatted(seed, worldNumber, number);
                boolean isNeeded = isLookedAt || !statement.after().isEmpty();
                if (isNeeded && !compare(statement, replay)) {
                    // What follows would only show the same difference again.
                    return;
                }
            }
        } finally {
            postgres.close();
            reckon.close();
        }
    }

    private void reconnect() throws IOException {
        postgres.close();
        reckon.close();
        postgres = new WirePeer(postgresPort, "postgres", "postgres");
        reckon = new WirePeer(reckonPort, "reckon", "reckon");
        postgres.run(LIMITS);
        reckon.run(LIMITS);
    }

    /// Returns whether the tables of both are the same after it.
    private boolean compare(GeneratedStatement statement, String replay) throws IOException {
        boolean isUndone = statement.after().contains("rollback");
        if (!prepare(statement, replay)) {
            for (String sql : statement.after()) {
                postgres.run(sql);
                reckon.run(sql);
            }
            return isUndone;
        }
        Answer expected = postgres.run(statement.sql(), statement.form());
        Answer actual;
        try {
            actual = reckon.run(statement.sql(), statement.form());
        } catch (IOException e) {
            actual = new Answer(List.of(), List.of(), "", "XX000", "the connection ended: " + e);
            reckon = new WirePeer(reckonPort, "reckon", "reckon");
            reckon.run("set search_path = " + World.SCHEMA + ", pg_catalog");
            reckon.run(LIMITS);
        }
        Judge.Verdict verdict = Judge.compare(statement, expected, actual);
        counts.merge(verdict, 1, Integer::sum);
        if (verdict != Judge.Verdict.AGREE) {
            String sql =
                    verdict == Judge.Verdict.DIFFER
                                    && statement.before().isEmpty()
                                    && statement.after().isEmpty()
                            ? shrunk(statement, expected, actual)
                            : statement.sql();
            Answer shownExpected = sql.equals(statement.sql()) ? expected : postgres.run(sql);
            Answer shownActual = sql.equals(statement.sql()) ? actual : reckon.run(sql);
            differences.add(
                    new Difference(
                            replay,
                            verdict,
                            Judge.cause(expected, actual),
                            sql,
                            shownExpected,
                            shownActual));
        }
        boolean isSameState = verdict == Judge.Verdict.AGREE || statement.after().isEmpty();
        for (String sql : statement.after()) {
            Answer expectedAfter = postgres.run(sql).sorted();
            Answer actualAfter = reckon.run(sql).sorted();
            if (isSameState
                    && Judge.compare(statement, expectedAfter, actualAfter)
                            != Judge.Verdict.AGREE) {
                isSameState = false;
                counts.merge(Judge.Verdict.DIFFER, 1, Integer::sum);
                differences.add(
                        new Difference(
                                replay,
                                Judge.Verdict.DIFFER,
                                "contents after",
                                statement.sql() + "; " + sql,
                                expectedAfter,
                                actualAfter));
            }
        }
        return isSameState || isUndone;
    }

    /// Runs what comes before a statement; returns whether both answered alike.
    private boolean prepare(GeneratedStatement statement, String replay) throws IOException {
        for (String sql : statement.before()) {
            Answer expected = postgres.run(sql);
            Answer actual = reckon.run(sql);
            Judge.Verdict verdict = Judge.compare(statement, expected, actual);
            if (verdict != Judge.Verdict.AGREE) {
                counts.merge(verdict, 1, Integer::sum);
                differences.add(
                        new Difference(
                                replay,
                                verdict,
                                Judge.cause(expected, actual),
                                String.join("; ", statement.before()) + " - at " + sql,
                                expected,
                                actual));
                return false;
            }
        }
        return true;
    }

    private String shrunk(GeneratedStatement statement, Answer expected, Answer actual) {
        String cause = Judge.cause(expected, actual);
        return new Shrinker(
                        candidate -> {
                            Answer a =
                                    unchecked(() ->
                                            runQuietly(postgres, candidate, statement.form()));
                            Answer b =
                                    unchecked(
                                            () -> runQuietly(reckon, candidate, statement.form()));
                            var same =
                                    new GeneratedStatement(
                                            candidate,
                                            statement.form(),
                                            false,
                                            true,
                                            List.of(),
                                            List.of());
                            return Judge.compare(same, a, b) == Judge.Verdict.DIFFER
                                    && Judge.cause(a, b).equals(cause);
                        })
                .shrink(statement.sql());
    }

    private static Answer runQuietly(WirePeer peer, String sql, WirePeer.Form form) {
        try {
            return peer.run(sql, form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer unchecked(Supplier<Answer> answer) {
        return answer.get();
    }
}
