package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.Tool.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// psql and pgbench, where they are installed.
final class ToolsTest {
    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void psqlShowsRowsAndErrors() throws Exception {
        Outcome outcome = psql("-At", "-c", "SELECT 1, 'é', NULL", "-c", "SELEC 2");
        assertThat(outcome.out()).isEqualTo("1|é|\n");
        assertThat(outcome.err())
                .isEqualTo(
                        """
                        ERROR:  syntax error at or near "SELEC"
                        LINE 1: SELEC 2
                                ^
                        """);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void psqlCopiesAFileInAndOut(@TempDir Path folder) throws Exception {
        Path in = folder.resolve("in.csv");
        Path out = folder.resolve("out.csv");
        var lines = new StringBuilder("id,name\n");
        for (int i = 0; i < 20_000; i++) {
            lines.append(i).append(",\"name, ").append(i).append("\"\n");
        }
        Files.writeString(in, lines);
        Outcome outcome =
                psql(
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-c",
                        "CREATE TABLE from_file (id int PRIMARY KEY, name text)",
                        "-c",
                        "\\copy from_file from '" + in + "' csv header",
                        "-c",
                        "\\copy (select * from from_file order by id) to '" + out + "' csv header");
        assertThat(outcome.err()).isEmpty();
        assertThat(Files.readString(out))
                .isEqualTo(lines.toString().replaceAll("(?m)^id.*", "id,name"));
    }

    @Test
    void psqlFetchesThroughACursor() throws Exception {
        Outcome outcome =
                psql(
                        "-At",
                        "-v",
                        "FETCH_COUNT=100",
                        "-c",
                        "SELECT i FROM generate_series(1, 1000) AS i");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).hasLineCount(1_000).startsWith("1\n2\n").endsWith("1000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "extended", "prepared"})
    void pgbenchRunsAScript(String mode, @TempDir Path folder) throws Exception {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS counters");
            statement.execute("CREATE TABLE counters (id int PRIMARY KEY, n int)");
            statement.execute("INSERT INTO counters SELECT i, 0 FROM generate_series(1, 100) i");
            Path script = folder.resolve("script.sql");
            Files.writeString(
                    script,
                    """
                    \\set id random(1, 100)
                    BEGIN;
                    UPDATE counters SET n = n + 1 WHERE id = :id;
                    SELECT n FROM counters WHERE id = :id;
                    END;
                    """);
            Outcome outcome =
                    Tool.run(
                            SERVER.address(),
                            Map.of(),
                            "pgbench",
                            "-n",
                            "-f",
                            script.toString(),
                            "-M",
                            mode,
                            "-c",
                            "4",
                            "-j",
                            "2",
                            "-t",
                            "50");
            assertThat(outcome.err()).doesNotContain("error");
            assertThat(outcome.out())
                    .contains("number of transactions actually processed: 200/200");
            try (ResultSet rows = statement.executeQuery("SELECT sum(n) FROM counters")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(200);
            }
        }
    }

    private static Outcome psql(String... arguments) throws Exception {
        return Tool.run(SERVER.address(), Map.of(), "psql", arguments);
    }
}
