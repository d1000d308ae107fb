package dev.reckon.tests.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.testing.ReckonProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose disk fails to sync, as `strace` makes it: writing stops for good, reading goes
/// on, and a restart finds all that was acknowledged.
final class FailingSyncTest {
    private static final String IO_ERROR = "58030";

    @TempDir private Path directory;

    @Test
    void failedSyncOfTheLogStopsWritesUntilARestart() throws Exception {
        try (ReckonProcess server = ReckonProcess.start(directory, List.of("-Xmx512m"));
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (id int primary key)");
            statement.execute("insert into kept select generate_series(1, 1000)");
            Process tracer = failSyncs(server);
            assertThat(stateOf(statement, "insert into kept values (1001)")).isEqualTo(IO_ERROR);
            tracer.destroy();
            tracer.waitFor();
            // The disk is well again, but nobody can know what it has.
            assertThat(stateOf(statement, "insert into kept values (1002)")).isEqualTo(IO_ERROR);
            assertThat(stateOf(statement, "update kept set id = -id")).isEqualTo(IO_ERROR);
            assertThat(stateOf(statement, "create table other (id int)")).isEqualTo(IO_ERROR);
            assertThat(stateOf(statement, "checkpoint")).isIn(IO_ERROR, "");
            assertThat(count(statement)).isEqualTo(1000);
            try (Connection second = DriverManager.getConnection(server.jdbcUrl())) {
                assertThat(count(second.createStatement())).isEqualTo(1000);
            }
        }
        try (ReckonProcess server = ReckonProcess.start(directory, List.of("-Xmx512m"));
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            boolean uncertain = count(statement) == 1001;
            assertThat(count(statement)).isEqualTo(uncertain ? 1001 : 1000);
            statement.execute("insert into kept values (1003)");
            assertThat(count(statement)).isEqualTo(uncertain ? 1002 : 1001);
        }
    }

    private static String stateOf(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("select count(*) from kept where id > 0")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /// Makes every sync of a running server fail, or skips the test where that can't be done.
    private static Process failSyncs(ReckonProcess server) throws IOException {
        Process tracer;
        try {
            tracer =
                    new ProcessBuilder(
                                    "strace",
                                    "-f",
                                    "-e",
                                    "trace=fsync,fdatasync",
                                    "-e",
                                    "inject=fsync,fdatasync:error=EIO",
                                    "-p",
                                    Long.toString(server.processId()))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            Assumptions.abort("strace is not installed: " + e.getMessage());
            throw e;
        }
        var said = new BufferedReader(new InputStreamReader(tracer.getInputStream(), UTF_8));
        String line = said.readLine();
        Assumptions.assumeTrue(
                line != null && line.contains("attached"), "strace can't trace here: " + line);
        // So that it never waits for somebody to read what it says.
        Thread.ofVirtual().start(() -> readAll(said));
        return tracer;
    }

    private static void readAll(BufferedReader said) {
        try {
            while (said.readLine() != null) {
                // Nobody wants to know.
            }
        } catch (IOException ended) {
            // With the process.
        }
    }
}
