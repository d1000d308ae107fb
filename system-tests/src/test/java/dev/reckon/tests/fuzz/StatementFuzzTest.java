package dev.reckon.tests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Statements changed by chance end with rows or an error that says what is wrong with them: never
/// with an internal error, and never with the session.
///
/// `-Dstatements=N` sets how many there are, `-Dseed=N` replays them.
final class StatementFuzzTest {
    private static final String INTERNAL_ERROR = "XX000";
    private static final int ROW_COUNT_MAX = 1000;

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void noStatementIsAnInternalError() throws Exception {
        long seed = Long.getLong("seed", 1);
        int count = Integer.getInteger("statements", 800);
        List<String> originals = new ArrayList<>(statements("queries.sql"));
        originals.addAll(statements("corners.sql"));
        originals.addAll(statements("jsonpath.sql"));
        List<String> tables = statements("tables.sql");
        var mutator = new StatementMutator(originals, new Random(seed));
        Map<String, String> internal = new TreeMap<>();
        int successCount = 0;
        Connection connection = open();
        try {
            try (Statement statement = connection.createStatement()) {
                for (String sql : tables) {
                    setUp(statement, sql);
                }
                // Each statement is undone, so that the next one meets the same tables.
                connection.setAutoCommit(false);
            }
            for (int i = 0; i < count; i++) {
                String sql = mutator.next();
                try {
                    Optional<SQLException> error = run(connection, sql);
                    successCount += error.isEmpty() ? 1 : 0;
                    error.filter(each -> INTERNAL_ERROR.equals(each.getSQLState()))
                            .ifPresent(each ->
                                    internal.putIfAbsent(String.valueOf(each.getMessage()), sql));
                } catch (SQLException e) {
                    throw new AssertionError("the session ended with: " + sql, e);
                }
            }
        } finally {
            connection.close();
        }
        assertThat(internal).as("seed %d", seed).isEmpty();
        // Most are wrong in one way or another; enough are not.
        assertThat(successCount).isGreaterThan(count / 50);
    }

    /// Some of the script's statements fail as they are meant to.
    private static void setUp(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isNotEqualTo(INTERNAL_ERROR);
        }
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection(
                SERVER.jdbcUrl() + "&preferQueryMode=simple&options=-c%20statement_timeout=500");
    }

    /// Runs a statement and undoes it; returns its error.
    private static Optional<SQLException> run(Connection connection, String sql)
            throws SQLException {
        Optional<SQLException> error = Optional.empty();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(ROW_COUNT_MAX);
            statement.execute(sql);
        } catch (SQLException e) {
            error = Optional.of(e);
        }
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute("reset all");
            statement.execute("set statement_timeout = 500");
            connection.commit();
        }
        return error;
    }

    private static List<String> statements(String resource) throws IOException {
        try (InputStream file =
                StatementFuzzTest.class.getResourceAsStream("/differential/" + resource)) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            List<String> found = new ArrayList<>();
            for (String statement : text.split(";\\s*\\n", -1)) {
                if (!statement.isBlank()) {
                    found.add(statement.strip());
                }
            }
            return found;
        }
    }
}
