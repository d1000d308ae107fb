package dev.reckon.tests.pgwire;

import static dev.reckon.tests.pgwire.WireClient.sqlState;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.server.command.CommandTable;
import dev.reckon.server.testing.ReckonProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `reckon serve` and `reckon password` from outside: how they end.
final class ServeTest {
    /// What a JVM ends with after SIGTERM.
    private static final int EXIT_AFTER_SIGTERM = 128 + 15;

    @TempDir private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void sigtermEndsItAndTheNextStartFindsTheData() throws Exception {
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept (id int PRIMARY KEY)");
                statement.execute("INSERT INTO kept VALUES (7)");
            }
            try (var idle =
                    WireClient.open(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), server.port()))) {
                assertThat(server.stop()).isEqualTo(EXIT_AFTER_SIGTERM);
                assertThat(sqlState(idle.receiveUntilEnd())).isEqualTo("57P01");
            }
        }
        try (ReckonProcess server = ReckonProcess.start(directory, List.of());
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void directoryInUseIsSaid() {
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            assertThat(run("", "serve", "--data", directory.toString(), "--port", "0"))
                    .isEqualTo(CommandTable.EXIT_FAILURE);
            assertThat(err.toString(UTF_8)).contains("(F0001)");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void portInUseIsSaidAndTheDirectoryLetGo() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String option : List.of("--port", "--http-port")) {
                String other = option.equals("--port") ? "--http-port" : "--port";
                assertThat(
                                run(
                                        "",
                                        "serve",
                                        "--data",
                                        directory.toString(),
                                        option,
                                        port,
                                        other,
                                        "0"))
                        .isEqualTo(CommandTable.EXIT_FAILURE);
                assertThat(err.toString(UTF_8))
                        .contains("could not listen on 127.0.0.1:" + port, option + ".");
            }
        }
        ReckonProcess.start(directory, List.of()).close();
    }

    @Test
    void passwordIsAskedForOnceItIsSet() {
        assertThat(run("secret\n", "password", "--data", directory.toString())).isZero();
        try (ReckonProcess server = ReckonProcess.start(directory, List.of())) {
            assertThatThrownBy(() ->
                            DriverManager.getConnection(server.jdbcUrl() + "&password=guess")
                                    .close())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getSQLState()).isEqualTo("28P01"));
            assertThat(connects(server.jdbcUrl() + "&password=secret")).isTrue();
        }
    }

    private static boolean connects(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(30);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int run(String input, String... arguments) {
        InputStream in = new ByteArrayInputStream(input.getBytes(UTF_8));
        err.reset();
        return CommandTable.run(
                List.of(arguments),
                in,
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
