package dev.reckon.tests.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.server.testing.ReckonProcess;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/// The README's session, on real data: cities of the world are loaded by COPY, found by key through
/// the learned index, and still there after `kill -9`.
final class CitiesTest {
    private static final Path SCRIPT = Path.of("../scripts/cities.sh");

    @Test
    void loadsQueriesAndSurvives(@TempDir Path directory) throws Exception {
        assumeTrue(onPath("node") && onPath("npm"), "the demo data needs node and npm");
        Path csv = cities();
        long rowCount;
        try (var lines = Files.lines(csv)) {
            rowCount = lines.count() - 1;
        }
        assertThat(rowCount).isGreaterThan(100_000);
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement();
                    BufferedReader reader = Files.newBufferedReader(csv)) {
                statement.execute(
                        "create table cities (id integer primary key, name text not null, country"
                                + " text not null, region text, population bigint not null, latitude"
                                + " double precision, longitude double precision)");
                long copied =
                        connection
                                .unwrap(PGConnection.class)
                                .getCopyAPI()
                                .copyIn(
                                        "copy cities from stdin with (format csv, header true)",
                                        reader);
                assertThat(copied).isEqualTo(rowCount);
                statement.execute("checkpoint");
            }
            check(server, rowCount);
            server.kill();
        }
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            check(server, rowCount);
        }
    }

    private static void check(ReckonProcess server, long rowCount) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "select count(*) from cities"))
                    .containsExactly(Long.toString(rowCount));
            assertThat(rows(statement, "select name, country from cities where id = 2643743"))
                    .containsExactly("London|GB");
            assertThat(rows(statement, "select name from cities where id = 2643742")).isEmpty();
            assertThat(
                            rows(
                                    statement,
                                    "select name from cities where id between 2643741 and 2643745"
                                            + " order by id"))
                    .contains("London");
            assertThat(
                            rows(
                                    statement,
                                    "select name, population from cities order by population desc"
                                            + " limit 2"))
                    .containsExactly("Shanghai|22315474", "Istanbul|14804116");
            assertThat(
                            rows(
                                    statement,
                                    "select country, count(*) from cities group by country having"
                                            + " count(*) > 5000 order by 2 desc limit 1"))
                    .hasSize(1)
                    .allMatch(row -> row.startsWith("US|"));
            assertThat(rows(statement, "explain select name from cities where id = 2643743"))
                    .anyMatch(line -> line.contains("Learned Point Lookup"));
            assertThat(
                            rows(
                                    statement,
                                    "explain analyze select name from cities where id = 2643743"))
                    .anyMatch(line -> line.contains("predicted position"));
            statement.execute("set reckon.learned_index = off");
            assertThat(rows(statement, "select name, country from cities where id = 2643743"))
                    .containsExactly("London|GB");
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columnCount = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new StringBuilder(result.getString(1));
                for (int column = 2; column <= columnCount; column++) {
                    row.append('|').append(result.getString(column));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static Path cities() throws Exception {
        Process script = new ProcessBuilder(SCRIPT.toString()).start();
        String output = new String(script.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(script.getErrorStream().readAllBytes(), UTF_8);
        assertThat(script.waitFor()).as(errors).isZero();
        return Path.of(output.strip());
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
