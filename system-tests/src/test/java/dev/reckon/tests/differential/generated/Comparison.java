package dev.reckon.tests.differential.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Runs worlds on both servers and collects the differences. For one thread.
final class Comparison {
    /// Statements of a world.
    static final int WORLD_SIZE = 250;

    private static final String AGREED = "AGREE";
    private static final String UNEXPLAINED = "DIFFER";
    private static final String LIMITS = "set statement_timeout = '5s'";

    private final int postgresPort;
    private final int reckonPort;
    private final Catalogue catalogue;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private WirePeer postgres;
    private WirePeer reckon;

    /// A statement to which the servers gave different answers.
    ///
    /// @param replay what runs it again
    /// @param explanation why both may be right
    record Difference(
            String replay,
            Optional<Explanation> explanation,
            String cause,
            String sql,
            Answer postgres,
            Answer reckon) {
        @Override
        public String toString() {
            return "%s %s (%s)%n  %s%n  PostgreSQL %s%n  Reckon     %s"
                    .formatted(name(explanation), cause, replay, sql, postgres, reckon);
        }
    }

    Comparison(int postgresPort, int reckonPort) throws IOException {
        this.postgresPort = postgresPort;
        this.reckonPort = reckonPort;
        postgres = new WirePeer(postgresPort, "postgres", "postgres");
        reckon = new WirePeer(reckonPort, "reckon", "reckon");
        catalogue = new Catalogue(postgres);
    }

    /// Returns how many statements were compared, how many agreed, how many each explanation
    /// covers, and how many differ without one.
    Map<String, Integer> counts() {
        return counts;
    }

    private static String name(Optional<Explanation> explanation) {
        return explanation.map(Enum::name).orElse(UNEXPLAINED);
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
        boolean isSame = Judge.agree(statement, expected, actual);
        count(isSame ? AGREED : note(statement, replay, expected, actual));
        boolean isSameState = isSame || statement.after().isEmpty();
        for (String sql : statement.after()) {
            Answer expectedAfter = postgres.run(sql).sorted();
            Answer actualAfter = reckon.run(sql).sorted();
            if (isSameState && !Judge.agree(statement, expectedAfter, actualAfter)) {
                isSameState = false;
                count(UNEXPLAINED);
                differences.add(
                        new Difference(
                                replay,
                                Optional.empty(),
                                "contents after",
                                statement.sql() + "; " + sql,
                                expectedAfter,
                                actualAfter));
            }
        }
        return isSameState || isUndone;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /// Keeps a difference; returns the name of its explanation.
    private String note(GeneratedStatement statement, String replay, Answer expected, Answer actual)
            throws IOException {
        Optional<Explanation> explanation =
                Explanation.of(
                        new Explanation.Case(statement, expected, actual, this::alternative));
        boolean isShrunk =
                explanation.isEmpty()
                        && statement.before().isEmpty()
                        && statement.after().isEmpty();
        String sql = isShrunk ? shrunk(statement, expected, actual) : statement.sql();
        boolean isWhole = sql.equals(statement.sql());
        differences.add(
                new Difference(
                        replay,
                        explanation,
                        Judge.cause(expected, actual),
                        sql,
                        isWhole ? expected : postgres.run(sql),
                        isWhole ? actual : reckon.run(sql)));
        return name(explanation);
    }

    /// Asks PostgreSQL again, beside the transaction that may be open.
    private Answer alternative(String settings, String sql, WirePeer.Form form) throws IOException {
        try (var peer = new WirePeer(postgresPort, "postgres", "postgres")) {
            peer.run("set search_path = " + World.SCHEMA + ", pg_catalog");
            peer.run("set lock_timeout = '1s'; " + LIMITS);
            peer.run(settings);
            peer.run("begin");
            return peer.run(sql, form);
        }
    }

    /// Runs what comes before a statement; returns whether both answered alike.
    private boolean prepare(GeneratedStatement statement, String replay) throws IOException {
        for (String sql : statement.before()) {
            Answer expected = postgres.run(sql);
            Answer actual = reckon.run(sql);
            if (!Judge.agree(statement, expected, actual)) {
                var step =
                        new GeneratedStatement(
                                sql, statement.form(), false, true, List.of(), List.of());
                Optional<Explanation> explanation =
                        Explanation.of(
                                new Explanation.Case(step, expected, actual, this::alternative));
                count(name(explanation));
                differences.add(
                        new Difference(
                                replay,
                                explanation,
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
                            return !Judge.agree(same, a, b) && Judge.cause(a, b).equals(cause);
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
