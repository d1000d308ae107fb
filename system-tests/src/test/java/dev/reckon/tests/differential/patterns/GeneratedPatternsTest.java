package dev.reckon.tests.differential.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patterns made by chance, each on some texts: every function that takes a pattern must answer
/// what PostgreSQL answers, errors included. `-Dpatterns=` says how many, `-Dseed=` which.
final class GeneratedPatternsTest {
    private static final int TEXT_COUNT = 4;

    /// Whole matches with their places, groups, pieces, places, parts.
    private static final String EXPRESSION =
            """
            SELECT t ~ p, t ~* p, regexp_replace(t, p, '<\\&|\\1>', f || 'g'),
              (SELECT array_agg(m) FROM regexp_matches(t, p, f || 'g') m),
              regexp_split_to_array(t, p, f), regexp_instr(t, p, 1, 2, 1, f),
              regexp_count(t, p, 2, f), regexp_substr(t, p, 1, 1, f, 1), substring(t FROM p)
            FROM (VALUES %s) x(t, p, f)\
            """;

    private static final String SIMILAR =
            """
            SELECT t SIMILAR TO p ESCAPE '#', substring(t SIMILAR p ESCAPE '#')
            FROM (VALUES %s) x(t, p)\
            """;

    private final long seed = Long.getLong("seed", 1);
    private final int patternCount = Integer.getInteger("patterns", 2_500);

    @Test
    void allFunctionsAnswerAsPostgresDoes(@TempDir Path directory) throws Exception {
        assumeTrue(
                PostgresPeer.isInstalled(), "PostgreSQL is not installed: nothing to compare with");
        List<String> differences = new ArrayList<>();
        try (var postgres = PostgresPeer.start(List.of("fsync=off"));
                var reckon = ReckonProcess.start(directory, List.of());
                Connection expected =
                        DriverManager.getConnection(
                                postgres.jdbcUrl() + "&preferQueryMode=simple");
                Connection actual =
                        DriverManager.getConnection(reckon.jdbcUrl() + "&preferQueryMode=simple")) {
            for (int i = 0; i < patternCount; i++) {
                String sql = statement(new PatternMaker(seed * 1_000_003 + i), i);
                String wanted = answer(expected, sql);
                String got = answer(actual, sql);
                if (!wanted.equals(got)) {
                    differences.add(
                            "seed %d, pattern %d: %s%n  PostgreSQL %s%n  Reckon     %s"
                                    .formatted(seed, i, sql, wanted, got));
                }
            }
        }
        assertThat(differences).as("of %d patterns", patternCount).isEmpty();
    }

    private static String statement(PatternMaker maker, int number) {
        boolean isSimilar = number % 5 == 4;
        String pattern = isSimilar ? maker.similar() : maker.expression();
        String options = isSimilar ? "" : ", " + literal(maker.options());
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < TEXT_COUNT; i++) {
            rows.add("(" + literal(maker.text()) + ", " + literal(pattern) + options + ")");
        }
        return (isSimilar ? SIMILAR : EXPRESSION).formatted(String.join(", ", rows));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String answer(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(Objects.requireNonNullElse(rows.getString(i), "NULL"));
                }
            }
            return String.join(" ; ", values);
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }
}
